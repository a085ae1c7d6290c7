/** How the register's tables came to be, step by step. A step that was released is never edited. */
import type { Kysely, Migration } from 'kysely';
import { alerts } from './migrations/0013-alerts.ts';
import { beginChain } from './audit-genesis.ts';
import { rota } from './migrations/0010-rota.ts';
import { links } from './migrations/0011-links.ts';
import { webSessions } from './migrations/0012-web-sessions.ts';
import { deliveries } from './migrations/0014-deliveries.ts';
import { digests } from './migrations/0015-digests.ts';
import { nameFiles } from './shared-files.ts';
import type { Tables } from './tables.ts';

/** Only column types that SQLite and PostgreSQL share. They run in the order of their names. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-incidents-events-notices': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('incident')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('title', 'text', (column) => column.notNull())
        .addColumn('phase', 'text', (column) => column.notNull())
        .addColumn('severity', 'text', (column) => column.notNull())
        .addColumn('personal_data', 'text', (column) => column.notNull())
        .addColumn('outcome', 'text')
        .addColumn('declared_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('closed_at_ms', 'bigint')
        .addColumn('last_seq', 'integer', (column) => column.notNull())
        .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('incident_declared')
        .on('incident')
        .column('declared_at_ms')
        .execute();
      await db.schema
        .createTable('event')
        .addColumn('incident_id', 'text', (column) => column.notNull().references('incident.id'))
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('person', 'text', (column) => column.notNull())
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('command_id', 'text')
        .addColumn('body', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('event_key', ['incident_id', 'seq'])
        .execute();
      // No reference to the incident: a draft may be stored before the register has its events.
      await db.schema
        .createTable('notice')
        .addColumn('incident_id', 'text', (column) => column.notNull())
        .addColumn('notice_id', 'text', (column) => column.notNull())
        .addColumn('about', 'text', (column) => column.notNull())
        .addColumn('json', 'text', (column) => column.notNull())
        .addColumn('markdown', 'text', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addColumn('drafted_at_ms', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('notice_key', ['incident_id', 'notice_id'])
        .execute();
    },
  },
  '0002-attachments': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('attachment')
        .addColumn('sha256', 'text', (column) => column.primaryKey().notNull())
        .addColumn('bytes', 'integer', (column) => column.notNull())
        // SQLite takes any name of a type, and keeps bytes as bytes under this one too.
        .addColumn('content', 'bytea', (column) => column.notNull())
        .addColumn('stored_at_ms', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
  '0003-audit': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('audit')
        .addColumn('n', 'bigint', (column) => column.primaryKey().notNull())
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('incident_id', 'text')
        .addColumn('seq', 'integer')
        .addColumn('subject', 'text')
        .addColumn('subject_hash', 'text', (column) => column.notNull())
        .addColumn('prev', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('audit_incident')
        .on('audit')
        .columns(['incident_id', 'n'])
        .execute();
      // Each policy read and each export looks for few kinds among very many entries.
      await db.schema.createIndex('audit_kind').on('audit').columns(['kind', 'n']).execute();
      await beginChain(db.withTables<Tables>(), Date.now());
    },
  },
  '0004-policy': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('policy')
        .addColumn('version', 'text', (column) => column.primaryKey().notNull())
        .addColumn('policy', 'bytea', (column) => column.notNull())
        .addColumn('customers', 'bytea')
        .addColumn('stored_at_ms', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
  '0005-policy-vendors': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('policy').addColumn('vendors', 'bytea').execute();
    },
  },
  '0006-access-keys': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('access_key')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('person', 'text', (column) => column.notNull())
        .addColumn('public_key', 'text', (column) => column.notNull())
        .addColumn('granted_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('granted_by', 'text', (column) => column.notNull())
        .addColumn('granted_with', 'text')
        .addColumn('grant_proof', 'text')
        .addColumn('revoked_at_ms', 'bigint')
        .addColumn('revoked_by', 'text')
        .addColumn('revoked_with', 'text')
        .addColumn('revoke_proof', 'text')
        .addColumn('revoke_reason', 'text')
        .execute();
    },
  },
  '0007-retention': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('erasure')
        .addColumn('sha256', 'text', (column) => column.primaryKey().notNull())
        .addColumn('incident_id', 'text')
        .addColumn('scope', 'text', (column) => column.notNull())
        .addColumn('manifest', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('erasure_incident').on('erasure').column('incident_id').execute();
      await db.schema
        .createTable('hold')
        .addColumn('sha256', 'text', (column) => column.primaryKey().notNull())
        .addColumn('incident_id', 'text', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('hold_incident').on('hold').column('incident_id').execute();
    },
  },
  '0008-upkeep': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('upkeep')
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('about', 'text', (column) => column.notNull())
        .addColumn('severity', 'text', (column) => column.notNull())
        .addColumn('since_ms', 'bigint', (column) => column.notNull())
        .addColumn('told_at_ms', 'bigint')
        .addColumn('gone_at_ms', 'bigint')
        .addPrimaryKeyConstraint('upkeep_key', ['kind', 'about'])
        .execute();
    },
  },
  '0009-file-of-event': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('event').addColumn('file', 'text').execute();
      await nameFiles(db.withTables<Tables>());
      await db.schema.createIndex('event_file').on('event').column('file').execute();
    },
  },
  '0010-rota': rota,
  '0011-links': links,
  '0012-web-sessions': webSessions,
  '0013-alerts': alerts,
  '0014-deliveries': deliveries,
  '0015-digests': digests,
};
