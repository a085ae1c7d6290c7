/** `sign`: a command with its signature, ready for Temporal's own command line, which knows nothing of keys. */
import { readFile } from 'node:fs/promises';
import { Command as Parser } from 'commander';
import { personKeyPath, readNamedKey } from '../access/person-key.ts';
import { longestLifetimeMs, signCommand, usualLifetimeMs } from '../access/signing.ts';
import { formatBoth } from '../calendar/format.ts';
import {
  commandFaults,
  commandNames,
  commandShapes,
  type Command,
  type CommandName,
} from '../domain/commands.ts';
import type { Shape } from '../domain/shape.ts';
import { Failure } from '../failure.ts';
import { positiveDuration } from '../policy/values.ts';
import { readConnectionSettings } from '../temporal.ts';
import {
  commandSignal,
  taskQueue,
  updateIdOf,
  workflowIdOf,
  workflowType,
} from '../workflows/messages.ts';
import { addFieldOptions, readFields } from './fields.ts';
import type { Io } from './io.ts';
import { respondRows } from './respond.ts';
import { printJson } from './json.ts';
import { incidentIdFrom, openSession, toCliCommand, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';
import { onExit } from './usage.ts';

export async function runSign(
  io: Io,
  given: Given,
  [typed = '', incident = '', ...flags]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const name = nameFrom(typed);
  const incidentId = incidentIdFrom(incident);
  const fields = await fieldsOf(session, name, given.input, flags);
  const unsigned = toCliCommand(session, name, fields);
  const { person } = unsigned.actor;
  const path = personKeyPath(session.config.data, person, io.env);
  const key = await readNamedKey(path, io.env);
  if (!key)
    throw new Failure(
      'notAllowed',
      'no-key',
      `${path} is not there; make a key with seventytwo access key --as ${person}, or name yours in SEVENTYTWO_KEY`,
    );
  const command: Command = { ...unsigned, actor: { person, channel: 'temporal' } };
  const issuedAtMs = io.now();
  const expiresAtMs = issuedAtMs + validFrom(given.valid);
  const span = { issuedAtMs, expiresAtMs };
  const signature = signCommand({ ...command, incidentId }, key, span);
  const signed: Command = { ...command, actor: { ...command.actor, signature } };
  const { payload, words } = toSend(incidentId, signed, given.signal === true);
  const settings = readConnectionSettings(io.env, session.config.data);
  const line = ['temporal', ...words, ...['--address', settings.address]]
    .concat('--namespace', settings.namespace, '--input', JSON.stringify(payload))
    .map(quoted)
    .join(' ');
  if (given.json) return printJson(session, { payload, line, expires: { atMs: expiresAtMs } });
  io.print(JSON.stringify(payload));
  io.print(line);
  io.tell(
    'The answer is sealed: add --codec-endpoint as seventytwo codec prints it, or see the timeline.',
  );
  io.tell(`Good until ${formatBoth(expiresAtMs, session.zone)}, and only for ${incidentId}.`);
}

function nameFrom(typed: string): CommandName {
  // Also as this command line calls it: `ack`.
  const row = respondRows.find(({ words }) => words === typed);
  const name = row?.command ?? commandNames.find((known) => known === typed);
  if (name !== undefined) return name;
  throw bad(`${shown(typed)} is not the name of a command; use one of ${commandNames.join(', ')}`);
}

async function fieldsOf(
  session: Session,
  name: CommandName,
  input: unknown,
  flags: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  if (typeof input !== 'string') {
    const shape: Shape = commandShapes[name];
    const parser = new Parser('sign').exitOverride(onExit('seventytwo sign')).helpOption(false);
    parser.configureOutput({ outputError: () => undefined });
    addFieldOptions(parser, shape, []);
    parser.parse([...flags], { from: 'user' });
    return readFields(shape, parser.opts(), { ...session, positional: [] });
  }
  if (flags.length > 0)
    throw bad(`--input and ${shown(flags[0] ?? '')} exclude each other; give one of them`);
  const fields = await readInput(session.io, input);
  const faults = commandFaults(name, {
    ...fields,
    ...{ commandId: 'any', actor: { person: session.person ?? '', channel: 'temporal' } },
  });
  if (faults.length > 0) throw bad(faults.join('\n'));
  return fields;
}

async function readInput(io: Io, typed: string): Promise<Readonly<Record<string, unknown>>> {
  const text =
    typed === '-'
      ? await io.readInput()
      : typed.trimStart().startsWith('{')
        ? typed
        : await readFile(typed, 'utf8').catch((error: unknown) => {
            throw bad(`--input ${shown(typed)} cannot be read; check the path`, error);
          });
  try {
    const fields: unknown = JSON.parse(text);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields))
      return { ...fields };
  } catch (error) {
    throw bad(`--input ${shown(typed)} is no JSON`, error);
  }
  throw bad(`--input ${shown(typed)} is not one JSON object`);
}

function validFrom(typed: unknown): number {
  if (typeof typed !== 'string') return usualLifetimeMs;
  const read = positiveDuration.safeParse(typed);
  if (read.success && read.data <= longestLifetimeMs) return read.data;
  throw bad(`--valid is ${shown(typed)}; give a time up to 24h, such as 10m`);
}

/** A declaration starts the incident: its command is in the input. */
function toSend(incidentId: string, command: Command, isSignal: boolean) {
  const { name, commandId, actor, fields } = command;
  const workflow = ['--workflow-id', workflowIdOf(incidentId)];
  if (name === 'declare')
    return {
      payload: { incidentId, first: command },
      words: ['workflow', 'start', ...workflow, '--type', workflowType, '--task-queue', taskQueue],
    };
  if (isSignal)
    return {
      payload: { name, commandId, actor, ...fields },
      words: ['workflow', 'signal', ...workflow, '--name', commandSignal],
    };
  return {
    payload: { commandId, actor, ...fields },
    words: [
      ...['workflow', 'update', 'execute', ...workflow, '--name', name],
      ...['--update-id', updateIdOf(command)],
    ],
  };
}

/** For any POSIX shell: nothing is special between single quotes but their end. */
function quoted(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function bad(sentence: string, cause?: unknown): Failure {
  return new Failure('usage', 'bad-input', sentence, cause);
}
