/** Lists incidents from the register, closed ones included, whether or not Temporal still knows them. */
import type { Kysely } from 'kysely';
import type { PersonalData } from '../domain/commands.ts';
import type { EventType } from '../domain/events.ts';
import type { Outcome, Phase } from '../domain/incident.ts';
import type { Severity } from '../domain/policy.ts';
import type { IncidentSummary } from '../domain/summary.ts';
import type { Register } from './database.ts';
import { requireContent } from './erasures.ts';
import type { IncidentRow, Tables } from './tables.ts';

export type IncidentFilter = {
  readonly open?: boolean;
  readonly severity?: Severity;
  readonly personalData?: PersonalData;
  readonly limit?: number;
};

export type ListedIncident = IncidentSummary & {
  /** When its last event was recorded. */
  readonly updatedAtMs: number;
};

/** Newest declaration first. */
export async function listIncidents(
  register: Register,
  filter: IncidentFilter = {},
): Promise<ListedIncident[]> {
  let query = register.db
    .selectFrom('incident')
    .selectAll()
    .orderBy('declared_at_ms', 'desc')
    .orderBy('id');
  if (filter.open !== undefined)
    query = query.where('phase', filter.open ? '!=' : '=', 'closed' satisfies Phase);
  if (filter.severity !== undefined) query = query.where('severity', '=', filter.severity);
  if (filter.personalData !== undefined)
    query = query.where('personal_data', '=', filter.personalData);
  if (filter.limit !== undefined) query = query.limit(filter.limit);
  const rows = await query.execute();
  return rows.map(toListed);
}

/** Lines held in memory at once. */
const batchSize = 500;

/** All of them, as they stand in the table, in the order of their ids. */
export async function* incidentLines(db: Kysely<Tables>): AsyncGenerator<IncidentRow> {
  for (let after = ''; ;) {
    const lines = await db
      .selectFrom('incident')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(batchSize)
      .execute();
    yield* lines;
    after = lines.at(-1)?.id ?? after;
    if (lines.length < batchSize) return;
  }
}

/** Ids of those that were ever restricted to named people. */
export async function onceRestricted(register: Register): Promise<readonly string[]> {
  const rows = await register.db
    .selectFrom('event')
    .select('incident_id')
    .distinct()
    .where('type', '=', 'restricted' satisfies EventType)
    .execute();
  return rows.map((row) => row.incident_id);
}

/** Whether it has content here: then it can be brought back although Temporal has forgotten it. Throws when it was erased. */
export async function isKnown({ db }: Register, incidentId: string): Promise<boolean> {
  await requireContent(db, incidentId);
  const event = await db
    .selectFrom('event')
    .select('seq')
    .where('incident_id', '=', incidentId)
    .limit(1)
    .executeTakeFirst();
  return event !== undefined;
}

function toListed(row: IncidentRow): ListedIncident {
  /* oxlint-disable no-unsafe-type-assertion -- `append` is the only writer, and it wrote members of these unions. */
  return {
    id: row.id,
    title: row.title,
    phase: row.phase as Phase,
    severity: row.severity as Severity,
    personalData: row.personal_data as PersonalData,
    ...(row.outcome !== null && { outcome: row.outcome as Outcome }),
    declaredAtMs: row.declared_at_ms,
    ...(row.closed_at_ms !== null && { closedAtMs: row.closed_at_ms }),
    lastSeq: row.last_seq,
    updatedAtMs: row.updated_at_ms,
  };
  /* oxlint-enable no-unsafe-type-assertion */
}
