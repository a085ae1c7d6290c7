/** Keeps what the upkeep found from one look to the next, so that nobody is told the same every day. */
import type { Kysely } from 'kysely';
import type { Remembered, UpkeepKind, UpkeepSeverity } from '../domain/upkeep.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { Tables, UpkeepRow } from './tables.ts';

/** The act of each look, with counts alone. */
export const upkeepActKind = 'upkeep';

export async function readUpkeep(db: Kysely<Tables>): Promise<readonly Remembered[]> {
  const rows = await db.selectFrom('upkeep').selectAll().orderBy('since_ms').execute();
  return rows.map(toRemembered);
}

export async function keepUpkeep(
  { db }: Pick<Register, 'db'>,
  memory: readonly Remembered[],
): Promise<void> {
  await patiently(() =>
    db.transaction().execute(async (trx) => {
      await trx.deleteFrom('upkeep').execute();
      for (const one of memory) await trx.insertInto('upkeep').values(toRow(one)).execute();
    }),
  );
}

function toRow({ kind, about, severity, sinceMs, toldAtMs, goneAtMs }: Remembered): UpkeepRow {
  return {
    ...{ kind, about, severity, since_ms: sinceMs },
    ...{ told_at_ms: toldAtMs ?? null, gone_at_ms: goneAtMs ?? null },
  };
}

function toRemembered(row: UpkeepRow): Remembered {
  const { about, since_ms: sinceMs, told_at_ms: toldAtMs, gone_at_ms: goneAtMs } = row;
  return {
    // oxlint-disable-next-line no-unsafe-type-assertion -- `keepUpkeep` is the only writer.
    kind: row.kind as UpkeepKind,
    // oxlint-disable-next-line no-unsafe-type-assertion -- the same.
    severity: row.severity as UpkeepSeverity,
    ...{ about, sinceMs },
    ...(toldAtMs !== null && { toldAtMs }),
    ...(goneAtMs !== null && { goneAtMs }),
  };
}
