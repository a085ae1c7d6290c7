/** Remembers to whom each layer of the rota was last handed over by mail, so that a restart tells nobody twice. */
import type { Kysely } from 'kysely';
import type { ToldLayer } from '../domain/hand-over.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { Tables } from './tables.ts';

/** `refused`: the mail server of whoever begins did not take it for good. */
export const handOverActs = { told: 'handed-over', refused: 'hand-over-refused' } as const;

/** In references alone: it stands on the chain for ever. */
export function handOverSubject({ layer, person = 'nobody' }: ToldLayer): string {
  return `${layer} to ${person}`;
}

export async function readTold(db: Kysely<Tables>): Promise<readonly ToldLayer[]> {
  const rows = await db.selectFrom('rota_told').selectAll().orderBy('layer').execute();
  return rows.map(({ layer, person, from_ms: fromMs }) => ({
    ...{ layer, fromMs },
    ...(person !== null && { person }),
  }));
}

export async function keepTold(
  { db }: Pick<Register, 'db'>,
  { layer, person, fromMs }: ToldLayer,
  nowMs: number,
): Promise<void> {
  const rest = { person: person ?? null, from_ms: fromMs, told_at_ms: nowMs };
  await patiently(() =>
    db
      .insertInto('rota_told')
      .values({ layer, ...rest })
      .onConflict((conflict) => conflict.column('layer').doUpdateSet(rest))
      .execute(),
  );
}
