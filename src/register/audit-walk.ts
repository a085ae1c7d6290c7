/** Walks the audit chain from its first entry to its last, each with what it seals; memory does not grow with it. */
import type { Kysely } from 'kysely';
import { noHash, type AuditEntry, type Checkpoint, type Genesis } from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import { sealOf, toEntry, toGenesis } from './audit.ts';
import type { Erasures } from './audit-erasure.ts';
import { altered, missing, type Fault } from './audit-fault.ts';
import { judgeUnopened, type Why } from './audit-sealed.ts';
import { checkPolicy } from './audit-policy.ts';
import { toEvent, toRow } from './journal.ts';
import { noticeKind, noticeSeal } from './notices.ts';
import type { EventRow, NoticeRow, Tables } from './tables.ts';
import { sha256Of } from '../sha256.ts';

export type Walked = {
  readonly entries: number;
  readonly events: number;
  /** Events and drafts that an act erased. */
  readonly erased: number;
  /** Incidents of which something cannot be read because their key was erased. */
  readonly keyErased: ReadonlySet<string>;
  readonly head?: string;
  readonly atCheckpoint?: string;
  readonly genesis?: Genesis;
  readonly fault?: Fault;
};

export async function walkChain(
  db: Kysely<Tables>,
  checkpoint: Checkpoint | undefined,
  erasures: Erasures,
  why: Why,
  tell: (entries: number) => void,
): Promise<Walked> {
  const keyErased = new Set<string>();
  let walked: Walked = { entries: 0, events: 0, erased: 0, keyErased };
  for await (const sealed of readSealed(db)) {
    const { entry } = sealed;
    const { entries, events, erased, head = noHash } = walked;
    const genesis = entry.n === 0 ? toGenesis(entry) : walked.genesis;
    const found =
      checkEntry(entry, entries, head) ??
      (genesis ? checkEvent(sealed) : altered(entry)) ??
      (await checkNotice(db, entry)) ??
      (await checkPolicy(db, entry)) ??
      (await erasures.faultAt(entry));
    const judged = found && (await judgeUnopened(db, why, entry, found));
    if (judged === 'key-erased') keyErased.add(entry.incident ?? '');
    const isErased =
      found !== undefined && (judged === 'key-erased' || isErasedBy(erasures, entry, found));
    if (judged !== undefined && judged !== 'key-erased' && !isErased) {
      const isMissing = judged.broken.startsWith('missing-');
      return { ...walked, fault: (isMissing && erasures.unsoundBehind(entry)) || judged };
    }
    walked = {
      ...walked,
      ...(genesis && { genesis }),
      ...{ entries: entries + 1, head: entry.hash },
      events: isOfEvent(entry) && !isErased ? events + 1 : events,
      erased: isErased && judged !== 'key-erased' ? erased + 1 : erased,
      ...(entry.n === checkpoint?.n && { atCheckpoint: entry.hash }),
    };
    if (walked.entries % batchSize === 0) tell(walked.entries);
  }
  return walked.entries === 0 ? { ...walked, fault: missing(0) } : walked;
}

/** What is not there was erased, by an act that names it. */
function isErasedBy(erasures: Erasures, entry: AuditEntry, { broken }: Fault): boolean {
  switch (broken) {
    case 'missing-event':
      return erasures.ofEvent(entry) !== undefined;
    case 'missing-notice':
      return erasures.ofNotice(entry) !== undefined;
    case 'missing-policy':
      return erasures.ofPolicy(entry) !== undefined;
    default:
      return false;
  }
}

/** Entries, each with its event, held in memory at once. */
const batchSize = 500;

type Sealed = {
  readonly entry: AuditEntry;
  readonly event: EventRow | undefined;
  /** The event of the same incident that was sealed before. */
  readonly before: number | null;
};

