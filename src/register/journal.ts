/** Writes the events of incidents to the register and reads them back. Events are added, never changed. */
import { isDeepStrictEqual } from 'node:util';
import type { Kysely, Transaction } from 'kysely';
import { apply } from '../domain/apply.ts';
import type { IncidentEvent } from '../domain/events.ts';
import type { Incident } from '../domain/incident.ts';
import { summarise, type IncidentSummary } from '../domain/summary.ts';
import { appendAudit, eventDraft } from './audit.ts';
import type { Register } from './database.ts';
import { requireContent } from './erasures.ts';
import { patiently } from './patience.ts';
import type { EventRow, IncidentRow, Tables } from './tables.ts';

/** Events held in memory at once while an incident is read: a batch stays below a few megabytes. */
const batchSize = 500;

/**
 * Adds events and brings the incident's line up to date, in one transaction. The same events again
 * are no harm, because activities are delivered at least once; a different event under a number
 * that is taken is a bug and throws, and before a gap in the numbers it throws `JournalGap`.
 * Returns the highest number kept.
 */
export async function append(
  register: Register,
  input: { readonly events: readonly IncidentEvent[]; readonly incident: IncidentSummary },
): Promise<number> {
  const { incident } = input;
  const rows = input.events.map((event) => toRow(incident.id, event));
  const writing = register.db.transaction();
  const write = () =>
    writing.execute(async (trx) => {
      const last = await lastSeq(trx, incident.id);
      const known = rows.filter((row) => row.seq <= last);
      const fresh = rows.filter((row) => row.seq > last);
      await requireSame(trx, incident.id, known);
      requireNext(incident.id, fresh, last);
      const newest = fresh.at(-1);
      if (newest === undefined) return last;
      // Of one that was erased every event would look new.
      if (last === 0) await requireContent(trx, incident.id);
      const line = await lineUpTo(trx, incident, input.events, last);
      await upsertIncident(register, trx, lineOf(line, newest.at_ms));
      for (const row of fresh)
        await trx
          .insertInto('event')
          .values(await register.cells.seal(trx, 'event', row))
          .execute();
      await appendAudit(
        trx,
        input.events.filter(({ seq }) => seq > last).map((event) => eventDraft(incident.id, event)),
      );
      return newest.seq;
    });
  return patiently(write);
}

/** Events came before those that go before them: from another workflow, which is still to write. */
export class JournalGap extends Error {
  override readonly name = 'JournalGap';
}

function requireNext(incidentId: string, fresh: readonly EventRow[], last: number): void {
  fresh.forEach(({ seq }, n) => {
    const wanted = last + 1 + n;
    if (seq !== wanted)
      throw new JournalGap(
        `the register has ${incidentId} up to event ${last} and takes event ${wanted} next, not ${seq}: those between wait in an outbox, which writes them first`,
      );
  });
}

