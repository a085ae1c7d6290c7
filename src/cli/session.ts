/** What every command needs: configuration, the policy file, who acts, and the way to the incidents. */
import { randomUUID } from 'node:crypto';
import { readConfig, type Config } from '../config.ts';
import type { Incidents } from '../client.ts';
import type { Command, CommandName, Envelope } from '../domain/commands.ts';
import { Failure } from '../failure.ts';
import { loadPolicy, type LoadedPolicy } from '../policy/file.ts';
import { openRegister, type Register } from '../register/database.ts';
import { readIncident } from '../register/journal.ts';
import { toIncidentId } from '../workflows/messages.ts';
import type { Io } from './io.ts';

/** Options that every command has. */
export type CommonOptions = {
  readonly data?: string;
  readonly policy?: string;
  readonly zone?: string;
  readonly as?: string;
  readonly commandId?: string;
  readonly json?: boolean;
};

export type Session = {
  readonly io: Io;
  readonly config: Config;
  readonly policy: LoadedPolicy['policy'];
  readonly policyVersion: string;
  readonly options: CommonOptions;
  /** The zone in which times are read and shown. */
  readonly zone: string;
  /** Names by person id. */
  readonly names: Readonly<Record<string, string>>;
};

export async function openSession(io: Io, options: CommonOptions): Promise<Session> {
  const config = readConfig(io.env, options);
  const { policy, version } = await loadPolicy(config.policyPath);
  const names = Object.fromEntries(
    Object.entries(policy.people).map(([id, { name }]) => [id, name]),
  );
  const actor = options.as ?? io.env.SEVENTYTWO_AS;
  const own = actor === undefined ? undefined : policy.people[actor]?.zone;
  const zone = checkZone(options.zone ?? own ?? policy.organisation.zone);
  return { io, config, policy, policyVersion: version, options, zone, names };
}

function checkZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch (error) {
    throw new Failure(
      'usage',
      'unknown-zone',
      `--zone ${zone} is not an IANA time zone; use one such as Europe/Berlin`,
      error,
    );
  }
}

/** Who acts, and one id for this action: a repeat with the same id is carried out once. */
function envelope({ policy, options, io }: Session): Envelope {
  const person = options.as ?? io.env.SEVENTYTWO_AS;
  const known = Object.keys(policy.people).join(', ');
  if (person === undefined)
    throw new Failure(
      'usage',
      'no-actor',
      `say who you are with --as <person> or SEVENTYTWO_AS; the policy file knows ${known}`,
    );
  if (!Object.hasOwn(policy.people, person))
    throw new Failure(
      'usage',
      'unknown-person',
      `--as ${person} is not a person of the policy file; use one of ${known}`,
    );
  const commandId = options.commandId ?? randomUUID();
  if (!/^[A-Za-z0-9._:-]{1,100}$/.test(commandId))
    throw new Failure(
      'usage',
      'bad-input',
      '--command-id may have letters, digits and . _ : - only, at most 100',
    );
  return { commandId, actor: { person, channel: 'cli' } };
}

/** Persons named in fields are checked before anything is sent: a typo must not reach an incident. */
export function toCliCommand(
  session: Session,
  name: CommandName,
  fields: Readonly<Record<string, unknown>>,
): Command {
  // oxlint-disable-next-line no-unsafe-type-assertion -- readFields has checked the fields by the table of this name.
  return { ...envelope(session), name, fields } as unknown as Command;
}

export function incidentIdFrom(typed: string): string {
  const id = toIncidentId(typed);
  if (id === undefined)
    throw new Failure(
      'usage',
      'unknown-incident',
      `${typed.slice(0, 40)} is not an incident id; it looks like INC-K7F3Q, see seventytwo list`,
    );
  return id;
}

/** Opens the way to Temporal for one piece of work. The client is loaded only here: it costs most of a start. */
export async function withIncidents<T>(
  { config, io }: Session,
  work: (incidents: Incidents) => Promise<T>,
): Promise<T> {
  const [{ connectIncidents }, { readConnectionSettings }] = await Promise.all([
    import('../client.ts'),
    import('../temporal.ts'),
  ]);
  const incidents = await connectIncidents(readConnectionSettings(io.env, config.data));
  try {
    return await work(incidents);
  } finally {
    await incidents.close();
  }
}

export async function withRegister<T>(
  { config }: Pick<Session, 'config'>,
  work: (register: Register) => Promise<T>,
): Promise<T> {
  const register = await openRegister(config.data, { readOnly: true });
  try {
    return await work(register);
  } finally {
    await register.close();
  }
}

/** Whether the register knows an incident: then it can be brought back although Temporal has forgotten it. */
export async function isRecorded(session: Session, incidentId: string): Promise<boolean> {
  try {
    return await withRegister(
      session,
      async (register) => (await readIncident(register, incidentId)) !== undefined,
    );
  } catch (error) {
    if (error instanceof Failure && error.code === 'no-register') return false;
    throw error;
  }
}
