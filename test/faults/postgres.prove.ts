/** PostgreSQL stopped and started again while an incident goes on: nobody waits for it, and then every event is there once. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { Connection } from '@temporalio/client';
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { main } from '../../src/cli/program.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { openRegister } from '../../src/register/database.ts';
import { readEvents } from '../../src/register/journal.ts';
import type { PostgresServer } from '../../src/register/postgres.ts';
import { until } from '../server/support.ts';
import { startPostgres, type OwnPostgres } from '../support/postgres.ts';
import { startStand, type Stand } from './stand.ts';
import { settle } from './wait.ts';
import { clientOf } from '../support/client.ts';

const id = 'INC-2PGWY';
const count = 20;

let postgres: OwnPostgres;
let server: PostgresServer;
let stand: Stand;
before(async () => {
  postgres = await startPostgres();
  server = await postgres.database();
  const { host, port, database, user, password } = server;
  const secret = { env: 'SEVENTYTWO_TEST_PASSWORD' };
  stand = await startStand({
    register: { postgres: { host, port, database, user, password: secret } },
  });
  stand.env.SEVENTYTWO_TEST_PASSWORD = password;
  await stand.work();
});
after(async () => {
  await stand.stop();
  await postgres.stop();
});

it(`${count} notes are taken while PostgreSQL is away, and all are in the register once it is back`, async () => {
  await stand.declare(id);
  await stand.send(id, 'acknowledge', 'anna', {});
  await settle(stand, id);
  await postgres.halt();
  for (let n = 0; n < count; n += 1) await stand.send(id, 'note', 'anna', { text: `note ${n}` });
  const fault = await pendingFault();
  assert.equal(fault?.type, 'register-unreachable');
  assert.match(
    fault.message,
    /^The register postgres:\/\/127\.0\.0\.1:\d+\/\w+ cannot be reached \(/,
  );
  const status = await stand.incidents.status(id);
  assert.equal(status?.notes, count);
  assert.ok(status.unjournaled >= count, `${status.unjournaled} told as not written`);
  const timeline = await type('timeline', id);
  assert.equal(timeline.code, 3, timeline.err);
  assert.match(timeline.err, /cannot be reached \(.*ECONNREFUSED.*check register\.postgres/);
  await postgres.resume();
  const backAtMs = Date.now();
  await settle(stand, id, 30_000);
  const tookMs = Date.now() - backAtMs;

  const register = await openRegister(stand.data, { postgres: server, readOnly: true });
  const events = await readEvents(register, id);
  assert.equal((await verifyAudit(register)).fault, undefined);
  await register.close();
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, n) => n + 1),
  );
  const notes = events.flatMap((event) => (event.type === 'noted' ? [event.text] : []));
  assert.deepEqual(
    notes.toSorted(),
    Array.from({ length: count }, (_, n) => `note ${n}`).toSorted(),
  );
  const checks = await doctor();
  assert.match(
    checks.register ?? '',
    /^ok PostgreSQL 18\S* at postgres:.*, without TLS on this machine opens and is up to date, 1 inc/,
  );
  assert.match(checks.secrets ?? '', /^ok register\.postgres\.password can be read \(from env\)/);
  assert.equal((await type('timeline', id)).code, 0);
  assert.equal((await type('register', 'export', '--out', join(stand.data, 'a.csv'))).code, 0);
  // The wait between attempts has not grown beyond some seconds.
  assert.ok(tookMs < 20_000, `${tookMs} ms`);
});

/** What Temporal tells of the journal entry that is tried again. */
async function pendingFault(): Promise<{ type: string; message: string } | undefined> {
  const connection = await Connection.connect({ address: stand.settings.address });
  try {
    const { workflow } = clientOf(connection, stand.data);
    const handle = workflow.getHandle(id);
    let found: { type: string; message: string } | undefined;
    await until(async () => {
      const { raw } = await handle.describe();
      const failure = raw.pendingActivities?.find(
        ({ activityType }) => activityType?.name === 'journal',
      )?.lastFailure;
      // Its message is sealed, as everything that people wrote or that tells of them.
      const { loadedDataConverter } = workflow.options;
      const error = await decodeOptionalFailureToOptionalError(loadedDataConverter, failure);
      if (error)
        found = {
          type: failure?.applicationFailureInfo?.type ?? '',
          message: error.message,
        };
      return found !== undefined;
    }, 'a journal entry has failed');
    return found;
  } finally {
    await connection.close();
  }
}

async function type(
  ...words: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(words, {
    env: stand.env,
    print: (text) => void out.push(text),
    tell: (text) => void err.push(text),
    isTerminal: false,
    readInput: () => Promise.resolve(''),
    now: Date.now,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** What the doctor finds, by the name of the check. */
async function doctor(): Promise<Readonly<Record<string, string>>> {
  const { out } = await type('doctor', '--json');
  const checks: { name: string; result: string; found: string }[] = JSON.parse(out).checks;
  return Object.fromEntries(checks.map(({ name, result, found }) => [name, `${result} ${found}`]));
}