async function* readSealed(db: Kysely<Tables>): AsyncGenerator<Sealed> {
  let last: number | undefined;
  for (;;) {
    let query = db
      .selectFrom('audit')
      .leftJoin('event', (join) =>
        join
          .onRef('event.incident_id', '=', 'audit.incident_id')
          .onRef('event.seq', '=', 'audit.seq'),
      )
      .selectAll('audit')
      .select(['event.incident_id as of', 'event.seq as no', 'event.at_ms as at'])
      .select(['event.type', 'event.person', 'event.channel as way', 'event.command_id'])
      .select(['event.file', 'event.body'])
      .select(({ selectFrom }) =>
        selectFrom('audit as earlier')
          .select('earlier.seq')
          .whereRef('earlier.incident_id', '=', 'audit.incident_id')
          .whereRef('earlier.n', '<', 'audit.n')
          .where('earlier.seq', 'is not', null)
          .orderBy('earlier.n', 'desc')
          .limit(1)
          .as('before'),
      )
      .orderBy('audit.n')
      .limit(batchSize);
    if (last !== undefined) query = query.where('audit.n', '>', last);
    const rows = await query.execute();
    for (const { of, no, at, type, person, way, command_id, file, body, before, ...row } of rows) {
      // Left out by the join together, because none of them may be null.
      const isThere = of !== null && no !== null && at !== null && type !== null;
      const event =
        isThere && person !== null && way !== null && body !== null
          ? {
              ...{ incident_id: of, seq: no, at_ms: at, type, person },
              ...{ channel: way, command_id, file, body },
            }
          : undefined;
      yield { entry: toEntry(row), event, before };
      last = row.n;
    }
    if (rows.length < batchSize) return;
  }
}

function checkEntry(entry: AuditEntry, expected: number, prev: string): Fault | undefined {
  const { n } = entry;
  if (typeof n !== 'number' || n < expected) return altered(entry);
  if (n > expected) return missing(expected);
  if (!isPlain(entry) || sealOf(entry) !== entry.hash) return altered(entry);
  if (entry.prev === prev) return undefined;
  return {
    ...{ broken: 'order', n },
    sentence: `entry ${n} does not follow entry ${n - 1}: one of them was put in another's place`,
  };
}

/** SQLite keeps anything in any column. */
function isPlain(entry: AuditEntry): boolean {
  return Object.values(entry).every(
    (value) => value === null || typeof value === 'string' || Number.isFinite(value),
  );
}

function isOfEvent({ incident, seq }: AuditEntry): boolean {
  return incident !== null && seq !== null;
}

function checkEvent({ entry, event, before }: Sealed): Fault | undefined {
  const { n, incident, seq, subjectHash } = entry;
  if (incident === null || seq === null) return undefined;
  const where = { n, incident, seq };
  if (before !== null && seq !== before + 1)
    return {
      ...{ broken: 'order', ...where },
      sentence: `entry ${n} seals event ${seq} of ${incident} after its event ${before}`,
    };
  if (!event)
    return {
      ...{ broken: 'missing-event', ...where },
      sentence: `event ${seq} of ${incident}, sealed by entry ${n}, is gone`,
    };
  return isAsSealed(event, subjectHash)
    ? undefined
    : {
        ...{ broken: 'altered-event', ...where },
        sentence: `event ${seq} of ${incident} is not what entry ${n} sealed`,
      };
}

/** The body to the letter, and the columns that repeat it. */
function isAsSealed(row: EventRow, subjectHash: string): boolean {
  try {
    const event = toEvent(row.body);
    const wanted: Readonly<Record<string, unknown>> = toRow(row.incident_id, event);
    const isSame = Object.entries(row).every(([column, value]) => value === wanted[column]);
    return isSame && sha256Of(canonical(event)) === subjectHash;
  } catch (error) {
    // No JSON any more, or not an event's: either way altered.
    if (error instanceof SyntaxError || error instanceof TypeError) return false;
    throw error;
  }
}

/** A draft, as it was stored: its text for people and its JSON. */
async function checkNotice(db: Kysely<Tables>, entry: AuditEntry): Promise<Fault | undefined> {
  const { n, kind, incident, seq, subject, subjectHash } = entry;
  if (kind !== noticeKind || seq !== null || incident === null || subject === null)
    return undefined;
  const row = await db
    .selectFrom('notice')
    .selectAll()
    .where('incident_id', '=', incident)
    .where('notice_id', '=', subject)
    .executeTakeFirst();
  if (!row)
    return {
      ...{ broken: 'missing-notice', n, incident },
      sentence: `the draft ${subject} of ${incident}, sealed by entry ${n}, is gone`,
    };
  return isPlainRow(row) && noticeSeal(row) === subjectHash
    ? undefined
    : {
        ...{ broken: 'altered-notice', n, incident },
        sentence: `the draft ${subject} of ${incident} is not what entry ${n} sealed`,
      };
}

function isPlainRow(row: NoticeRow): boolean {
  return Object.values(row).every((value) => ['string', 'number'].includes(typeof value));
}
