/** Keeps who had a digest on which day, and the courtesy mails that wait for the next one. */
import type { Kysely } from 'kysely';
import type { Mail } from '../domain/mail.ts';
import type { Kept } from '../domain/digest.ts';
import type { PersonId } from '../domain/policy.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { Tables } from './tables.ts';

/** The same mail again, after a killed worker, is no harm. */
export async function keepForDigest(
  { db }: Pick<Register, 'db'>,
  incident: string,
  { key, kind, to, duty, causedAtMs }: Mail,
): Promise<void> {
  const row = {
    ...{ incident_id: incident, mail_key: key, kind, person: to, duty: duty ?? null },
    ...{ at_ms: causedAtMs, told_at_ms: null },
  };
  await patiently(() =>
    db
      .insertInto('courtesy')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}

/** The oldest first. */
export async function keptFor(db: Kysely<Tables>, person: PersonId): Promise<readonly Kept[]> {
  const rows = await db
    .selectFrom('courtesy')
    .selectAll()
    .where('person', '=', person)
    .where('told_at_ms', 'is', null)
    .orderBy('at_ms')
    .orderBy('mail_key')
    .execute();
  return rows.map(({ incident_id: incident, mail_key: key, kind, duty, at_ms: atMs }) => ({
    // oxlint-disable-next-line no-unsafe-type-assertion -- `keepForDigest` is the only writer.
    ...{ incident, key, kind: kind as Mail['kind'], atMs },
    ...(duty !== null && { duty }),
  }));
}

export async function hadDigest(
  db: Kysely<Tables>,
  person: PersonId,
  day: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('digest')
    .select('person')
    .where('person', '=', person)
    .where('day', '=', day)
    .executeTakeFirst();
  return row !== undefined;
}

/** `told`: what no later digest needs to tell again. */
export async function recordDigest(
  { db }: Pick<Register, 'db'>,
  {
    person,
    day,
    atMs,
    told,
  }: {
    readonly person: PersonId;
    readonly day: string;
    readonly atMs: number;
    /** Undefined when there was nothing to mail, or no address that takes it. */
    readonly told: readonly Kept[] | undefined;
  },
): Promise<void> {
  const row = { person, day, at_ms: atMs, mailed: told ? 1 : 0 };
  await patiently(() =>
    db.transaction().execute(async (trx) => {
      await trx
        .insertInto('digest')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      for (const { incident, key } of told ?? [])
        await trx
          .updateTable('courtesy')
          .set({ told_at_ms: atMs })
          .where('incident_id', '=', incident)
          .where('mail_key', '=', key)
          .execute();
    }),
  );
}
