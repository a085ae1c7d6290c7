/** `erase`: takes away what happened in a closed incident, for ever, and puts on record who wanted it and why. */
import { formatBoth } from '../calendar/format.ts';
import { retainedUntilMs } from '../calendar/retained.ts';
import { exitCodes, Failure } from '../failure.ts';
import type { Register } from '../register/database.ts';
import { eraseParts, isUnswept } from '../register/erase.ts';
import { contentAct, readClaims, type Why } from '../register/erasures.ts';
import { eraseContent, type Outside } from '../retention/eraser.ts';
import { survey, type Surveyed } from '../retention/keepable.ts';
import { requireKeeper, requireReason } from './hold.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { silenceMs } from './progress.ts';
import { incidentIdFrom, openSession, withRegister, type Given, type Session } from './session.ts';

export async function runErase(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<number | void> {
  const session = await openSession(io, given);
  const by = requireKeeper(session);
  const incident = incidentIdFrom(typed);
  const why = { by, channel: 'cli', reason: requireReason(given) };
  const keepsRecord = given.keepRecord === true;
  if (!(await isSure(io, given, incident, keepsRecord))) {
    io.print('Nothing was erased.');
    return exitCodes.refused;
  }
  const done = await withRegister(
    session,
    (register) =>
      withRuns(session, (outside) => {
        const about = { register, outside, session, incident, why };
        return keepsRecord ? eraseCopies(about) : eraseAll(about);
      }),
    'writing',
  );
  if (given.json) return printJson(session, { erased: done });
  io.print(told(done));
}

type About = {
  readonly register: Register;
  readonly outside: Outside;
  readonly session: Session;
  readonly incident: string;
  readonly why: Why;
};

type Done = {
  readonly incident: string;
  readonly scope: 'content' | 'copies';
  readonly events: number;
  readonly drafts: number;
  readonly files: number;
  readonly runs: number;
};

async function eraseAll({ register, outside, session, incident, why }: About): Promise<Done> {
  const { io } = session;
  if (!(await isUnderWay(register, incident))) await requireNoRecord(register, session, incident);
  const wanted = { incident, why, nowMs: io.now() };
  const { manifest, runs } = await eraseContent(register, outside, wanted);
  const { upTo: events, notices, files } = manifest;
  return {
    ...{ incident, scope: 'content', events, drafts: notices.length, files: files.length, runs },
  };
}

/** A killed process had begun: what was decided then is only ended now. */
async function isUnderWay({ db }: Register, incident: string): Promise<boolean> {
  const act = await contentAct(db, incident);
  if (act) return isUnswept(db, act);
  return (await readClaims(db, incident)).length > 0;
}

/** Files, superseded drafts and Temporal's runs: the register keeps what Art. 33(5) asks for. */
async function eraseCopies({ register, outside, session, incident, why }: About): Promise<Done> {
  const one = await surveyed(register, incident);
  if (one) {
    const because = await outside.stillNeeded(incident, one.line.last_seq);
    if (because !== undefined) throw new Failure('refused', 'incident-runs', because);
  }
  const common = { incident, why, nowMs: session.io.now() };
  const files = { ...common, scope: 'attachments', files: one?.fileHashes ?? [] } as const;
  const drafts = { ...common, scope: 'drafts', files: [], drafts: one?.superseded ?? [] } as const;
  const [bytes, texts] = [await eraseParts(register, files), await eraseParts(register, drafts)];
  const runs = await outside.forgetRuns(incident);
  return {
    ...{ incident, scope: 'copies', events: 0, runs },
    ...{ drafts: texts?.notices.length ?? 0, files: bytes?.files.length ?? 0 },
  };
}

/** Undefined when it is not known or not closed: whoever writes says so. */
async function surveyed({ db }: Register, incident: string): Promise<Surveyed | undefined> {
  const line = await db
    .selectFrom('incident')
    .selectAll()
    .where('id', '=', incident)
    .executeTakeFirst();
  const closedAtMs = line?.phase === 'closed' ? line.closed_at_ms : null;
  return line && closedAtMs !== null ? survey(db, line, closedAtMs) : undefined;
}

/** Art. 33(5): a breach stays documented, unless the company set a limit for that, and it is over. */
async function requireNoRecord(
  register: Register,
  { policy, zone, io }: Session,
  incident: string,
): Promise<void> {
  const one = await surveyed(register, incident);
  if (!one?.isBreach || (await contentAct(register.db, incident))) return;
  const { breaches } = policy.retention ?? {};
  const { zone: home } = policy.organisation;
  const untilMs =
    breaches === undefined ? undefined : retainedUntilMs(one.closedAtMs, breaches, home);
  if (untilMs !== undefined && untilMs <= io.now()) return;
  const until =
    untilMs !== undefined
      ? `it may go from ${formatBoth(untilMs, zone)} on, by retention.breaches ${breaches}`
      : 'the policy sets no limit for it (retention.breaches)';
  throw new Failure(
    'refused',
    'art-33-5',
    `${incident} was a personal data breach, and GDPR Art. 33(5) has its record kept: ${until}; --keep-record erases its files, its superseded drafts and what Temporal still has`,
  );
}

async function isSure(
  io: Io,
  given: Given,
  incident: string,
  keepsRecord: boolean,
): Promise<boolean> {
  if (given.yes === true) return true;
  if (!io.terminal || given.json)
    throw new Failure(
      'usage',
      'not-confirmed',
      `erasing ${incident} cannot be undone; add --yes to do it without being asked`,
    );
  const { createPrompter } = await import('./init/prompts.ts');
  const left = (cause?: unknown) => new Failure('usage', 'erase-left', 'nothing was erased', cause);
  const prompter = createPrompter(io.terminal(), left);
  try {
    const what = keepsRecord ? 'the files and superseded drafts of' : 'all that happened in';
    return await prompter.confirm(`Erase ${what} ${incident} for ever?`);
  } finally {
    prompter.close();
  }
}

async function withRuns<T>(
  { config, io }: Session,
  work: (outside: Outside) => Promise<T>,
): Promise<T> {
  const [
    { createClient },
    { connectTo },
    { openKeys },
    { readConnectionSettings },
    { temporalRuns },
  ] = await Promise.all([
    import('../temporal-client.ts'),
    import('../connecting.ts'),
    import('../encryption/keys.ts'),
    import('../temporal.ts'),
    import('../retention/runs.ts'),
  ]);
  const settings = readConnectionSettings(io.env, config.data);
  const waiting = setTimeout(() => io.tell('Erasing; do not interrupt it.'), silenceMs);
  const connection = await connectTo(settings);
  try {
    const client = createClient(connection, settings);
    const { eraseIncidentKey: eraseKey } = openKeys(settings);
    return await work({ ...temporalRuns(client), eraseKey });
  } finally {
    clearTimeout(waiting);
    await connection.close();
  }
}

function told({ incident, scope, events, drafts, files, runs }: Done): string {
  const what = scope === 'content' ? `${events} events, ` : '';
  return [
    `${incident}: ${what}${drafts} drafts and ${files} files erased, and ${runs} runs in Temporal.`,
    scope === 'content'
      ? 'What is left: its id, when it was declared and closed, and the hashes on the audit chain.'
      : 'Its record in the register is kept (GDPR Art. 33(5)).',
    'Backups of before hold it until they are thrown away.',
  ].join('\n');
}
