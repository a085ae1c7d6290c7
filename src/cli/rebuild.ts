/** `register rebuild`: what the register lost, written anew from the histories that Temporal still has. */
import { exitCodes, Failure } from '../failure.ts';
import type { Histories } from '../histories.ts';
import type { Register } from '../register/database.ts';
import type { Restored, Span } from '../register/restore.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { silenceMs } from './progress.ts';
import {
  incidentIdFrom,
  openSession,
  withRegister,
  type CommonOptions,
  type Session,
} from './session.ts';

type Told = Restored & { readonly runs: number; readonly lostRuns: number };

export async function runRegisterRebuild(
  io: Io,
  given: CommonOptions,
  [typed]: readonly string[],
): Promise<number> {
  const session = await openSession(io, given);
  const wanted = typed === undefined ? undefined : incidentIdFrom(typed);
  const told = await withHistories(session, (histories) =>
    withRegister(session, (register) => rebuild(session, histories, register, wanted), 'writing'),
  );
  const whole = told.every(isWhole);
  const events = told.reduce((sum, { restored }) => sum + count(restored), 0);
  if (given.json) printJson(session, { rebuild: { whole, events, incidents: told } });
  else {
    const lacking = told.filter((one) => !isWhole(one)).length;
    io.print(
      told.length === 0
        ? 'Temporal has no incident, so nothing was restored. What was in the register comes back from a backup alone.'
        : `${events} events restored, of ${told.length} ${told.length === 1 ? 'incident' : 'incidents'}; ${lacking === 0 ? 'nothing is missing that Temporal knows of' : `of ${lacking} something is missing: look for a backup of the register, and rebuild again after it`}.`,
    );
  }
  return whole ? exitCodes.done : exitCodes.checkFailed;
}

async function rebuild(
  session: Session,
  histories: Histories,
  register: Register,
  wanted: string | undefined,
): Promise<Told[]> {
  const { io, options, person } = session;
  const [{ wholeRegister }, { recordRebuild, restore }] = await Promise.all([
    import('../register/audit.ts'),
    import('../register/restore.ts'),
  ]);
  const ids = wanted === undefined ? await histories.incidentIds() : [wanted];
  const all: Told[] = [];
  const what = wanted ?? wholeRegister;
  let isRecorded = false;
  const record = async (): Promise<void> => {
    if (isRecorded) return;
    await recordRebuild(register, { what, person, nowMs: io.now() });
    isRecorded = true;
  };
  let done = 0;
  const waiting = setInterval(
    () => io.tell(`Rebuilding the register: ${done} of ${ids.length} incidents so far.`),
    silenceMs,
  );
  try {
    for (const id of ids) {
      const { runs, lostRuns, ...found } = await histories.recall(id);
      const restored = await restore(register, found, record);
      if (wanted !== undefined && runs === 0 && !restored.line && restored.erasedBy === undefined)
        throw new Failure(
          'usage',
          'unknown-incident',
          `Temporal has no run of ${id}, so nothing of it can be restored; check the id, or look for a backup of the register`,
        );
      const told = { ...restored, runs, lostRuns };
      all.push(told);
      done += 1;
      if (options.json !== true) for (const line of lines(told)) io.print(line);
    }
  } finally {
    clearInterval(waiting);
  }
  return all;
}

function isWhole(told: Told): boolean {
  const { missing, stranded, disputed, lostNotices, lostAttachments } = told;
  return [missing, stranded, disputed, lostNotices, lostAttachments].every(
    (list) => list.length === 0,
  );
}

function count(span: Span | undefined): number {
  return span ? span.to - span.from + 1 : 0;
}

function numbers(list: readonly Span[]): string {
  const texts = list.map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`));
  return `${count(list[0]) === 1 && list.length === 1 ? 'event' : 'events'} ${texts.join(', ')}`;
}

function lines(told: Told): string[] {
  const { incidentId: id, kept, restored, missing, stranded, disputed, lostRuns } = told;
  if (told.erasedBy !== undefined)
    return [
      `${id}: it was erased (entry ${told.erasedBy} of the audit chain), so nothing of it is brought back.`,
    ];
  const before = kept === 0 ? '' : `events 1 to ${kept} were there already`;
  const now = restored ? `${numbers([restored])} restored` : '';
  const found = [`${id}: ${[now, before].filter(Boolean).join('; ') || 'nothing restored'}.`];
  const fault = (text: string): void => void found.push(paint('bad', `${id}: ${text}.`));
  if (told.line)
    found.push(
      `${id}: its line in the list of incidents was wrong; it now tells what its events tell.`,
    );
  if (told.coming)
    found.push(
      `${id}: ${numbers([told.coming])} still to come: its workflow holds them, and writes them once a worker runs.`,
    );
  if (missing.length > 0) {
    const why = lostRuns > 0 ? `, and ${lostRuns} of its runs are gone` : '';
    fault(`${numbers(missing)} missing: no run that Temporal still has holds them${why}`);
  }
  if (stranded.length > 0)
    fault(`${numbers(stranded)} found, but not written: the register takes none behind a gap`);
  if (disputed.length > 0)
    fault(`${numbers(disputed)} not touched: there are two different events under each number`);
  for (const notice of told.lostNotices)
    fault(`the text of draft ${notice} is lost: it was in the register alone`);
  for (const file of told.lostAttachments)
    fault(`the bytes of file ${file} are lost: they were in the register alone`);
  return found;
}

async function withHistories<T>(
  { config, io }: Session,
  work: (histories: Histories) => Promise<T>,
): Promise<T> {
  // Loaded only here: the client costs most of a start.
  const [{ connectHistories }, { readConnectionSettings }] = await Promise.all([
    import('../histories.ts'),
    import('../temporal.ts'),
  ]);
  const histories = await connectHistories(readConnectionSettings(io.env, config.data));
  try {
    return await work(histories);
  } finally {
    await histories.close();
  }
}
