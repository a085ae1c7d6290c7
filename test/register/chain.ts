/** Small chains, and copies of them to break: for the tests of the audit chain. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type UnknownRow } from 'kysely';
import type { AuditEntry, Checkpoint } from '../../src/domain/audit-entry.ts';
import type { EventBody } from '../../src/domain/events.ts';
import { readAudit } from '../../src/register/audit.ts';
import { verifyAudit, type Verified } from '../../src/register/audit-verify.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { sealings } from '../../src/register/cells.ts';
import { openSqlite, type SqliteDatabase } from '../../src/register/sqlite.ts';
import { policySnapshot } from '../support/policy.ts';
import { dataFolder, declaration, startMs, summaryOf, type story } from './sample.ts';

export async function record(
  folder: string,
  ...stories: ReturnType<typeof story>[]
): Promise<void> {
  await using(folder, async (register) => {
    for (const events of stories) await append(register, { events, incident: summaryOf(events) });
  });
}

/** Opened for `work` alone. */
export async function using<T>(
  folder: string,
  work: (register: Register) => Promise<T>,
): Promise<T> {
  const register = await openRegister(folder);
  try {
    return await work(register);
  } finally {
    await register.close();
  }
}

export function verifyIn(folder: string, checkpoint?: Checkpoint): Promise<Verified> {
  return using(folder, (register) => verifyAudit(register, checkpoint));
}

/** Node 20 has no Array.fromAsync. */
export function entriesIn(folder: string): Promise<AuditEntry[]> {
  return using(folder, async ({ db }) => {
    const all: AuditEntry[] = [];
    for await (const entry of readAudit(db)) all.push(entry);
    return all;
  });
}

/** What somebody would keep elsewhere. */
export async function checkpointOf(folder: string): Promise<Checkpoint> {
  const { installation = '' } = await verifyIn(folder);
  const { n, hash } = (await entriesIn(folder)).at(-1) ?? { n: 0, hash: '' };
  return { n, hash, atMs: startMs, installation };
}

/** With every protection off that somebody at the file could turn off. */
export function tamper(folder: string, change: (sqlite: SqliteDatabase) => void): void {
  const sqlite = openSqlite(join(folder, 'register.db'));
  sqlite.exec('pragma foreign_keys = off');
  change(sqlite);
  sqlite.close();
}

/** A copy to break, with its keys. */
export async function copyOf(folder: string): Promise<string> {
  const other = await dataFolder();
  const sqlite = openSqlite(join(folder, 'register.db'));
  sqlite.prepare('vacuum into ?').run(join(other, 'register.db'));
  sqlite.close();
  await cp(join(folder, 'keys'), join(other, 'keys'), { recursive: true });
  return other;
}

/** What is found in a copy of `folder` that was changed. */
export async function brokenBy(
  folder: string,
  change: ((sqlite: SqliteDatabase) => void) | string,
  checkpoint?: Checkpoint,
): Promise<Verified['fault']> {
  const other = await copyOf(folder);
  tamper(other, (sqlite) => (typeof change === 'string' ? sqlite.exec(change) : change(sqlite)));
  return (await verifyIn(other, checkpoint)).fault;
}

/** As short as they come: every byte of it is changed. */
const policy = policySnapshot({ playbooks: {}, people: {}, customers: [] });
export function brief(id: string): EventBody {
  const body = declaration(id);
  return body.type === 'declared' ? { ...body, policy } : body;
}

/** As a version left it that sealed nothing in the register. */
export async function unseal({ db }: Register): Promise<void> {
  for (const [table, { columns, row }] of Object.entries(sealings)) {
    const { rows } = await sql<UnknownRow>`select * from ${sql.table(table)}`.execute(db);
    for (const one of rows) {
      const cell = (column: string) => sql`${sql.ref(column)} = ${one[column]}`;
      await sql`update ${sql.table(table)} set ${sql.join(columns.map(cell))} where ${sql.join(row.map(cell), sql` and `)}`.execute(
        db,
      );
    }
  }
}
