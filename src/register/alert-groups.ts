/** Which incident a group of alerts belongs to: claimed before it is declared, so that a storm and every repeat find the same one. */
import type { Kysely } from 'kysely';
import { incidentIdFor } from '../new-incident-id.ts';
import { isOver, standingOf } from './alert-standing.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { AlertGroupRow, Tables } from './tables.ts';

export type GroupKey = { readonly source: string; readonly hash: string };

export type Group = GroupKey & {
  readonly generation: number;
  readonly incidentId: string;
  readonly commandId: string;
  readonly isDeclared: boolean;
  /** Of the incident that this group was before; what began until then belongs there. */
  readonly previousClosedAtMs?: number;
};

export type Claim = GroupKey & {
  readonly nowMs: number;
  /** An incident that was closed no longer ago takes the alerts as a note. */
  readonly reopenWithinMs: number;
  /** Random, so that nothing of the alerts shows in an id; absent: nothing new is claimed. */
  readonly newCommandId?: () => string;
  /** Incidents that the source may begin after `sinceMs`; absent: any number. */
  readonly most?: { readonly count: number; readonly sinceMs: number };
};

/** A new one would be more than the source may begin. */
export const tooMany = 'too many';
type Claimed = Group | typeof tooMany | undefined;

/** The group as it is now, or a new one. Undefined when there is none and none may be claimed. */
export function claimGroup(register: Register, claim: Claim): Promise<Claimed> {
  return patiently(() => register.db.transaction().execute((trx) => claimIn(trx, claim)));
}

async function claimIn(trx: Kysely<Tables>, claim: Claim): Promise<Claimed> {
  const { source, hash, nowMs, reopenWithinMs, newCommandId, most } = claim;
  const newest = await newestOf(trx, claim);
  const standing = newest && (await standingOf(trx, newest.incident_id));
  if (newest && standing && !isOver(standing, nowMs - reopenWithinMs)) {
    if (standing.incidentId === newest.incident_id) return toGroup(trx, newest);
    // It ended in another one, where everything goes on.
    await insert(trx, {
      ...{ source, group_hash: hash, generation: newest.generation + 1 },
      ...{ incident_id: standing.incidentId, command_id: newest.command_id },
      ...{ claimed_at_ms: nowMs, declared_at_ms: nowMs },
    });
    return found(trx, await newestOf(trx, claim));
  }
  if (!newCommandId) return undefined;
  if (most && (await begunSince(trx, source, most.sinceMs)) >= most.count) return tooMany;
  const command = newCommandId();
  await insert(trx, {
    ...{ source, group_hash: hash, generation: (newest?.generation ?? 0) + 1 },
    ...{ incident_id: await freeId(trx, command, 0), command_id: command },
    ...{ claimed_at_ms: nowMs, declared_at_ms: null },
  });
  return found(trx, await newestOf(trx, claim));
}

/** Of this source, however many groups belong to each. */
async function begunSince(trx: Kysely<Tables>, source: string, sinceMs: number): Promise<number> {
  const row = await trx
    .selectFrom('alert_group')
    .select(({ fn }) => fn.count<number>('incident_id').distinct().as('count'))
    .where('source', '=', source)
    .where('claimed_at_ms', '>', sinceMs)
    .executeTakeFirst();
  return row?.count ?? 0;
}

/** Rows of one statement: SQLite takes 32,766 values. */
const rowsAtOnce = 500;

/** Groups that are to be part of the incident of another one from now on: what ends their alerts finds it. */
export function joinGroups(
  register: Register,
  to: Group,
  hashes: readonly string[],
  nowMs: number,
): Promise<void> {
  return patiently(() =>
    register.db.transaction().execute(async (trx) => {
      for (let n = 0; n < hashes.length; n += rowsAtOnce) {
        const some = hashes.slice(n, n + rowsAtOnce);
        const newest = await trx
          .selectFrom('alert_group')
          .select(({ fn }) => ['group_hash', fn.max('generation').as('generation')])
          .where('source', '=', to.source)
          .where('group_hash', 'in', some)
          .groupBy('group_hash')
          .execute();
        const known = new Map(newest.map((row) => [row.group_hash, row.generation]));
        for (const hash of some)
          await insert(trx, {
            ...{ source: to.source, group_hash: hash, generation: (known.get(hash) ?? 0) + 1 },
            ...{ incident_id: to.incidentId, command_id: to.commandId },
            ...{ claimed_at_ms: nowMs, declared_at_ms: nowMs },
          });
      }
    }),
  );
}

