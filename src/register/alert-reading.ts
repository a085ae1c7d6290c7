/** Reads the alerts of incidents: their counts, those that an incident was not told of yet, and each of them. */
import type { Kysely } from 'kysely';
import type { Alert, AlertBody, StoredAlert } from './alerts.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { AlertRow, Tables } from './tables.ts';

type Db = Pick<Register, 'db'>;

export type Untold = { readonly incidentId: string; readonly source: string };

/** Incidents whose alerts changed since they were told, of one or all. */
export async function untold({ db }: Db, incidentId?: string): Promise<readonly Untold[]> {
  let query = db
    .selectFrom('alert_group')
    .select(['incident_id', 'source'])
    .distinct()
    .where('declared_at_ms', 'is not', null)
    .where('changed_at_ms', 'is not', null)
    .where(({ or, eb }) =>
      or([eb('told_at_ms', 'is', null), eb('told_at_ms', '<', eb.ref('changed_at_ms'))]),
    )
    .orderBy('incident_id');
  if (incidentId !== undefined) query = query.where('incident_id', '=', incidentId);
  return (await query.execute()).map((row) => ({
    incidentId: row.incident_id,
    source: row.source,
  }));
}

export type Standing = {
  readonly firing: number;
  readonly resolved: number;
  readonly total: number;
  readonly newestAtMs: number;
  readonly beyond: boolean;
};

/** How the alerts of one source stand in one incident, all of one moment. */
export async function standing(
  { db }: Db,
  { incidentId, source }: Untold,
): Promise<Standing | undefined> {
  return db.transaction().execute(async (trx) => {
    const groups = await trx
      .selectFrom('alert_group')
      .select(['changed_at_ms', 'beyond'])
      .where('incident_id', '=', incidentId)
      .where('source', '=', source)
      .execute();
    const newestAtMs = Math.max(0, ...groups.map((group) => group.changed_at_ms ?? 0));
    if (newestAtMs === 0) return undefined;
    const counts = await countsOf(trx, incidentId, source);
    return { ...counts, newestAtMs, beyond: groups.some(({ beyond }) => beyond === 1) };
  });
}

async function countsOf(trx: Kysely<Tables>, incidentId: string, source: string) {
  const rows = await trx
    .selectFrom('alert')
    .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
    .where('incident_id', '=', incidentId)
    .where('source', '=', source)
    .groupBy('status')
    .execute();
  const of = (status: string): number => rows.find((row) => row.status === status)?.count ?? 0;
  const [firing, resolved] = [of('firing'), of('resolved')];
  return { firing, resolved, total: firing + resolved };
}

export async function markTold({ db }: Db, about: Untold, upToMs: number): Promise<void> {
  await patiently(() =>
    db
      .updateTable('alert_group')
      .set({ told_at_ms: upToMs })
      .where('incident_id', '=', about.incidentId)
      .where('source', '=', about.source)
      .where('changed_at_ms', '<=', upToMs)
      .execute(),
  );
}

/** Read at a time: an alert has a few kilobytes. */
const batchSize = 500;

/** The newest first when they began, then by fingerprint; memory does not grow with them. */
export async function* alertsOf(
  { db }: Db,
  incidentId: string,
  status?: Alert['status'],
): AsyncGenerator<StoredAlert> {
  for (let offset = 0; ; offset += batchSize) {
    let query = db
      .selectFrom('alert')
      .selectAll()
      .where('incident_id', '=', incidentId)
      .orderBy('starts_at_ms', 'desc')
      .orderBy('fingerprint')
      .offset(offset)
      .limit(batchSize);
    if (status !== undefined) query = query.where('status', '=', status);
    const rows = await query.execute();
    yield* rows.map(toAlert);
    if (rows.length < batchSize) return;
  }
}

/** All whose fingerprint begins so: one alert may have fired several times. */
export async function findAlerts(
  { db }: Db,
  incidentId: string,
  fingerprint: string,
): Promise<readonly StoredAlert[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('fingerprint', '=', fingerprint)
    .orderBy('starts_at_ms', 'desc')
    .execute();
  return rows.map(toAlert);
}

/** Of incidents that are open, by status: for figures. */
export async function openAlerts({ db }: Db): Promise<readonly (readonly [string, number])[]> {
  const rows = await db
    .selectFrom('alert')
    .innerJoin('incident', 'incident.id', 'alert.incident_id')
    .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
    .where('incident.phase', '!=', 'closed')
    .groupBy('status')
    .execute();
  return rows.map(({ status, count }) => [status, count] as const);
}

function toAlert(row: AlertRow): StoredAlert {
  return {
    ...{ fingerprint: row.fingerprint, startsAtMs: row.starts_at_ms },
    status: row.status === 'resolved' ? 'resolved' : 'firing',
    ...(row.ends_at_ms !== null && { endsAtMs: row.ends_at_ms }),
    ...{ source: row.source, receivedAtMs: row.received_at_ms },
    // oxlint-disable-next-line no-unsafe-type-assertion -- `storeAlerts` is the only writer, and it wrote a body.
    body: JSON.parse(row.body) as AlertBody,
  };
}
