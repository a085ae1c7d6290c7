/** What every command needs: configuration, the policy file, who acts, and the way to the incidents. */
import { randomUUID } from 'node:crypto';
import { requireMoved } from '../backup/moving.ts';
import { readConfig, type Config } from '../config.ts';
import type { Incidents } from '../client.ts';
import type { Command, CommandName, Envelope } from '../domain/commands.ts';
import { isZone } from '../calendar/zone.ts';
import { Failure } from '../failure.ts';
import { loadPolicy, type LoadedPolicy } from '../policy/file.ts';
import { isRecordedIn } from '../looking/recorded.ts';
import type { Register } from '../register/database.ts';
import { toIncidentId } from '../domain/incident-id.ts';
import type { Io } from './io.ts';
import type { Remote } from './remote.ts';
import { silenceMs } from './progress.ts';
import { shown } from './shown.ts';

/** Options that every command has. */
export type CommonOptions = {
  readonly data?: string;
  readonly policy?: string;
  readonly zone?: string;
  readonly as?: string;
  readonly commandId?: string;
  readonly json?: boolean;
  /** The address of an installation elsewhere. */
  readonly server?: string;
};

/** With those of one command, as commander read them: each of these is checked where it is used. */
export type Given = CommonOptions & Readonly<Record<string, unknown>>;

export type Session = {
  readonly io: Io;
  readonly config: Config;
  readonly policy: LoadedPolicy['policy'];
  readonly policyVersion: string;
  readonly options: CommonOptions;
  /** Who acts, known to the policy file; absent when nobody was named. */
  readonly person?: string;
  /** The zone in which times are read and shown. */
  readonly zone: string;
  /** Set when the incidents are at an installation elsewhere: nothing of it is on this machine. */
  readonly remote?: Remote;
  /** Names by person id. */
  readonly names: Readonly<Record<string, string>>;
};

export async function openSession(io: Io, options: CommonOptions): Promise<Session> {
  const config = readConfig(io.env, options);
  const found = await findPolicy(io, config, options);
  const { policy, version } = found;
  const person = actorOf(io, options, Object.keys(policy.people));
  const names = Object.fromEntries(
    Object.entries(policy.people).map(([id, { name }]) => [id, name]),
  );
  const own = person === undefined ? undefined : policy.people[person]?.zone;
  const zone = checkZone(options.zone ?? own ?? policy.organisation.zone);
  const known = {
    ...(person !== undefined && { person }),
    ...(found.remote && { remote: found.remote }),
  };
  return { io, config, policy, policyVersion: version, options, zone, names, ...known };
}

type Found = Pick<LoadedPolicy, 'policy' | 'version'> & { readonly remote?: Remote };

async function findPolicy(io: Io, config: Config, options: CommonOptions): Promise<Found> {
  const server = options.server ?? (io.env.SEVENTYTWO_SERVER || undefined);
  if (server !== undefined) {
    // Loaded only here: it costs a start what fetch and signatures cost.
    const { openRemote } = await import('./remote.ts');
    const person = options.as ?? (io.env.SEVENTYTWO_AS || undefined);
    return openRemote(io, config, server, person);
  }
  requireMoved(config.data);
  return loadPolicy(config.policyPath);
}

/** A misspelt name is told also where it would only have chosen the zone. */
function actorOf(io: Io, options: CommonOptions, people: readonly string[]): string | undefined {
  const person = options.as ?? (io.env.SEVENTYTWO_AS || undefined);
  if (person === undefined || people.includes(person)) return person;
  throw new Failure(
    'usage',
    'unknown-person',
    `${options.as === undefined ? 'SEVENTYTWO_AS' : '--as'} is ${shown(person)}, which is not a person of the policy file; use one of ${people.join(', ')}`,
  );
}

function checkZone(zone: string): string {
  if (isZone(zone)) return zone;
  throw new Failure(
    'usage',
    'unknown-zone',
    `--zone is ${shown(zone)}, which is not an IANA time zone; use one such as Europe/Berlin`,
  );
}

