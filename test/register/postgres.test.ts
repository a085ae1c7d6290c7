/** What holds for PostgreSQL alone: how it is reached, who is let in, and what happens when it goes away. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../src/failure.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { append, readEvents } from '../../src/register/journal.ts';
import { listIncidents } from '../../src/register/incidents.ts';
import type { PostgresServer } from '../../src/register/postgres.ts';
import { startPostgres, type OwnPostgres } from '../support/postgres.ts';
import { dataFolder, recorded, declaration, story, summaryOf } from './sample.ts';

const certs = join(import.meta.dirname, '..', 'support', 'certs');
const ca = join(certs, 'ca.pem');

let postgres: OwnPostgres;
before(async () => {
  postgres = await startPostgres();
  await postgres.encrypt('localhost');
});
after(() => postgres.stop());

async function opened(change: Partial<PostgresServer>): Promise<Register> {
  return openRegister(await dataFolder(), {
    postgres: { ...(await postgres.database()), ...change },
  });
}

function failure(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    assert.equal(error.kind, 'unreachable');
    assert.doesNotMatch(error.message, /\n/);
    return true;
  };
}

test('with an authority it is reached over TLS, and says so', async () => {
  const register = await opened({ host: 'localhost', caFile: ca });
  assert.match(
    await register.describe(),
    /^PostgreSQL 18\S* at postgres:\/\/localhost:\d+\/register_\w+, TLSv1\.[23]$/,
  );
  await register.close();
});

test('on this machine it may be reached without TLS, and says so', async () => {
  const register = await opened({});
  assert.match(await register.describe(), /, without TLS on this machine$/);
  await register.close();
});

test('a certificate of a stranger, for another name or out of date is refused in one sentence', async () => {
  // Our own is right for localhost alone; no authority of the system signed it.
  await assert.rejects(
    opened({ host: 'localhost', caFile: join(certs, 'stranger.pem') }),
    failure(
      'register-not-trusted',
      /^The register postgres:\/\/localhost:\d+\/\w+ shows a certificate that is not to be trusted \(\w+\); correct/,
    ),
  );
  for (const name of ['elsewhere', 'expired', 'stranger']) {
    await postgres.encrypt(name);
    await assert.rejects(
      opened({ host: 'localhost', caFile: ca }),
      failure('register-not-trusted', /not to be trusted/),
      name,
    );
  }
});

test('a server without TLS is refused where TLS is demanded', async () => {
  await postgres.encrypt(undefined);
  await assert.rejects(
    opened({ host: 'localhost', caFile: ca }),
    failure('register-unreachable', /does not support SSL.*takes TLS/),
  );
  // The same machine by an address that is not known to be its own: nothing needs to be said for TLS.
  await assert.rejects(
    opened({ host: '0.0.0.0' }),
    failure('register-unreachable', /does not support SSL/),
  );
});

test('a wrong password, a database that is not there and a server that is not there are told apart', async () => {
  await assert.rejects(
    opened({ password: 'wrong' }),
    failure('register-login', /does not let the user postgres in/),
  );
  await assert.rejects(
    opened({ database: 'nowhere' }),
    failure('register-unreachable', /no database nowhere/),
  );
  await assert.rejects(opened({ port: 1 }), failure('register-unreachable', /ECONNREFUSED/));
});

test('a database without a register is told to readers, with the remedy', async () => {
  const folder = await dataFolder();
  const server = await postgres.database();
  await assert.rejects(
    openRegister(folder, { postgres: server, readOnly: true }),
    failure('no-register', /start the worker, which creates it/),
  );
});

test('a NUL in a title does not keep the incident out', async () => {
  const register = await opened({});
  const body = declaration('INC-1');
  assert.ok(body.type === 'declared');
  const events = recorded([{ ...body, title: 'a\0b' }]);
  await append(register, { events, incident: summaryOf(events) });
  assert.deepEqual(await readEvents(register, 'INC-1'), events);
  assert.equal((await listIncidents(register))[0]?.title, 'a\0b');
  await register.close();
});

test('cut connections and a server that was away are errors to retry, and the same register goes on', async () => {
  const server = await postgres.database();
  const register = await openRegister(await dataFolder(), { postgres: server });
  const add = (count: number): Promise<number> => {
    const events = story('INC-1', count);
    return append(register, { events, incident: summaryOf(events) });
  };
  await add(1);
  await postgres.halt();
  await assert.rejects(
    add(2),
    failure('register-unreachable', /ECONNREFUSED|terminated|not queryable/),
  );
  await assert.rejects(
    readEvents(register, 'INC-1'),
    failure('register-unreachable', /ECONNREFUSED/),
  );
  await postgres.resume();
  assert.equal(await add(2), 2);
  // As an operator or a failover cuts them.
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${server.database}' and application_name = 'seventytwo'`;
  await assert.rejects(
    register.db.transaction().execute(async (trx) => {
      // In the middle of a transaction, with no query under way: only the connection itself can tell.
      await postgres.query(cut);
      await sleep(100);
      return trx.selectFrom('event').select('seq').execute();
    }),
    failure('register-unreachable', /terminat|not queryable/),
  );
  await postgres.query(cut);
  const added = await add(3).catch(async (error: unknown) => {
    failure('register-unreachable', /terminat/)(error);
    return add(3);
  });
  assert.equal(added, 3);
  assert.deepEqual(await readEvents(register, 'INC-1'), story('INC-1', 3));
  await register.close();
});

test('somebody who holds the lock of all writers is waited for, then told', async () => {
  const server = await postgres.database();
  const register = await openRegister(await dataFolder(), { postgres: server });
  const other = await openRegister(await dataFolder(), { postgres: server });
  const events = story('INC-1', 1);
  await other.db.transaction().execute(async () => {
    await assert.rejects(
      append(register, { events, incident: summaryOf(events) }),
      failure('register-busy', /locked by somebody else/),
    );
  });
  assert.equal(await append(register, { events, incident: summaryOf(events) }), 1);
  await other.close();
  await register.close();
});