async function lastSeq(trx: Transaction<Tables>, incidentId: string): Promise<number> {
  const row = await trx
    .selectFrom('event')
    .select('seq')
    .where('incident_id', '=', incidentId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? 0;
}

async function requireSame(
  trx: Transaction<Tables>,
  incidentId: string,
  rows: readonly EventRow[],
): Promise<void> {
  for (const row of rows) {
    const kept = await trx
      .selectFrom('event')
      .select(['incident_id', 'seq', 'body'])
      .where('incident_id', '=', incidentId)
      .where('seq', '=', row.seq)
      .executeTakeFirst();
    // By meaning: the order of keys may differ between two versions of the code.
    if (!kept || !isDeepStrictEqual(JSON.parse(kept.body), JSON.parse(row.body)))
      throw new Error(
        `the register has another event ${row.seq} of ${incidentId} than the ${row.type} that came now`,
      );
  }
}

/** A summary may be ahead of its events, where many are written part by part: the line never is. */
async function lineUpTo(
  trx: Transaction<Tables>,
  incident: IncidentSummary,
  events: readonly IncidentEvent[],
  last: number,
): Promise<IncidentSummary> {
  if (incident.lastSeq === events.at(-1)?.seq) return incident;
  const kept = last === 0 ? undefined : await foldIncident(trx, incident.id);
  const now = events.filter(({ seq }) => seq > last).reduce<Incident | undefined>(apply, kept);
  return now ? summarise(now) : incident;
}

/** What `list` reads of an incident. */
export function lineOf(incident: IncidentSummary, updatedAtMs: number): IncidentRow {
  return {
    id: incident.id,
    title: incident.title,
    phase: incident.phase,
    severity: incident.severity,
    personal_data: incident.personalData,
    outcome: incident.outcome ?? null,
    declared_at_ms: incident.declaredAtMs,
    closed_at_ms: incident.closedAtMs ?? null,
    last_seq: incident.lastSeq,
    updated_at_ms: updatedAtMs,
  };
}

/** What the line of an incident must be, by its events alone; undefined when it has none. */
export async function lineByEvents(
  db: Kysely<Tables>,
  incidentId: string,
): Promise<IncidentRow | undefined> {
  const incident = await foldIncident(db, incidentId);
  if (!incident) return undefined;
  const last = await db
    .selectFrom('event')
    .select('at_ms')
    .where('incident_id', '=', incidentId)
    .where('seq', '=', incident.seq)
    .executeTakeFirstOrThrow();
  return lineOf(summarise(incident), last.at_ms);
}

export async function upsertIncident(
  { cells }: Register,
  trx: Kysely<Tables>,
  row: IncidentRow,
): Promise<void> {
  const { id, ...line } = await cells.seal(trx, 'incident', row);
  await trx
    .insertInto('incident')
    .values({ id, ...line })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(line))
    .execute();
}

/** Events in their order, after `afterSeq`, at most `limit`; empty when the incident is not known. */
export async function readEvents(
  register: Pick<Register, 'db'>,
  incidentId: string,
  range: { readonly afterSeq?: number; readonly limit?: number } = {},
): Promise<IncidentEvent[]> {
  let query = register.db
    .selectFrom('event')
    .select(['incident_id', 'seq', 'body'])
    .where('incident_id', '=', incidentId)
    .where('seq', '>', range.afterSeq ?? 0)
    .orderBy('seq');
  if (range.limit !== undefined) query = query.limit(range.limit);
  const rows = await query.execute();
  return rows.map(({ body }) => toEvent(body));
}

/** All of them, in their order; memory does not grow with them. */
export async function* eventsOf(
  register: Pick<Register, 'db'>,
  incidentId: string,
): AsyncGenerator<IncidentEvent> {
  for (let afterSeq = 0; ;) {
    const events = await readEvents(register, incidentId, { afterSeq, limit: batchSize });
    yield* events;
    afterSeq = events.at(-1)?.seq ?? afterSeq;
    if (events.length < batchSize) return;
  }
}

/** The incident that its events tell, folded in batches; undefined when it is not known. */
export function readIncident({ db }: Register, incidentId: string): Promise<Incident | undefined> {
  return foldIncident(db, incidentId);
}

async function foldIncident(db: Kysely<Tables>, incidentId: string): Promise<Incident | undefined> {
  let incident: Incident | undefined;
  for (;;) {
    const events = await readEvents({ db }, incidentId, {
      afterSeq: incident?.seq ?? 0,
      limit: batchSize,
    });
    incident = events.reduce<Incident | undefined>(apply, incident);
    if (events.length < batchSize) return incident;
  }
}

/** The newest `limit` events that were a command's work, in their order. */
export async function readCommandEvents(
  register: Register,
  incidentId: string,
  limit: number,
): Promise<IncidentEvent[]> {
  const rows = await register.db
    .selectFrom('event')
    .select(['incident_id', 'seq', 'body'])
    .where('incident_id', '=', incidentId)
    .where('command_id', 'is not', null)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ body }) => toEvent(body)).toReversed();
}

export function toRow(incidentId: string, event: IncidentEvent): EventRow {
  return {
    incident_id: incidentId,
    seq: event.seq,
    at_ms: event.atMs,
    type: event.type,
    person: event.actor.person,
    channel: event.actor.channel,
    command_id: event.commandId ?? null,
    file: event.type === 'attached' ? event.sha256 : null,
    body: JSON.stringify(event),
  };
}

export function toEvent(body: string): IncidentEvent {
  // oxlint-disable-next-line no-unsafe-type-assertion -- `append` is the only writer, and it wrote an event.
  return JSON.parse(body) as IncidentEvent;
}