/** Asked before an interview too, so that nobody answers for nothing. */
export function requirePerson({ policy, person }: Session): string {
  if (person !== undefined) return person;
  throw new Failure(
    'usage',
    'no-actor',
    `say who you are with --as <person> or SEVENTYTWO_AS; the policy file knows ${Object.keys(policy.people).join(', ')}`,
  );
}

/** Who acts, and one id for this action: a repeat with the same id is carried out once. */
function envelope(session: Session, name: CommandName): Envelope {
  const person = requirePerson(session);
  const given = session.options.commandId;
  if (given !== undefined && !/^[A-Za-z0-9._:-]{1,80}$/.test(given))
    throw new Failure(
      'usage',
      'bad-input',
      `--command-id is ${shown(given)}; use letters, digits and . _ : - only, at most 80`,
    );
  // A script may give all its commands one id: only the same command twice is a repeat.
  const commandId = given === undefined ? randomUUID() : `${name}:${given}`;
  return { commandId, actor: { person, channel: 'cli' } };
}

export function toCliCommand(
  session: Session,
  name: CommandName,
  fields: Readonly<Record<string, unknown>>,
): Command {
  // oxlint-disable-next-line no-unsafe-type-assertion -- readFields has checked the fields by the table of this name.
  return { ...envelope(session, name), name, fields } as unknown as Command;
}

export function incidentIdFrom(typed: string): string {
  const id = toIncidentId(typed);
  if (id === undefined)
    throw new Failure(
      'usage',
      'unknown-incident',
      `${shown(typed)} is not an incident id; it looks like INC-K7F3Q, see seventytwo list`,
    );
  return id;
}

/** Opens the way to Temporal for one piece of work. The client is loaded only here: it costs most of a start. */
export async function withIncidents<T>(
  { config, io, remote }: Session,
  work: (incidents: Incidents) => Promise<T>,
): Promise<T> {
  if (remote) return work(remote);
  const [{ connectIncidents }, { readConnectionSettings }] = await Promise.all([
    import('../client.ts'),
    import('../temporal.ts'),
  ]);
  const settings = readConnectionSettings(io.env, config.data);
  const waiting = setTimeout(
    () => io.tell(`Waiting for an answer from ${settings.address}.`),
    silenceMs,
  );
  try {
    const incidents = await connectIncidents(settings);
    try {
      return await work(incidents);
    } finally {
      await incidents.close();
    }
  } finally {
    clearTimeout(waiting);
  }
}

/** The HTTP API tells neither the register nor the whole policy: what is not there must not look as if nobody had written it. */
export function requireHere(
  { remote }: { readonly remote?: Remote | undefined },
  what: string,
): void {
  if (!remote) return;
  throw new Failure(
    'usage',
    'not-over-http',
    `this needs ${what}; run it on a machine of the installation, without --server`,
  );
}

/** `writing` opens it as the worker does, and creates it where there is none. */
export async function withRegister<T>(
  { config, policy, io, remote }: Pick<Session, 'config' | 'policy' | 'io' | 'remote'>,
  work: (register: Register) => Promise<T>,
  access: 'reading' | 'writing' = 'reading',
): Promise<T> {
  requireHere({ remote }, 'the register itself');
  // Loaded only here: most commands never look into the register.
  const [{ openRegister }, { registerPlace }] = await Promise.all([
    import('../register/database.ts'),
    import('../config/register.ts'),
  ]);
  const place = await registerPlace(policy, config, io.env);
  const register = await openRegister(config.data, { ...place, readOnly: access === 'reading' });
  try {
    return await work(register);
  } finally {
    await register.close();
  }
}

/** Whether the register knows an incident: then it can be brought back although Temporal has forgotten it. */
export async function isRecorded(session: Session, incidentId: string): Promise<boolean> {
  // The server looks for itself.
  if (session.remote) return true;
  try {
    return await withRegister(session, (register) => isRecordedIn(register, incidentId));
  } catch (error) {
    if (error instanceof Failure && error.code === 'no-register') return false;
    throw error;
  }
}
