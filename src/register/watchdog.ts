/** Keeps what the watchdog saw last, for every process that watches; no personal data. */
import type { Kysely } from 'kysely';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { Tables } from './tables.ts';

/**
 * `canary-accepted`, `canary-returned`, `canary-failed`: of the newest canary. `heartbeat`: the last that went out.
 * `alarm-mail`, `alarm-worker`: trouble that is told now.
 */
export const markNames = [
  'canary-accepted',
  'canary-returned',
  'canary-failed',
  'heartbeat',
  'alarm-mail',
  'alarm-worker',
] as const;
export type MarkName = (typeof markNames)[number];

export type Mark = {
  readonly atMs: number;
  /** When it became so: of the first in a row. */
  readonly sinceMs: number;
  /** A code, such as 250 or `unreachable ECONNREFUSED`. */
  readonly detail: string;
};
export type Marks = Readonly<Partial<Record<MarkName, Mark>>>;

export async function readMarks(db: Kysely<Tables>): Promise<Marks> {
  const rows = await db.selectFrom('watchdog').selectAll().execute();
  const found: Partial<Record<MarkName, Mark>> = {};
  for (const { name, at_ms: atMs, since_ms: sinceMs, detail } of rows) {
    const known = markNames.find((one) => one === name);
    if (known) found[known] = { atMs, sinceMs, detail };
  }
  return found;
}

/** `sinceMs` stays that of the mark before; `clear` begins it anew. */
export async function setMark(
  { db }: Pick<Register, 'db'>,
  name: MarkName,
  { atMs, detail }: Pick<Mark, 'atMs' | 'detail'>,
): Promise<void> {
  await patiently(() =>
    db
      .insertInto('watchdog')
      .values({ name, at_ms: atMs, since_ms: atMs, detail })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ at_ms: atMs, detail }))
      .execute(),
  );
}

/** Whether it was set. */
export async function clearMark({ db }: Pick<Register, 'db'>, name: MarkName): Promise<boolean> {
  const [gone] = await patiently(() =>
    db.deleteFrom('watchdog').where('name', '=', name).execute(),
  );
  return Number(gone?.numDeletedRows ?? 0) > 0;
}
