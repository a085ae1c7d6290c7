/** The digests: who was told on which morning, and which courtesy mails wait for one. */
import type { Kysely, Migration } from 'kysely';

export const digests: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('digest')
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('mailed', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('digest_key', ['person', 'day'])
      .execute();
    await db.schema
      .createTable('courtesy')
      .addColumn('incident_id', 'text', (column) => column.notNull())
      .addColumn('mail_key', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('duty', 'text')
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('told_at_ms', 'bigint')
      .addPrimaryKeyConstraint('courtesy_key', ['incident_id', 'mail_key'])
      .execute();
  },
};
