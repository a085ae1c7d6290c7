/** One incident whose commands pass the real gate and the real rules, with the register, the keys and the pages of its links. */
import assert from 'node:assert/strict';
import { Hono } from 'hono';
import { createLinkBook } from '../../src/links/book.ts';
import { linkCommandId } from '../../src/access/link-proof.ts';
import { linkPrefix } from '../../src/links/token.ts';
import { createKeyRing } from '../../src/access/ring.ts';
import { createAuthenticateActivities } from '../../src/activities/authenticate.ts';
import type { Incidents } from '../../src/client.ts';
import { actorBy, type Presented, type Verdict } from '../../src/domain/access.ts';
import { apply } from '../../src/domain/apply.ts';
import { system, type Command } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { automatic, type IncidentEvent } from '../../src/domain/events.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { status } from '../../src/domain/status.ts';
import { Failure } from '../../src/failure.ts';
import type { LoadedPolicy } from '../../src/policy/file.ts';
import { personKey, snapshot } from '../../src/policy/snapshot.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { readAccessKeys } from '../../src/register/access-keys.ts';
import { openRegister } from '../../src/register/database.ts';
import { createLinkPages } from '../../src/web/link-pages.ts';
import type { Visitor, WebEnv } from '../../src/web/visitor.ts';
import { replaced } from '../policy/good.ts';
import { dataFolder } from '../register/sample.ts';

export const [minute, hour, day] = [60_000, 3_600_000, 24 * 3_600_000];
export const incidentId = 'INC-K7F3Q';
export const board = 'https://board.acme.example';
const title = 'Payroll export readable by anybody';

const written = `${replaced(['dora: { name', 'ben: { name: Ben Roth, email: ben@acme.example }\n  dora: { name'])}
web: { url: ${board} }
`;

export type LinkStand = Awaited<ReturnType<typeof createLinkStand>>;

export async function createLinkStand() {
  const data = await dataFolder();
  const register = await openRegister(data);
  const clock = { nowMs: Date.UTC(2026, 10, 23, 9) };
  const now = (): number => clock.nowMs;
  const parsed = parsePolicy(written);
  assert.ok('policy' in parsed, JSON.stringify(parsed));
  const loaded: LoadedPolicy = {
    ...{ path: '', version: 'v', policy: parsed.policy, files: { policy: Buffer.of() } },
  };
  const policy = async () => loaded;
  const onAway = (error: unknown): void => assert.fail(String(error));
  const book = createLinkBook(register, data, { now, onAway });
  const keys = createKeyRing(() => readAccessKeys(register), { now, onAway });
  const { authenticate } = createAuthenticateActivities({ policy, keys, now, links: book });

  let incident: Incident | undefined;
  const events: IncidentEvent[] = [];
  const handled = new Set<string>();

  async function judged(command: Command, id = incidentId): Promise<Verdict> {
    const presented: Presented = { ...command, incidentId: id };
    return (await authenticate([presented]))[0] ?? assert.fail('no verdict');
  }

  /** As `workflows/record.ts` does it. */
  async function act(command: Command): Promise<void> {
    if (handled.has(command.commandId)) return;
    const verdict = await judged(command);
    if (!verdict.accepted) throw new Failure('notAllowed', 'not-authenticated', verdict.message);
    const { roles, link } = verdict;
    const inForce = snapshot(loaded.policy, 'v');
    const decision = decide(incident, command, {
      ...{ nowMs: now(), incidentId, policy: inForce, roles, ...(link && { link }) },
    });
    if (isRefusal(decision)) throw new Failure('refused', decision.refused, decision.message);
    handled.add(command.commandId);
    for (const body of decision) {
      const actor = automatic.has(body.type) ? system : actorBy(command.actor, verdict.key);
      const event = { seq: events.length + 1, atMs: now(), actor, ...body } as IncidentEvent;
      incident = apply(incident, event);
      events.push(event);
    }
  }

  function state(): Incident {
    return incident ?? assert.fail('nothing is declared');
  }

  let commands = 0;
  async function say(name: Command['name'], person: string, fields: object = {}): Promise<void> {
    commands += 1;
    const actor = { person, channel: 'cli' };
    // oxlint-disable-next-line no-unsafe-type-assertion -- the test gives the fields of this name.
    await act({ name, commandId: `c${commands}`, actor, fields } as unknown as Command);
  }

  const incidents: Incidents = {
    declare: () => assert.fail('no page declares'),
    send: async (_id, command) => {
      await act(command);
      return status(state(), 0);
    },
    status: async () => (state().phase === 'closed' ? undefined : status(state(), 0)),
    listOpen: () => assert.fail('no page of a link lists'),
    close: () => Promise.resolve(),
  };
  const told: string[] = [];
  const deps = {
    ...{ policy, incidents, register, data, now },
    tell: (line: string) => void told.push(line),
  };

  /** The pages as a browser meets them, signed in as this person. */
  function pages(person?: string): Hono<WebEnv> {
    const app = new Hono<WebEnv>();
    app.use(async (c, next) => {
      const visitor: Visitor | undefined =
        person === undefined
          ? undefined
          : {
              ...{ person, signedInBy: 'key', formToken: 'x', expiresAtMs: now() + hour },
              sign: async (command) => command,
            };
      if (visitor) c.set('visitor', visitor);
      await next();
    });
    return app.route('/', createLinkPages(deps));
  }

  async function linkFor(person: string, causedAtMs = now(), mail = '2.0'): Promise<string> {
    const sub = personKey(loaded.policy, person);
    return book.make({ incidentId, mail, sub, causedAtMs, lifetimeMs: day });
  }

  /** What the page of a link sends to Temporal. */
  async function byLink(token: string, person = 'anna'): Promise<Command> {
    const link = await book.read(token);
    const commandId = linkCommandId(link ?? { id: 'none' });
    const actor = { person, channel: 'mail', signature: `${linkPrefix}${token}` } as const;
    return { name: 'acknowledge', commandId, actor, fields: {} };
  }

  await say('declare', 'dora', { title, description: 'the file of all salaries' });
  return {
    ...{ data, register, clock, policy: loaded.policy, book, events, told, title },
    ...{ judged, act, say, pages, linkFor, byLink, incident: state },
  };
}
