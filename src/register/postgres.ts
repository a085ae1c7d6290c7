/** The register in a PostgreSQL database, for several workers at once. */
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import { Kysely, PostgresDialect, sql, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { checkedTls, readCaFile } from '../tls.ts';
import { Failure } from '../failure.ts';
import { isLoopback } from '../loopback.ts';
import { reason, type Engine } from './engine.ts';
import { isConnectionLost, postgresFailure } from './postgres-fault.ts';
import type { Tables } from './tables.ts';

export type PostgresServer = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** A PEM file with the authority that signed the server's certificate, when it is a private one. */
  readonly caFile?: string;
};

/** Enough that reads do not wait for writers, few enough for ten workers on a server of 100 connections. */
const mostConnections = 6;
/** A journal attempt has 10 s: each of these ends before it, so that the fault has a name. */
const limits = {
  connectionTimeoutMillis: 4_000,
  /** As long as SQLite's writers wait for one another. */
  lock_timeout: 5_000,
  /** Of one statement; the largest reads an attached file of 25 MB. */
  query_timeout: 9_000,
} as const;
/** Between two statements of a writer lie milliseconds. A machine that vanished must not hold the lock of all others. */
const idleWriterMs = 15_000;
/**
 * There is one head of the audit chain, and each event goes behind it: writers go one after the other, as on SQLite,
 * where `begin immediate` does this. The number is ours alone within the database.
 */
const writerLock = 7_272_001;

/** Connects at the first query. */
export function openPostgresEngine(
  server: PostgresServer,
  { readOnly }: { readonly readOnly: boolean },
): Engine {
  const { host, port, database, user, password } = server;
  const path = `postgres://${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
  const ssl = encryption(server);
  const pool = new pg.Pool({
    ...{ host, port, database, user, password, ssl, ...limits },
    max: mostConnections,
    application_name: 'seventytwo',
    keepAlive: true,
    ...(!readOnly && { idle_in_transaction_session_timeout: idleWriterMs }),
    // An acknowledged event must survive a power cut, whatever the server's default.
    options: `-c synchronous_commit=on -c default_transaction_read_only=${readOnly ? 'on' : 'off'}`,
    types: ourTypes(),
  });
  // Of a connection that nobody uses: the next query opens another one, and tells when it cannot.
  pool.on('error', () => undefined);
  // Of one that is in use, between two queries: nobody listens then, which would end the process. Its next query fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const told = (error: unknown): unknown =>
    postgresFailure(error, { path, user, database }) ?? error;

  async function connect(): Promise<PostgresPoolClient> {
    const client = await pool.connect().catch((error: unknown) => {
      throw told(error);
    });
    let lost = false;
    async function query(text: string, parameters: readonly unknown[]) {
      try {
        const answer = await client.query(text, parameters.map(toParameter));
        if (text === 'begin' && !readOnly)
          await client.query(`select pg_advisory_xact_lock(${writerLock})`);
        return answer;
      } catch (error) {
        // Kysely takes a transaction that did not begin for none, and would hand on what is left of it.
        lost ||= text === 'begin' || isConnectionLost(error);
        throw told(error);
      }
    }
    // One that did not answer in time may still be at its query: nobody gets it any more.
    const release = (): void => client.release(lost);
    // oxlint-disable-next-line no-unsafe-type-assertion -- of the driver's client Kysely uses these two, without cursors.
    return { query, release } as unknown as PostgresPoolClient;
  }

  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: { connect, end: () => pool.end() } }),
  });
  return {
    db,
    path,
    async describe() {
      const { rows } = await sql<{ version: string; tls: string | null }>`
        select current_setting('server_version') as version,
          (select version from pg_stat_ssl where pid = pg_backend_pid()) as tls`.execute(db);
      const [{ version, tls } = { version: '', tls: null }] = rows;
      return `PostgreSQL ${version} at ${path}, ${tls ?? 'without TLS on this machine'}`;
    },
    // Kysely takes a lock of PostgreSQL for it, and one transaction.
    alone: (migrate) => migrate(),
    // Rows that were deleted are given up; when their pages are written again only the server's operator can tell.
    scrub: async () => {
      await sql`vacuum event, notice, attachment, incident, hold, policy`.execute(db);
    },
    missing: () =>
      new Failure(
        'unreachable',
        'no-register',
        `There is no register to read at ${path}; start the worker, which creates it, or name the right database.`,
      ),
    unreachable: (error) =>
      postgresFailure(error, { path, user, database }) ??
      new Failure(
        'unreachable',
        'register-unreachable',
        `The register ${path} cannot be read (${reason(error)}); check that it is a register.`,
        error,
      ),
    close: () => db.destroy(),
  };
}

/** Beyond this machine always with TLS and a certificate for this very host; on it when an authority is named. */
function encryption({ host, caFile }: PostgresServer): ConnectionOptions | false {
  if (isLoopback(host) && caFile === undefined) return false;
  return {
    ...checkedTls,
    // An address is compared with the addresses in the certificate.
    checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate),
    ...(caFile !== undefined && { ca: readCaFile(caFile, 'register.postgres.caFile') }),
  };
}

/** A bigint comes as text; ours are instants and counts, which a number holds. Everything else as the driver has it. */
function ourTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}

/** PostgreSQL keeps no NUL in text. None is in an event's JSON, which escapes it; a title or a draft might have one. */
function toParameter(parameter: unknown): unknown {
  return typeof parameter === 'string' ? parameter.replaceAll('\0', '\uFFFD') : parameter;
}
