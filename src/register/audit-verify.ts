/** Walks the audit chain and the events it seals, and names the first thing that does not hold. */
import type { Kysely } from 'kysely';
import { noHash, type AuditEntry, type Checkpoint, type Genesis } from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import { readAudit, sealOf, sha256, toGenesis } from './audit.ts';
import { earlierEvents } from './audit-genesis.ts';
import { inSnapshot, type Register } from './database.ts';
import { toEvent, toRow } from './journal.ts';
import type { EventRow, Tables } from './tables.ts';

export type Broken =
  | 'missing-entry'
  | 'altered-entry'
  | 'order'
  | 'missing-event'
  | 'altered-event'
  | 'unsealed-event'
  | 'altered-history'
  | 'other-installation'
  | 'truncated'
  | 'rewritten';

export type Fault = {
  readonly broken: Broken;
  /** The entry at which it shows. */
  readonly n?: number;
  readonly incident?: string;
  readonly seq?: number;
  readonly sentence: string;
};

export type Verified = {
  readonly entries: number;
  readonly events: number;
  /** Events from before the chain began: sealed together, by its first entry. */
  readonly earlierEvents: number;
  readonly installation?: string;
  readonly head?: string;
  readonly fault?: Fault;
};

/** `tell` hears how far it is. */
export async function verifyAudit(
  register: Register,
  checkpoint?: Checkpoint,
  tell: (entries: number) => void = () => {},
): Promise<Verified> {
  return inSnapshot(register, ({ db }) => verify(db, checkpoint, tell));
}

async function verify(
  db: Kysely<Tables>,
  checkpoint: Checkpoint | undefined,
  tell: (entries: number) => void,
): Promise<Verified> {
  const walk = await walkChain(db, checkpoint, tell);
  const { fault, spans, genesis } = walk;
  const about = {
    entries: walk.entries,
    events: walk.events,
    earlierEvents: genesis?.events ?? 0,
    ...(genesis && { installation: genesis.installation }),
    ...(walk.head !== undefined && { head: walk.head }),
  };
  const found =
    fault ??
    (genesis
      ? ((await checkCoverage(db, spans, genesis)) ??
        checkCheckpoint(checkpoint, walk.atCheckpoint, genesis, walk.entries))
      : missing(0));
  return found ? { ...about, fault: found } : about;
}

/** The events of one incident that the chain seals. */
type Span = { readonly first: number; readonly last: number };

async function walkChain(
  db: Kysely<Tables>,
  checkpoint: Checkpoint | undefined,
  tell: (entries: number) => void,
) {
  const spans = new Map<string, Span>();
  let genesis: Genesis | undefined;
  let [entries, events, head, atCheckpoint]: [number, number, string?, string?] = [0, 0];
  const end = (fault?: Fault) => ({ entries, events, head, atCheckpoint, genesis, spans, fault });
  for await (const [entry, event] of sealed(db)) {
    const fault = checkEntry(entry, entries, head ?? noHash);
    if (fault) return end(fault);
    if (entry.n === 0) {
      genesis = toGenesis(entry);
      if (!genesis) return end(altered(entry));
    }
    if (entry.incident !== null && entry.seq !== null) {
      const broken = checkEvent(entry, event, spans);
      if (broken) return end(broken);
      const first = spans.get(entry.incident)?.first ?? entry.seq;
      spans.set(entry.incident, { first, last: entry.seq });
      events += 1;
    }
    entries += 1;
    head = entry.hash;
    if (entry.n === checkpoint?.n) atCheckpoint = entry.hash;
    if (entries % 1_000 === 0) tell(entries);
  }
  return end();
}

