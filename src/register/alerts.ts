/** The alerts of incidents: each is kept once, whatever order it comes in and however often it is sent. */
import type { Kysely, Transaction } from 'kysely';
import type { Register } from './database.ts';
import { requireContent } from './erasures.ts';
import { patiently } from './patience.ts';
import type { AlertRow, Tables } from './tables.ts';

export type AlertStatus = 'firing' | 'resolved';

/** What monitoring said: it may hold personal data, and is sealed. */
export type AlertBody = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Shown as text, never fetched. */
  readonly link?: string;
};

export type Alert = {
  readonly fingerprint: string;
  /** 0: the source does not say. */
  readonly startsAtMs: number;
  readonly status: AlertStatus;
  readonly endsAtMs?: number;
  readonly body: AlertBody;
};

export type StoredAlert = Alert & { readonly source: string; readonly receivedAtMs: number };

export type ToRecord = {
  readonly source: string;
  /** The group that they came with. */
  readonly hash: string;
  readonly generation: number;
  readonly incidentId: string;
  readonly alerts: readonly Alert[];
  readonly nowMs: number;
  /** Recorded one by one, of one incident. */
  readonly most: number;
  /** The sender itself left some out. */
  readonly isCut: boolean;
};

export type Recorded = {
  readonly fresh: number;
  readonly changed: number;
  /** More than `most`: known to be there, and not recorded. */
  readonly beyond: number;
};

/** Rows of one statement: SQLite takes 32,766 values, PostgreSQL 65,535. */
const rowsAtOnce = 500;

/** All of them or none. Throws a Failure when the incident was erased. */
export async function storeAlerts(register: Register, input: ToRecord): Promise<Recorded> {
  const alerts = once(input.alerts);
  return patiently(() =>
    register.db.transaction().execute((trx) => storeIn(register, trx, { ...input, alerts })),
  );
}

async function storeIn(
  { cells }: Register,
  trx: Transaction<Tables>,
  input: ToRecord,
): Promise<Recorded> {
  const { incidentId, source, alerts, nowMs, most, isCut } = input;
  await requireContent(trx, incidentId);
  const known = await knownOf(trx, incidentId, alerts);
  const unknown = alerts.filter((alert) => !known.has(keyOf(alert)));
  const room = Math.max(0, most - (await countOf(trx, incidentId)));
  const fresh = unknown.slice(0, room);
  const beyond = unknown.length - fresh.length;
  for (let n = 0; n < fresh.length; n += rowsAtOnce) {
    const rows: AlertRow[] = [];
    for (const alert of fresh.slice(n, n + rowsAtOnce))
      rows.push(await cells.seal(trx, 'alert', toRow(alert, incidentId, source, nowMs)));
    await trx
      .insertInto('alert')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['incident_id', 'fingerprint', 'starts_at_ms']).doNothing(),
      )
      .execute();
  }
  // Two sources meet in an incident that others were merged into: neither ends what the other told.
  const changed = alerts.filter((alert) => {
    const before = known.get(keyOf(alert));
    return before?.source === source && changes(before.status, alert);
  });
  for (const { fingerprint, startsAtMs, status, endsAtMs } of changed)
    await trx
      .updateTable('alert')
      .set({ status, ends_at_ms: endsAtMs ?? null, changed_at_ms: nowMs })
      .where('incident_id', '=', incidentId)
      .where('fingerprint', '=', fingerprint)
      .where('starts_at_ms', '=', startsAtMs)
      .execute();
  await noteChange(trx, input, fresh.length + changed.length > 0, beyond > 0 || isCut);
  return { fresh: fresh.length, changed: changed.length, beyond };
}

/** One that was resolved stays so: a firing one of the same beginning is a late repeat. Without a beginning the last word counts. */
function changes(before: string, { status, startsAtMs }: Alert): boolean {
  if (before === status) return false;
  return status === 'resolved' || startsAtMs === 0;
}

function once(alerts: readonly Alert[]): readonly Alert[] {
  const all = new Map<string, Alert>();
  for (const alert of alerts) {
    const before = all.get(keyOf(alert));
    if (!before || changes(before.status, alert)) all.set(keyOf(alert), alert);
  }
  // In one order: two who write the same alerts must not wait for each other in a circle.
  return [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, alert]) => alert);
}

function keyOf({ fingerprint, startsAtMs }: Pick<Alert, 'fingerprint' | 'startsAtMs'>): string {
  return `${fingerprint} ${startsAtMs}`;
}

async function knownOf(
  trx: Kysely<Tables>,
  incidentId: string,
  alerts: readonly Alert[],
): Promise<ReadonlyMap<string, Pick<AlertRow, 'status' | 'source'>>> {
  const known = new Map<string, Pick<AlertRow, 'status' | 'source'>>();
  const prints = [...new Set(alerts.map(({ fingerprint }) => fingerprint))];
  for (let n = 0; n < prints.length; n += rowsAtOnce) {
    const rows = await trx
      .selectFrom('alert')
      .select(['fingerprint', 'starts_at_ms', 'status', 'source'])
      .where('incident_id', '=', incidentId)
      .where('fingerprint', 'in', prints.slice(n, n + rowsAtOnce))
      .execute();
    for (const { fingerprint, starts_at_ms: startsAtMs, ...row } of rows)
      known.set(keyOf({ fingerprint, startsAtMs }), row);
  }
  return known;
}

async function countOf(trx: Kysely<Tables>, incidentId: string): Promise<number> {
  const row = await trx
    .selectFrom('alert')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  return row?.count ?? 0;
}

/** In the same transaction, so that whoever tells the incident finds it, now or after a restart. */
async function noteChange(
  trx: Kysely<Tables>,
  { source, hash, generation, nowMs }: ToRecord,
  isChanged: boolean,
  isBeyond: boolean,
): Promise<void> {
  const group = await trx
    .selectFrom('alert_group')
    .select(['changed_at_ms', 'beyond'])
    .where('source', '=', source)
    .where('group_hash', '=', hash)
    .where('generation', '=', generation)
    .executeTakeFirstOrThrow();
  if (!isChanged && !(isBeyond && group.beyond === 0)) return;
  await trx
    .updateTable('alert_group')
    .set({
      // Never the same twice: it tells one change from the next.
      changed_at_ms: Math.max(nowMs, (group.changed_at_ms ?? 0) + 1),
      beyond: isBeyond ? 1 : group.beyond,
    })
    .where('source', '=', source)
    .where('group_hash', '=', hash)
    .where('generation', '=', generation)
    .execute();
}

function toRow(alert: Alert, incidentId: string, source: string, nowMs: number): AlertRow {
  return {
    ...{ incident_id: incidentId, fingerprint: alert.fingerprint, starts_at_ms: alert.startsAtMs },
    ...{ source, status: alert.status, ends_at_ms: alert.endsAtMs ?? null },
    ...{ received_at_ms: nowMs, changed_at_ms: nowMs, body: JSON.stringify(alert.body) },
  };
}
