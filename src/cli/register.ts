/** `register list`, `show` and `export`: every breach, notified or not, from the register alone. */
import { formatLocal, formatUtc } from '../calendar/format.ts';
import { oneLine } from '../domain/describe.ts';
import { beganAtMs, type RegisterEntry } from '../domain/register-entry.ts';
import { Failure } from '../failure.ts';
import type { Register } from '../register/database.ts';
import { settleExport } from './audit.ts';
import { readEntryFilter } from './entry-filter.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { requireOut, writeNewFile } from './new-file.ts';
import { pacer } from './progress.ts';
import { exportFormats, exportParts, type ExportFormat } from './register-export.ts';
import { renderEntry } from './register-text.ts';
import { hiddenFrom, requireSightOf, requireWhole } from './restricted.ts';
import { incidentIdFrom, openSession, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';

export async function runRegisterList(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const filter = await readEntryFilter(session, given);
  const { readEntries } = await import('../register/entries.ts');
  await withRegister(session, async (register) => {
    const entries = counting(io, readEntries(register, filter));
    const hidden = await hiddenFrom(register, session);
    if (given.json) {
      const lines = [];
      for await (const entry of entries)
        lines.push(hidden.has(entry.id) ? toHidden(entry) : toLine(entry));
      const erased = await erasedIn(register);
      return printJson(session, { entries: lines, ...(erased.length > 0 && { erased }) });
    }
    let count = 0;
    for await (const entry of entries) {
      if (count === 0) io.print(paint('quiet', head));
      count += 1;
      io.print(renderLine(entry, session.zone, hidden.has(entry.id)));
    }
    if (count === 0) io.print('No such entry in the register.');
    for (const text of await erasedIn(register)) io.tell(`note: ${text}`);
  });
}

/** Of these there is no entry any more: a list without them must not look whole. */
async function erasedIn({ db }: Register): Promise<readonly string[]> {
  const { erasedSentence, incidentActs } = await import('../register/erasures.ts');
  return (await incidentActs(db))
    .filter(({ manifest }) => manifest.scope === 'content')
    .map((act) => erasedSentence(act.manifest.incident, act));
}

function toLine({
  id,
  title,
  state,
  personalData,
  severity,
  phase,
  stamps,
  ...rest
}: RegisterEntry) {
  const { aware, duties } = rest;
  return {
    ...{ id, title, state, personalData, severity, phase },
    declaredAtMs: stamps.declaredAtMs,
    ...(aware && { awareAtMs: aware.atMs }),
    duties: duties.map((duty) => ({
      ...{ id: duty.id, state: duty.state, dueAtMs: duty.dueAtMs },
      ...(duty.lateByMs !== undefined && { lateByMs: duty.lateByMs }),
      references: duty.filings.map(({ reference }) => reference),
    })),
  };
}

/** That there is one is for everybody who may read the register. */
function toHidden({ id }: RegisterEntry) {
  return { id, restricted: true };
}

const widths = [9, 23, 13, 8] as const;
const head = `${columnsOf('ID', 'AWARE OR DECLARED', 'PERSONAL DATA', 'STATE')}  DUTIES: TITLE`;

function columnsOf(...cells: readonly string[]): string {
  return cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ');
}

function renderLine(entry: RegisterEntry, zone: string, isRestricted: boolean): string {
  if (isRestricted) return `${columnsOf(entry.id, '-', '-', '-')}  (restricted)`;
  const { id, personalData, state, duties, title } = entry;
  const atMs = beganAtMs(entry);
  const local = zone === 'UTC' ? '' : `, ${formatLocal(atMs, zone)}`;
  const owed = duties.map((duty) => `${duty.id} ${duty.state}`).join(', ');
  return `${columnsOf(id, formatUtc(atMs), personalData, state)}  ${owed || 'no duty'}: ${oneLine(title)}${local}`;
}

export async function runRegisterShow(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const id = incidentIdFrom(typed);
  const { readEntry } = await import('../register/entries.ts');
  const entry = await withRegister(session, async (register) => {
    await requireSightOf(register, id, session);
    const found = await readEntry(register, id);
    if (!found) await (await import('../register/erasures.ts')).requireContent(register.db, id);
    return found;
  });
  if (!entry)
    throw new Failure(
      'usage',
      'not-in-register',
      `${id} has no entry in the register: it is not known, or nobody ever asked whether personal data was breached; see seventytwo list --all`,
    );
  if (given.json) return printJson(session, { entry });
  io.print(renderEntry(entry, session));
}

export async function runRegisterExport(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const format = formatFrom(given.format);
  const out = requireOut(given.out, 'the file to write the register to');
  const filter = await readEntryFilter(session, given);
  const { readEntries } = await import('../register/entries.ts');
  const view = {
    ...{ zone: session.zone, names: session.names, nowMs: io.now(), bom: given.bom === true },
    io,
    organisation: session.policy.organisation.name,
  };
  let count = 0;
  const written = await inRegister(session, async (register) => {
    const hidden = await hiddenFrom(register, session);
    const withheld: string[] = [];
    async function* counted(): AsyncGenerator<RegisterEntry> {
      for await (const entry of counting(io, readEntries(register, filter))) {
        if (hidden.has(entry.id)) withheld.push(entry.id);
        count += 1;
        yield entry;
      }
      // The file has no name before this.
      requireWhole(withheld, session);
    }
    const parts = exportParts(format, counted(), view);
    return writeNewFile(out, { force: given.force === true }, parts, (done) =>
      settleExport(session, `register ${format}`, done),
    );
  });
  const about = { file: out, format, entries: count, ...written };
  for (const text of await withRegister(session, erasedIn)) io.tell(`note: ${text}`);
  if (given.json) return printJson(session, { export: about });
  io.print(
    `${count} ${count === 1 ? 'entry' : 'entries'} written to ${out}, SHA-256 ${written.sha256}. It holds personal data.`,
  );
}

/** One moment of it, however long it takes. */
async function inRegister<T>(
  session: Session,
  work: (register: Register) => Promise<T>,
): Promise<T> {
  const { inSnapshot } = await import('../register/database.ts');
  return withRegister(session, (register) => inSnapshot(register, work));
}

function formatFrom(typed: unknown): ExportFormat {
  const found = exportFormats.find((format) => format === (typed ?? 'csv'));
  if (found) return found;
  throw new Failure(
    'usage',
    'bad-input',
    `--format is ${shown(String(typed))}; use one of ${exportFormats.join(', ')}`,
  );
}

async function* counting(
  io: Io,
  entries: AsyncIterable<RegisterEntry>,
): AsyncGenerator<RegisterEntry> {
  const tell = pacer(io);
  let count = 0;
  for await (const entry of entries) {
    count += 1;
    tell(() => `Reading the register: ${count} entries so far.`);
    yield entry;
  }
}
