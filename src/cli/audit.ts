/** `audit list`, `verify` and `export`: who did what, and proof that none of it was altered. */
import { formatBoth } from '../calendar/format.ts';
import type { AuditEntry } from '../domain/audit-entry.ts';
import { exitCodes, Failure } from '../failure.ts';
import { readAudit, recordExport } from '../register/audit.ts';
import { inSnapshot, type Register } from '../register/database.ts';
import { verifyAudit, type Progress, type Verified } from '../register/audit-verify.ts';
import { readEvents } from '../register/journal.ts';
import { readCheckpoint } from './checkpoint.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { nameOf } from './names.ts';
import { requireOut, writeNewFile, type Written } from './new-file.ts';
import { pacer } from './progress.ts';
import { hiddenFrom, requireSightOf } from './restricted.ts';
import { incidentIdFrom, openSession, withRegister, type Given, type Session } from './session.ts';

export async function runAuditList(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const incident = typeof given.incident === 'string' ? incidentIdFrom(given.incident) : undefined;
  await withRegister(session, async (register) => {
    const hidden = await hiddenFrom(register, session);
    const entries: (AuditEntry | HiddenEntry)[] = [];
    for await (const entry of readAudit(register.db, { incident })) {
      const isHidden = entry.incident !== null && hidden.has(entry.incident);
      if (given.json) entries.push(isHidden ? hide(entry) : entry);
      else io.print(isHidden ? hiddenLine(entry) : line(entry, session));
    }
    if (given.json) printJson(session, { entries });
  });
}

function line(entry: AuditEntry, { zone, names }: Session): string {
  const { n, atMs, kind, who, channel, incident, seq, subject, hash } = entry;
  const name = nameOf(who, names);
  const about =
    incident === null ? (subject ?? '') : `${incident} ${seq === null ? subject : `event ${seq}`}`;
  const isLong = kind === 'genesis';
  return `${String(n).padStart(6)}  ${formatBoth(atMs, zone)}  ${name} (${channel})  ${kind}  ${isLong ? '' : about}  ${paint('quiet', hash.slice(0, 12))}`;
}

/** What was done and by whom would tell more than that it is there. */
type HiddenEntry = Pick<AuditEntry, 'n' | 'incident' | 'prev' | 'hash'> & {
  readonly restricted: true;
};

function hide({ n, incident, prev, hash }: AuditEntry): HiddenEntry {
  return { n, incident, restricted: true, prev, hash };
}

function hiddenLine({ n, incident, hash }: AuditEntry): string {
  return `${String(n).padStart(6)}  ${incident} (restricted)  ${paint('quiet', hash.slice(0, 12))}`;
}

export async function runAuditVerify(io: Io, given: Given): Promise<number> {
  const session = await openSession(io, given);
  const checkpoint =
    typeof given.checkpoint === 'string'
      ? await readCheckpoint(session, given.checkpoint, given.key)
      : undefined;
  const tell = pacer(io);
  const progress: Progress = (count, what) =>
    tell(() => `Verifying the audit chain: ${count} ${what} so far.`);
  const verified = await withRegister(session, (register) =>
    verifyAudit(register, checkpoint, progress),
  );
  const code = verified.fault ? exitCodes.checkFailed : exitCodes.done;
  if (given.json) printJson(session, { verified, ...(checkpoint && { checkpoint }) });
  else io.print(verdict(verified, checkpoint !== undefined));
  return code;
}

function verdict(verified: Verified, hasCheckpoint: boolean): string {
  const { fault, entries, events, earlierEvents, lost, erased, keyErased, head = '' } = verified;
  if (fault) return paint('bad', `The audit chain is broken: ${fault.sentence}.`);
  const earlier =
    earlierEvents === 0 ? '' : `, and ${earlierEvents} events from before the chain began`;
  return [
    `The audit chain is whole: ${entries} entries, ${events} events as they were sealed${earlier}.`,
    ...(lost === 0
      ? []
      : [
          `${lost} drafts or files that its events name were in a lost register alone; an entry of kind rebuild says who brought the events back.`,
        ]),
    ...(erased === 0
      ? []
      : [
          `${erased} events, drafts, files or versions of the policy were erased; entries of kind erased say by whom, and name each of them.`,
        ]),
    ...(keyErased.length === 0
      ? []
      : [
          `What happened in ${keyErased.join(', ')} was erased with the key: it is sealed here, and nobody can read or check it; no entry of this chain says who erased it, as in a copy from before the erasure.`,
        ]),
    hasCheckpoint
      ? 'It goes on from the checkpoint: nothing up to there was cut off or written anew.'
      : 'Only a checkpoint kept elsewhere tells whether its end was cut off or all of it was written anew.',
    paint('quiet', `head ${head}`),
  ].join('\n');
}

/**
 * JSON Lines: with an incident its entries whole, with their events, and all others as hashes alone, from its first entry
 * to the end of the chain, so that any later checkpoint can be held against it.
 */
export async function runAuditExport(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const incident = typeof given.incident === 'string' ? incidentIdFrom(given.incident) : undefined;
  const out = requireOut(given.out, 'the file to write the chain to');
  let entries = 0;
  async function* parts(register: Register): AsyncGenerator<string> {
    const fromN = incident === undefined ? 0 : await firstEntryOf(register, incident);
    for await (const entry of readAudit(register.db, { fromN })) {
      entries += 1;
      yield `${JSON.stringify(incident === undefined ? entry : await slice(register, entry, incident))}\n`;
    }
  }
  const what = incident === undefined ? 'audit' : `audit ${incident}`;
  const written = await withRegister(session, (register) =>
    inSnapshot(register, async (moment) => {
      if (incident !== undefined) await requireSightOf(moment, incident, session);
      return writeNewFile(out, { force: given.force === true }, parts(moment), (done) =>
        settleExport(session, what, done),
      );
    }),
  );
  if (given.json) return printJson(session, { export: { file: out, entries, ...written } });
  io.print(
    `${entries} entries written to ${out}, SHA-256 ${written.sha256}. Verify it anywhere: node verify-audit.mjs ${out}`,
  );
}

async function firstEntryOf({ db }: Register, incident: string): Promise<number> {
  for await (const { n } of readAudit(db, { incident })) return n;
  throw new Failure(
    'usage',
    'unknown-incident',
    `the audit chain has no entry of ${incident}; see seventytwo list --all, or export all of it without --incident`,
  );
}

async function slice(register: Register, entry: AuditEntry, incident: string): Promise<unknown> {
  const { n, prev, hash, seq } = entry;
  if (entry.incident !== incident || seq === null) return { n, prev, hash };
  const [event] = await readEvents(register, incident, { afterSeq: seq - 1, limit: 1 });
  return { ...entry, event };
}

/** On record before the file has its name: nothing leaves the register unseen. */
export function settleExport(session: Session, what: string, { sha256 }: Written): Promise<void> {
  const about = { what, person: session.person, sha256, nowMs: session.io.now() };
  return withRegister(session, (register) => recordExport(register, about), 'writing');
}
