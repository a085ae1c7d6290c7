/** The table of what the watchdog saw last: when a canary was taken or came back, a heartbeat went out, an alarm began. */
import type { Kysely, Migration } from 'kysely';

export const deliveries: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('watchdog')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('since_ms', 'bigint', (column) => column.notNull())
      .addColumn('detail', 'text', (column) => column.notNull())
      .execute();
  },
};
