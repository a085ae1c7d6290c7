/** Overrides of the rota, and to whom a layer was last handed over by mail. */
import type { Kysely, Migration } from 'kysely';

export const rota: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('rota_override')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('layer', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('from_ms', 'bigint', (column) => column.notNull())
      .addColumn('until_ms', 'bigint', (column) => column.notNull())
      .addColumn('given_by', 'text', (column) => column.notNull())
      .addColumn('given_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('given_because', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('rota_told')
      .addColumn('layer', 'text', (column) => column.primaryKey().notNull())
      .addColumn('person', 'text')
      .addColumn('from_ms', 'bigint', (column) => column.notNull())
      .addColumn('told_at_ms', 'bigint', (column) => column.notNull())
      .execute();
  },
};
