/** The HTTP API: the same commands and looks as the command line, for machines that reach neither Temporal nor the register. */
import { Hono, type Context } from 'hono';
import { routePath } from 'hono/route';
import { bodyLimit } from 'hono/body-limit';
import { rateLimiter } from 'hono-rate-limiter';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import type { KeyRing } from '../access/ring.ts';
import { openApi } from '../api/openapi.ts';
import { apiCommands, apiRoot, commandRoute, listQuery, writes } from '../api/routes.ts';
import { replay } from '../domain/apply.ts';
import { commandFaults, toCommand, type CommandName } from '../domain/commands.ts';
import { status as toStatus, type Status } from '../domain/status.ts';
import { exitCodes, Failure } from '../failure.ts';
import { answerOf } from '../looking/asking.ts';
import { listLines, toOpenFilter, type ListFilter } from '../looking/list.ts';
import { isRecordedIn, readKept } from '../looking/recorded.ts';
import { isHidden } from '../looking/sight.ts';
import { visible } from '../notices/document.ts';
import { playbooksOf } from '../policy/playbooks.ts';
import { readEvents } from '../register/journal.ts';
import { listNotices } from '../register/notices.ts';
import { declare, requireAllowed } from '../sending/declaring.ts';
import { version } from '../version.ts';
import { createAskers, type ApiAsker } from './api-askers.ts';
import { createCodes } from './api-codes.ts';
import { addressOf } from './address.ts';
import type { WebDeps } from './deps.ts';
import { statusOf } from './fault.ts';
import { incidentIdFrom } from './reading.ts';

type ApiEnv = { Variables: { asker: ApiAsker; body: string } };

/** The longest command: a list of 500 customers, or every field at its limit. */
const longestBody = 256 * 1_024;
/** Of one address in a minute: a script that watches a dozen incidents asks every few seconds. */
const mostRequests = 600;

