/** Codes to sign in with on the web, and the sessions that they become. */
import type { Kysely, Migration } from 'kysely';

export const webSessions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('web_session')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('code_hash', 'text', (column) => column.unique())
      .addColumn('code_until_ms', 'bigint')
      .addColumn('pass', 'text')
      .addColumn('issuer', 'text')
      .addColumn('token_hash', 'text', (column) => column.unique())
      .addColumn('used_at_ms', 'bigint')
      .addColumn('seen_at_ms', 'bigint')
      .addColumn('until_ms', 'bigint', (column) => column.notNull())
      .addColumn('seal', 'text')
      .addColumn('ended_at_ms', 'bigint')
      .execute();
  },
};