function newestOf(trx: Kysely<Tables>, { source, hash }: GroupKey) {
  return trx
    .selectFrom('alert_group')
    .selectAll()
    .where('source', '=', source)
    .where('group_hash', '=', hash)
    .orderBy('generation', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function insert(
  trx: Kysely<Tables>,
  row: Omit<AlertGroupRow, 'changed_at_ms' | 'told_at_ms' | 'beyond'>,
): Promise<void> {
  await trx
    .insertInto('alert_group')
    .values({ ...row, changed_at_ms: null, told_at_ms: null, beyond: 0 })
    .onConflict((conflict) => conflict.columns(['source', 'group_hash', 'generation']).doNothing())
    .execute();
}

/** Ids that one command may have: two meet by chance once in millions. */
const attempts = 10;

/** One that the register does not know; Temporal is asked by the declaration itself. */
async function freeId(trx: Kysely<Tables>, commandId: string, from: number): Promise<string> {
  for (let attempt = from; attempt < from + attempts; attempt += 1) {
    const id = incidentIdFor(commandId, attempt);
    const known = await trx
      .selectFrom('incident')
      .select('id')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!known) return id;
  }
  throw new Error(`no free incident id in ${attempts} attempts`);
}

/** Another incident had the id by chance: the next that this command may have. */
export async function claimNextId(register: Register, group: Group): Promise<Group> {
  const ids = Array.from({ length: attempts }, (_, n) => incidentIdFor(group.commandId, n));
  const tried = ids.indexOf(group.incidentId) + 1;
  if (tried === 0 || tried === attempts) throw new Error('no free incident id is left');
  return patiently(() =>
    register.db.transaction().execute(async (trx) => {
      const incidentId = await freeId(trx, group.commandId, tried);
      await keyed(trx.updateTable('alert_group').set({ incident_id: incidentId }), group).execute();
      return { ...group, incidentId };
    }),
  );
}

export async function markDeclared({ db }: Register, group: Group, nowMs: number): Promise<void> {
  await patiently(() =>
    keyed(db.updateTable('alert_group').set({ declared_at_ms: nowMs }), group).execute(),
  );
}

function keyed<T extends { where(column: string, is: '=', value: unknown): T }>(
  query: T,
  { source, hash, generation }: Group,
): T {
  return query
    .where('source', '=', source)
    .where('group_hash', '=', hash)
    .where('generation', '=', generation);
}

function found(trx: Kysely<Tables>, row: AlertGroupRow | undefined): Promise<Group> {
  if (!row) throw new Error('a group of alerts that was just claimed is gone');
  return toGroup(trx, row);
}

async function toGroup(trx: Kysely<Tables>, row: AlertGroupRow): Promise<Group> {
  const closedAtMs = await closedBefore(trx, row);
  return {
    ...{ source: row.source, hash: row.group_hash, generation: row.generation },
    ...{ incidentId: row.incident_id, commandId: row.command_id },
    isDeclared: row.declared_at_ms !== null,
    ...(closedAtMs !== undefined && { previousClosedAtMs: closedAtMs }),
  };
}

async function closedBefore(
  trx: Kysely<Tables>,
  { source, group_hash, generation }: AlertGroupRow,
): Promise<number | undefined> {
  if (generation === 1) return undefined;
  const row = await trx
    .selectFrom('alert_group')
    .innerJoin('incident', 'incident.id', 'alert_group.incident_id')
    .select('incident.closed_at_ms')
    .where('source', '=', source)
    .where('group_hash', '=', group_hash)
    .where('generation', '=', generation - 1)
    .executeTakeFirst();
  return row?.closed_at_ms ?? undefined;
}
