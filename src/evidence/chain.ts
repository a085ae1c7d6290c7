/** The audit chain as far as it concerns one incident, and the slice of it that goes into an evidence pack. */
import type { Kysely } from 'kysely';
import { genesisKind, type AuditEntry, type Genesis } from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import type { IncidentEvent } from '../domain/events.ts';
import { Failure } from '../failure.ts';
import { readAudit, sealOf, toEntry, toGenesis } from '../register/audit.ts';
import type { Tables } from '../register/tables.ts';
import { sha256Of } from '../sha256.ts';

export type Chain = {
  readonly genesis: Genesis;
  /** Number of the first entry that seals something of the incident; 0 when none does. */
  readonly first: number;
  /** Where the slice begins: there, or where a file of it was taken out before. */
  readonly fromN: number;
  /** The last entry that belongs to the incident. */
  readonly end: AuditEntry;
  /** Of files of it or of packs, up to the end. */
  readonly exports: readonly AuditEntry[];
  /** Of policies, up to the end. */
  readonly policies: readonly AuditEntry[];
  readonly genesisEntry: AuditEntry;
};

export async function chainOf(db: Kysely<Tables>, incidentId: string): Promise<Chain> {
  let first: AuditEntry | undefined;
  let last: AuditEntry | undefined;
  for await (const entry of readAudit(db, { incident: incidentId })) {
    first ??= entry;
    last = entry;
  }
  const beside = await entriesBeside(db);
  const genesisEntry = beside.find(({ n }) => n === 0);
  const genesis = genesisEntry && toGenesis(genesisEntry);
  if (!genesis)
    throw new Failure(
      'checkFailed',
      'audit-broken',
      'the audit chain has no beginning, so it proves nothing; see seventytwo audit verify',
    );
  const newest = last ?? genesisEntry;
  const saved = beside.findLast((entry) => isSaved(entry, incidentId));
  const end = saved && saved.n > newest.n ? saved : newest;
  const before = beside.filter(({ n }) => n <= end.n);
  const exports = before.filter((entry) => isExportOf(entry, incidentId));
  return {
    ...{ genesis, genesisEntry, end, exports, first: first?.n ?? 0 },
    fromN: Math.min(...[first ?? end, ...exports].map(({ n }) => n)),
    policies: before.filter(({ kind }) => kind === 'policy'),
  };
}

/** Entries that seal no event: few. */
async function entriesBeside(db: Kysely<Tables>): Promise<readonly AuditEntry[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('kind', 'in', [genesisKind, 'policy', 'export'])
    .orderBy('n')
    .execute();
  return rows.map(toEntry);
}

/** A file of the incident was taken out: a new fact about it, which the making of a pack is not. */
function isSaved({ kind, subject }: AuditEntry, incidentId: string): boolean {
  return kind === 'export' && (subject?.startsWith(`attachment ${incidentId} `) ?? false);
}

/** Of a file of it, or of a pack with all of them. */
function isExportOf(entry: AuditEntry, incidentId: string): boolean {
  const isPack = entry.kind === 'export' && entry.subject === `evidence ${incidentId}`;
  return isPack || isSaved(entry, incidentId);
}

/**
 * JSON Lines from `fromN` to `endN`: whole what belongs to the incident, with its events, and the versions of the
 * policy; of everything else the hashes that link the chain. `fault` hears of what is not as it was sealed.
 */
export async function* sliceOf(
  db: Kysely<Tables>,
  about: {
    readonly incidentId: string;
    readonly fromN: number;
    readonly endN: number;
    /** Of the incident, in their order: read beside the entries that seal them. */
    readonly events: AsyncGenerator<IncidentEvent>;
    /** All up to this number were erased, by an act behind them. */
    readonly erasedUpTo?: number;
  },
  fault: (sentence: string) => void,
): AsyncGenerator<string> {
  const { incidentId, fromN, endN, events, erasedUpTo = 0 } = about;
  for await (const entry of readAudit(db, { fromN })) {
    if (entry.n > endN) return;
    const { n, prev, hash, seq, subjectHash } = entry;
    if (!isWhole(entry, incidentId)) {
      yield toLine({ n, prev, hash });
      continue;
    }
    requireSealed(entry, fault);
    if (entry.incident === null || seq === null || seq <= erasedUpTo) {
      yield toLine(entry);
      continue;
    }
    const event = await eventAt(events, seq);
    if (!event || sha256Of(canonical(event)) !== subjectHash)
      fault(`event ${seq} is not what entry ${n} of the audit chain sealed`);
    yield toLine({ ...entry, event });
  }
}

/** Whole entries from before the slice: what began the chain, and the policies that the pack holds. */
export function* entriesBefore(
  { genesisEntry, policies, fromN }: Chain,
  versions: ReadonlySet<string>,
  fault: (sentence: string) => void,
): Generator<string> {
  const named = policies.filter(({ subject }) => versions.has(subject ?? ''));
  for (const entry of [genesisEntry, ...named]) {
    if (entry.n >= fromN) continue;
    requireSealed(entry, fault);
    yield toLine(entry);
  }
}

function requireSealed(entry: AuditEntry, fault: (sentence: string) => void): void {
  if (sealOf(entry) !== entry.hash) fault(`entry ${entry.n} of the audit chain is not what it was`);
}

function toLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function isWhole(entry: AuditEntry, incidentId: string): boolean {
  if (entry.n === 0 || entry.kind === 'policy') return true;
  return entry.incident === incidentId || isExportOf(entry, incidentId);
}

/** Events from before the chain are passed over; undefined when it is gone. */
async function eventAt(
  events: AsyncGenerator<IncidentEvent>,
  seq: number,
): Promise<IncidentEvent | undefined> {
  for (;;) {
    const next = await events.next();
    if (next.done || next.value.seq === seq) return next.done ? undefined : next.value;
  }
}