export function createApi(deps: WebDeps, keys: KeyRing): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const askers = createAskers(deps, keys);
  const codes = createCodes(deps, keys.newest);
  app.onError((error, c) => faultAnswer(c, error, deps.tell));
  app.use(
    `${apiRoot}/*`,
    rateLimiter<ApiEnv>({
      ...{ windowMs: 60_000, limit: mostRequests, keyGenerator: addressOf(deps) },
      handler: (c) =>
        problem(c, 429, 'too-many', 'too many requests; wait a minute', exitCodes.unreachable),
    }),
    bodyLimit({
      maxSize: longestBody,
      onError: (c) =>
        problem(c, 413, 'too-long', 'the request is longer than 256 KB', exitCodes.usage),
    }),
  );
  app.get(`${apiRoot}/openapi.json`, (c) => c.json(openApi(new URL(c.req.url).origin)));
  app.use(`${apiRoot}/*`, async (c, next) => {
    const body = await c.req.text();
    const { pathname, search, origin } = new URL(c.req.url);
    const { web } = (await deps.policy()).policy;
    const asker = await askers.recognise({
      ...{ method: c.req.method, path: `${pathname}${search}`, body },
      origins: [origin, ...(web.url === undefined ? [] : [web.url])],
      header: c.req.header('authorization') ?? '',
    });
    c.set('asker', asker);
    c.set('body', body);
    c.header('cache-control', 'no-store');
    await next();
  });

  app.get(`${apiRoot}/me`, (c) => {
    const { person, roles } = c.get('asker');
    return c.json({ person, roles, version });
  });

  app.get(`${apiRoot}/web-key`, async (c) => c.json({ web: await codes.webKey() }));
  app.post(`${apiRoot}/sign-in-codes`, async (c) => {
    const { person, isSigned } = c.get('asker');
    const wanted = parsed(writes.code.body, jsonOf(c.get('body')));
    if (isSigned && wanted.pass === undefined)
      throw new Failure('usage', 'bad-pass', 'pass is missing; sign one with your key');
    return c.json(await codes.add(person, wanted));
  });

  /** Names, zones and kinds: no addresses, and nothing about how the installation is run. */
  app.get(`${apiRoot}/policy`, async (c) => {
    const { policy, version: policyVersion } = await deps.policy();
    const { organisation, people, customers, roles, onCall, playbooks } = policy;
    return c.json({
      ...{ version: policyVersion, roles, onCall, playbooks: playbooksOf(playbooks) },
      organisation: {
        ...{ name: organisation.name, contact: organisation.contact, zone: organisation.zone },
        ...{ language: organisation.language, authority: organisation.authority },
      },
      people: mapped(people, ({ name, zone }) => ({ name, ...(zone !== undefined && { zone }) })),
      customers: mapped(customers, ({ name }) => ({ name })),
    });
  });

  app.get(`${apiRoot}/incidents`, async (c) => {
    const { all, overdue, ...exact } = parsed(listQuery, c.req.query());
    const filter: ListFilter = defined({ ...exact, overdue: overdue === 'true' || undefined });
    const nowMs = deps.now();
    const { policy } = await deps.policy();
    const { answer: open, outage } = await answerOf(() =>
      deps.incidents.listOpen(toOpenFilter(policy, filter, nowMs)),
    );
    const { person } = c.get('asker');
    const wish = { open, filter, all: all === 'true', person, nowMs, register: deps.register };
    const { lines: incidents } = await listLines(wish);
    return c.json({ incidents, ...(outage && { note: outage.message }) });
  });

  app.get(`${apiRoot}/incidents/:id`, async (c) => {
    const id = incidentIdFrom(c.req.param('id'));
    const { answer, outage } = await answerOf(() => deps.incidents.status(id));
    const kept = answer ? undefined : await readKept(deps.register, id);
    const incident = answer ?? (kept && toStatus(kept, 0));
    if (!incident) throw outage ?? unknownIncident(id);
    requireSeen(incident, c.get('asker'));
    return c.json({ incident, ...(outage && { note: outage.message }) });
  });

  app.get(`${apiRoot}/incidents/:id/events`, async (c) => {
    const id = incidentIdFrom(c.req.param('id'));
    const events = await readEvents(deps.register, id);
    const incident = replay(events);
    if (!incident) {
      await readKept(deps.register, id);
      throw unknownIncident(id);
    }
    requireSeen(toStatus(incident, 0), c.get('asker'));
    return c.json({ events });
  });

  app.get(`${apiRoot}/incidents/:id/notices`, async (c) => {
    const id = incidentIdFrom(c.req.param('id'));
    const kept = await readKept(deps.register, id);
    if (!kept) throw unknownIncident(id);
    requireSeen(toStatus(kept, 0), c.get('asker'));
    return c.json({ notices: await listNotices(deps.register, id) });
  });

  app.post(`${apiRoot}/incidents`, async (c) => {
    const command = commandFrom(c, 'declare');
    requireAllowed(command, await deps.policy(), deps.now());
    // Signed, it is of one incident alone, which the sender has named.
    const named = c.req.query('incident');
    const id = named === undefined ? undefined : incidentIdFrom(named);
    const isRecorded = (one: string) => isRecordedIn(deps.register, one);
    const { incidents } = deps;
    const incident =
      id === undefined
        ? await declare({ incidents, sign: async (one) => one, isRecorded }, command)
        : await incidents.declare(id, command);
    if (incident) return c.json({ incident });
    throw new Failure('refused', 'already-declared', `${id ?? 'it'} is declared already`);
  });

  for (const name of apiCommands)
    app.post(`${apiRoot}/incidents/:id/commands/${name}`, async (c) => {
      const id = incidentIdFrom(c.req.param('id'));
      const command = commandFrom(c, name);
      const incident = await deps.incidents.send(id, command, () =>
        isRecordedIn(deps.register, id),
      );
      // Whoever only breaks the glass, or looks at it, learns no more than that it is done.
      if (isHidden(incident, { person: c.get('asker').person, nowMs: deps.now() }))
        return c.json({ incident: { id, restricted: true } });
      return c.json({ incident });
    });

  app.all(`${apiRoot}/*`, (c) =>
    problem(c, 404, 'unknown-path', `there is no such path; see ${apiRoot}/openapi.json`, 2),
  );

  function commandFrom(c: Context<ApiEnv>, name: CommandName) {
    const body: unknown = jsonOf(c.get('body'));
    const key = c.req.header('idempotency-key');
    const given =
      typeof body === 'object' && body !== null && key !== undefined && !('commandId' in body)
        ? { commandId: key, ...body }
        : body;
    const faults = commandFaults(name, given);
    if (faults.length > 0) throw new Failure('usage', 'bad-input', faults.join('\n'));
    const input = parsed(commandRoute(name).body, given);
    // oxlint-disable-next-line no-unsafe-type-assertion -- `commandFaults` has checked it by the table of this name.
    const command = toCommand(name, input as Parameters<typeof toCommand>[1]);
    const { person } = c.get('asker');
    // A request of one person must not carry a command of another: both would be on record for it.
    if (command.actor.person !== person)
      throw new Failure(
        'notAllowed',
        'not-authenticated',
        `actor.person is ${command.actor.person}, and the request is ${person}'s; sign both as the same person`,
      );
    return command;
  }

  function requireSeen(incident: Status, { person }: ApiAsker): void {
    if (!isHidden(incident, { person, nowMs: deps.now() })) return;
    throw new Failure(
      'notAllowed',
      'restricted',
      `${incident.id} is restricted, and ${person} is not among those it is for; ask one of them, or break the glass`,
    );
  }

  return app;
}

function unknownIncident(id: string): Failure {
  return new Failure('usage', 'unknown-incident', `there is no incident ${id}`);
}

function mapped<T, R>(all: Readonly<Record<string, T>>, as: (one: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(all).map(([id, one]) => [id, as(one)]));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure('usage', 'bad-input', 'the body is no JSON; send one JSON object', error);
  }
}

function parsed<T extends z.ZodType>(schema: T | undefined, given: unknown): z.infer<T> {
  const result = schema?.safeParse(given);
  if (result?.success) return result.data;
  const faults = result?.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new Failure('usage', 'bad-input', faults?.join('\n') ?? 'nothing can be sent here');
}

function faultAnswer(c: Context<ApiEnv>, error: Error, tell: WebDeps['tell']) {
  if (error instanceof Failure) {
    const isUnsigned = error.code === 'not-signed';
    const code = isUnsigned ? 401 : statusOf(error);
    if (code === 503) c.header('retry-after', '5');
    return problem(c, code, error.code, error.message, exitCodes[error.kind]);
  }
  // Its message may quote what somebody sent.
  tell(`a request to the API failed by a bug: ${c.req.method} ${routePath(c)}: ${error.name}`);
  return problem(c, 500, 'bug', 'this is a bug of the server, please report it', exitCodes.bug);
}

function problem(
  c: Context,
  status: ContentfulStatusCode,
  code: string,
  message: string,
  exit: number,
) {
  return c.json({ error: { code, message: visible(message), exit } }, status);
}

/** An absent filter is not there at all. */
function defined<T extends object>(all: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // oxlint-disable-next-line no-unsafe-type-assertion -- what is undefined is taken out.
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
