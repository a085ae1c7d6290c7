/** The tables of the intake: which incident a group of alerts belongs to, and every alert that was recorded. */
import type { Kysely, Migration } from 'kysely';

export const alerts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('alert_group')
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('group_hash', 'text', (column) => column.notNull())
      .addColumn('generation', 'integer', (column) => column.notNull())
      .addColumn('incident_id', 'text', (column) => column.notNull())
      .addColumn('command_id', 'text', (column) => column.notNull())
      .addColumn('claimed_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('declared_at_ms', 'bigint')
      .addColumn('changed_at_ms', 'bigint')
      .addColumn('told_at_ms', 'bigint')
      .addColumn('beyond', 'integer', (column) => column.notNull())
      // Of two who claim the same group at once one wins.
      .addPrimaryKeyConstraint('alert_group_key', ['source', 'group_hash', 'generation'])
      .execute();
    await db.schema
      .createIndex('alert_group_incident')
      .on('alert_group')
      .column('incident_id')
      .execute();
    // No reference to the incident: an alert may be stored before the register has its events.
    await db.schema
      .createTable('alert')
      .addColumn('incident_id', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('starts_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('ends_at_ms', 'bigint')
      .addColumn('received_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('changed_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('alert_key', ['incident_id', 'fingerprint', 'starts_at_ms'])
      .execute();
    await db.schema
      .createIndex('alert_count')
      .on('alert')
      .columns(['incident_id', 'source', 'status'])
      .execute();
  },
};
