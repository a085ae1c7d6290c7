/** Links in mails: each opening and use, and what was taken back. */
import type { Kysely, Migration } from 'kysely';

export const links: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('link_use')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('link', 'text', (column) => column.notNull())
      .addColumn('incident_id', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('mail', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('link_use_incident').on('link_use').column('incident_id').execute();
    await db.schema.createIndex('link_use_link').on('link_use').column('link').execute();
    await db.schema
      .createTable('link_revocation')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('revoked_by', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .execute();
  },
};
