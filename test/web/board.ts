/** A board over a real register without Temporal, and people who have signed in because a test says so. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import type { Incidents } from '../../src/client.ts';
import { ensureRing } from '../../src/encryption/ring.ts';
import { Failure } from '../../src/failure.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { openRegister } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { createWeb } from '../../src/web/app.ts';
import { createPeopleKeys } from '../../src/web/people-keys.ts';
import type { WebDeps } from '../../src/web/deps.ts';
import { startIntake } from '../../src/web/intake.ts';
import type { SignIn } from '../../src/web/sign-in.ts';
import type { Visitor, WebEnv } from '../../src/web/visitor.ts';
import { summarise } from '../../src/domain/summary.ts';
import type { Story } from '../support/incidents.ts';

export const formToken = 'a-token-of-this-session';

/** Whoever `x-test-person` or the cookie of that name says. */
export const signInOfTests: SignIn = {
  ready: Promise.resolve(),
  routes: new Hono<WebEnv>(),
  recognise: (c, next) => {
    const cookie = /(?:^|; )person=(\w+)/.exec(c.req.header('cookie') ?? '')?.[1];
    const person = c.req.header('x-test-person') ?? cookie;
    if (person !== undefined) c.set('visitor', visitor(person));
    return next();
  },
};

function visitor(person: string): Visitor {
  return {
    ...{ person, signedInBy: 'unsigned', formToken, expiresAtMs: Date.now() + 3_600_000 },
    sign: async (command) => command,
  };
}

/** The five people of `support/policy.ts`. */
const people = `\
organisation:
  name: Acme GmbH
  contact: security@acme.example
  zone: Europe/Berlin
  authority: DE-BE
people:
  anna: { name: Anna Berg, email: anna@acme.example }
  ben: { name: Ben Roth, email: ben@acme.example, zone: Atlantic/Azores }
  clara: { name: Clara Vogt, email: clara@acme.example }
  dora: { name: Dora Lind, email: dora@acme.example }
  dirk: { name: Dirk Haas, email: dirk@acme.example }
  otto: { name: Otto Noll, email: otto@acme.example, roles: [auditor] }
roles: { dpo: dora, deputy: dirk, decisionMaker: clara }
onCall: { order: [anna, ben] }
customers:
  globex: { name: Globex BV, email: privacy@globex.example }
  initech: { name: Initech, email: privacy@initech.example }
mail: { from: incidents@acme.example }
`;

/** The same story under another id. */
export function renamed({ incident, events, nowMs }: Story, id: string): Story {
  return JSON.parse(JSON.stringify({ incident, events, nowMs }).replaceAll(incident.id, id));
}

/** As a Temporal that cannot be reached; what a test needs of it is given. */
function away(): Promise<never> {
  return Promise.reject(new Failure('unreachable', 'no-temporal', 'no Temporal server answers'));
}

export async function createBoard(options: {
  readonly stories?: readonly Story[];
  readonly policy?: string;
  /** Who is an admin beside their office. */
  readonly admin?: string;
  readonly nowMs: number;
  /** Where time goes on; otherwise it is always `nowMs`. */
  readonly clock?: () => number;
  readonly incidents?: Partial<Incidents>;
}) {
  const data = mkdtempSync(join(tmpdir(), 'seventytwo-board-'));
  await ensureRing(join(data, 'keys'));
  const register = await openRegister(data);
  for (const { incident, events } of options.stories ?? [])
    await append(register, { events, incident: summarise(incident) });
  const known =
    options.admin === undefined
      ? people
      : people.replace(
          `${options.admin}@acme.example }`,
          `${options.admin}@acme.example, roles: [admin, responder] }`,
        );
  const parsed = parsePolicy(`${known}${options.policy ?? ''}`);
  if (parsed.faults) throw new Error(parsed.faults.join('\n'));
  const { policy } = parsed;
  const told: string[] = [];
  const deps: WebDeps = {
    policy: async () => ({
      policy,
      version: 'abcdef012345',
      files: { policy: Buffer.from('') },
      path: '',
    }),
    incidents: {
      ...{ declare: away, send: away, status: away, listOpen: away, close: async () => {} },
      ...options.incidents,
    },
    ...{
      register,
      data,
      now: options.clock ?? (() => options.nowMs),
      tell: (sentence) => void told.push(sentence),
    },
  };
  const intake = startIntake(deps);
  const app = createWeb(deps, {
    ...{ intake: intake.routes, keys: createPeopleKeys(deps), signIn: signInOfTests },
  });
  return {
    ...{ app, deps, told },
    get: (path: string, person?: string) =>
      app.request(path, { headers: person === undefined ? {} : { 'x-test-person': person } }),
    post: (path: string, fields: Record<string, string>, person?: string, headers = {}) =>
      app.request(path, {
        method: 'POST',
        headers: {
          ...{ origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' },
          ...(person !== undefined && { 'x-test-person': person }),
          ...headers,
        },
        body: new URLSearchParams(fields).toString(),
      }),
    async close() {
      await intake.close();
      await register.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