/** Each entry with the event it seals, if there is one. */
async function* sealed(
  db: Kysely<Tables>,
): AsyncGenerator<readonly [AuditEntry, EventRow | undefined]> {
  for await (const entry of readAudit(db)) {
    const { incident, seq } = entry;
    const isEvent = typeof incident === 'string' && typeof seq === 'number';
    const event = isEvent
      ? await db
          .selectFrom('event')
          .selectAll()
          .where('incident_id', '=', incident)
          .where('seq', '=', seq)
          .executeTakeFirst()
      : undefined;
    yield [entry, event];
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

function checkEvent(
  { n, incident, seq, subjectHash }: AuditEntry,
  row: EventRow | undefined,
  spans: ReadonlyMap<string, Span>,
): Fault | undefined {
  if (incident === null || seq === null) return undefined;
  const where = { n, incident, seq };
  const before = spans.get(incident)?.last;
  if (before !== undefined && seq !== before + 1)
    return {
      ...{ broken: 'order', ...where },
      sentence: `entry ${n} seals event ${seq} of ${incident} after its event ${before}`,
    };
  if (!row)
    return {
      ...{ broken: 'missing-event', ...where },
      sentence: `event ${seq} of ${incident}, sealed by entry ${n}, is gone`,
    };
  return isAsSealed(row, subjectHash)
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
    const wanted = toRow(row.incident_id, event);
    return sha256(canonical(event)) === subjectHash && canonical({ ...row }) === canonical(wanted);
  } catch (error) {
    // No JSON any more, or not an event's: either way altered.
    if (error instanceof SyntaxError || error instanceof TypeError) return false;
    throw error;
  }
}

/** Events that no entry seals: none behind those that are sealed, and those before as the first entry tells them. */
async function checkCoverage(
  db: Kysely<Tables>,
  spans: ReadonlyMap<string, Span>,
  genesis: Genesis,
): Promise<Fault | undefined> {
  const kept = await db
    .selectFrom('event')
    .select(({ fn }) => ['incident_id', fn.max('seq').as('last')])
    .groupBy('incident_id')
    .orderBy('incident_id')
    .execute();
  const earlier = earlierEvents();
  for (const { incident_id: incident, last } of kept) {
    const span = spans.get(incident);
    if (span && last !== span.last)
      return {
        ...{ broken: 'unsealed-event', incident, seq: last },
        sentence: `${incident} has events up to ${last}, and the chain seals them up to ${span.last}: entries were removed or an event was added`,
      };
    await earlier.add(db, incident, span?.first ?? Infinity);
  }
  const { events, eventsHash } = earlier.end();
  if (events === genesis.events && eventsHash === genesis.eventsHash) return undefined;
  return {
    broken: 'altered-history',
    sentence: `the events that no entry seals (${events}) are not those from before the chain began (${genesis.events}): one was altered, added or removed, or the entries that sealed it were`,
  };
}

function checkCheckpoint(
  checkpoint: Checkpoint | undefined,
  found: string | undefined,
  { installation }: Pick<Genesis, 'installation'>,
  entries: number,
): Fault | undefined {
  if (!checkpoint) return undefined;
  const { n } = checkpoint;
  if (checkpoint.installation !== installation)
    return {
      ...{ broken: 'other-installation', n },
      sentence: `the checkpoint is of installation ${checkpoint.installation}, and this chain began as ${installation}: it is another register, or the chain was made anew`,
    };
  if (found === undefined)
    return {
      ...{ broken: 'truncated', n },
      sentence: `the checkpoint saw entry ${n}, and the chain ends at ${entries - 1}: its end was cut off, or an older copy was restored`,
    };
  if (found === checkpoint.hash) return undefined;
  return {
    ...{ broken: 'rewritten', n },
    sentence: `entry ${n} is not the one that the checkpoint saw: the chain was written anew, up to there or before`,
  };
}

function missing(n: number): Fault {
  return { broken: 'missing-entry', n, sentence: `entry ${n} is missing from the chain` };
}

function altered({ n }: AuditEntry): Fault {
  return {
    ...{ broken: 'altered-entry', n },
    sentence: `entry ${n} was altered: its content and its hash do not fit`,
  };
}
