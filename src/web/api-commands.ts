/** The commands of the HTTP API: declared and sent as they were signed, each id for one command alone. */
import { Hono, type Context } from 'hono';
import { apiCommands, apiRoot, commandRoute } from '../api/routes.ts';
import {
  commandFaults,
  envelopeShape,
  toCommand,
  type Command,
  type CommandName,
} from '../domain/commands.ts';
import { fieldFault } from '../domain/shape.ts';
import type { Status } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import { isRecordedIn } from '../looking/recorded.ts';
import { isHidden } from '../looking/sight.ts';
import { storeWhile } from '../sending/attaching.ts';
import { declare, requireAllowed } from '../sending/declaring.ts';
import { shown } from '../sending/shown.ts';
import { jsonOf, parsed, unknownIncident, type ApiEnv } from './api-answers.ts';
import { fileFrom, isForm } from './api-files.ts';
import { createUses } from './api-uses.ts';
import type { WebDeps } from './deps.ts';
import { incidentIdFrom } from './reading.ts';

export function createApiCommands(deps: WebDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const uses = createUses(deps.now);
  const isRecorded = (id: string): Promise<boolean> => isRecordedIn(deps.register, id);

  app.post(`${apiRoot}/incidents`, async (c) => {
    const command = commandFrom(c, 'declare', jsonOf(c.get('body')));
    requireAllowed(command, await deps.policy(), deps.now());
    // Signed, it is of one incident alone, which the sender has named.
    const named = c.req.query('incident');
    const id = named === undefined ? undefined : incidentIdFrom(named);
    const { incidents } = deps;
    const incident = await uses.once(id ?? 'a new one', command, () =>
      id === undefined
        ? declare({ incidents, sign: async (one) => one, isRecorded }, command)
        : incidents.declare(id, command),
    );
    if (incident) return c.json({ incident });
    throw new Failure(
      'refused',
      'already-declared',
      `${id ?? 'it'} is declared already; look at it, or declare with another command id`,
    );
  });

  for (const name of apiCommands)
    app.post(`${apiRoot}/incidents/:id/commands/${name}`, async (c) => {
      const id = incidentIdFrom(c.req.param('id'));
      const file =
        name === 'attach' && isForm(c.req.header('content-type')) ? await fileFrom(c) : undefined;
      const command = commandFrom(c, name, file ? file.command : jsonOf(c.get('body')));
      const send = (): Promise<Status> =>
        uses.once(id, command, () => deps.incidents.send(id, command, () => isRecorded(id)));
      const incident = file ? await keepWhile(id, file.contentOf(command), send) : await send();
      // Whoever only breaks the glass, or looks at it, learns no more than that it is done.
      if (isHidden(incident, { person: c.get('asker').person, nowMs: deps.now() }))
        return c.json({ incident: { id, restricted: true } });
      return c.json({ incident });
    });

  async function keepWhile(
    incidentId: string,
    content: Uint8Array,
    send: () => Promise<Status>,
  ): Promise<Status> {
    // The register is a moment behind a new one.
    const isKnown = (await isRecorded(incidentId)) || (await deps.incidents.status(incidentId));
    if (!isKnown) throw unknownIncident(incidentId);
    return storeWhile(deps.register, { incidentId, content, nowMs: deps.now() }, send);
  }

  return app;
}

function commandFrom(c: Context<ApiEnv>, name: CommandName, body: unknown): Command {
  const given = withKey(body, c.req.header('idempotency-key'));
  const faults = commandFaults(name, given);
  if (faults.length > 0) throw new Failure('usage', 'bad-input', faults.join('\n'));
  const { body: schema } = commandRoute(name);
  if (!schema) throw new Error(`the command ${name} has no body`);
  const input = parsed(schema, given);
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

/** No signature covers a header: it stands for the command id, and never against it. */
function withKey(body: unknown, key: string | undefined): unknown {
  if (key === undefined || typeof body !== 'object' || body === null || Array.isArray(body))
    return body;
  const fault = fieldFault(envelopeShape.commandId, key);
  if (fault !== undefined)
    throw new Failure('usage', 'bad-input', `the header Idempotency-Key ${fault}`);
  if (!('commandId' in body)) return { commandId: key, ...body };
  if (body.commandId === key) return body;
  throw new Failure(
    'usage',
    'bad-input',
    `the header Idempotency-Key is ${shown(key)}, and commandId is another; send one of them, or both alike`,
  );
}
