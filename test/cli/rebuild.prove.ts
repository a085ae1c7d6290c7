/** A register that is lost, or lacks a part, is written anew from Temporal's histories; what cannot be is told. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { type Client, Connection } from '@temporalio/client';
import { main } from '../../src/cli/program.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { readAudit } from '../../src/register/audit.ts';
import { openRegister } from '../../src/register/database.ts';
import { listIncidents, type ListedIncident } from '../../src/register/incidents.ts';
import type { Span } from '../../src/register/restore.ts';
import { append } from '../../src/register/journal.ts';
import { openSqlite } from '../../src/register/sqlite.ts';
import { taskQueue, workflowType } from '../../src/workflows/messages.ts';
import { sendNotes } from '../faults/notes.ts';
import { measureRuns } from '../faults/runs.ts';
import { startStand, type Stand } from '../faults/stand.ts';
import { settle } from '../faults/wait.ts';
import { summaryOf } from '../register/sample.ts';
import { until } from '../server/support.ts';
import { clientOf } from '../support/client.ts';

const long = 'INC-2RBKD';
const short = 'INC-3RBKD';
/** Runs of some forty notes, more than one run hands on to the next. */
const historyLimit = 180;

let stand: Stand;
let client: Client;
let firstRunId: string;
let kept: {
  events: readonly IncidentEvent[];
  others: readonly IncidentEvent[];
  lines: ListedIncident[];
};

before(async () => {
  stand = await startStand();
  client = clientOf(await Connection.connect({ address: stand.settings.address }), stand.data);
  await stand.work();
  const first = {
    ...{ name: 'declare', commandId: 'declare-long', actor: { person: 'anna', channel: 'cli' } },
    fields: { title: 'export was public', personalData: 'no' },
  };
  await client.workflow.start(workflowType, {
    ...{ workflowId: long, taskQueue, workflowTaskTimeout: '5s' },
    args: [{ incidentId: long, first, historyLimit }],
  });
  await until(async () => (await stand.incidents.status(long)) !== undefined, 'it is declared');
  await stand.declare(short);
  await stand.send(long, 'acknowledge', 'anna', {});
  await settle(stand, long);
  // Away until outboxes hold a part of it.
  const lock = openSqlite(join(stand.data, 'register.db'));
  lock.exec('begin exclusive');
  await sendNotes(stand, long, 56);
  const holds = async (): Promise<boolean> =>
    (await measureRuns(stand.settings, long)).outboxes > 0;
  await until(holds, 'an outbox holds a part of it');
  lock.exec('rollback');
  lock.close();
  await settle(stand, long, 60_000);
  await stand.send(short, 'draftNotice', 'dora', { customer: 'globex' });
  await settle(stand, short);
  await stand.kill();
  kept = await look();
  const { raw } = await client.workflow.getHandle(long).describe();
  firstRunId = raw.workflowExecutionInfo?.firstRunId ?? '';
});
after(async () => {
  await client.connection.close();
  await stand.stop();
});

async function look(): Promise<typeof kept> {
  const register = await openRegister(stand.data, { readOnly: true });
  const lines = await listIncidents(register);
  await register.close();
  return { events: await stand.events(long), others: await stand.events(short), lines };
}

function lose(): void {
  for (const end of ['', '-wal', '-shm'])
    rmSync(join(stand.data, `register.db${end}`), { force: true });
}

async function rebuild(...words: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(['register', 'rebuild', ...words], {
    env: stand.env,
    print: (text) => void out.push(text),
    tell: (text) => void err.push(text),
    isTerminal: false,
    readInput: () => Promise.resolve(''),
    now: Date.now,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

it('a lost register comes back event for event, outboxes and later runs included, and the chain says who did it', async () => {
  const found = await measureRuns(stand.settings, long);
  assert.ok(found.runs >= 2 && found.outboxes >= 1, JSON.stringify(found));
  lose();
  const { code, out, err } = await rebuild('--json', '--as', 'dora');
  const { rebuild: told } = JSON.parse(out);
  assert.equal(told.incidents.length, 2, err);
  assert.deepEqual(told.incidents[0].restored, { from: 1, to: kept.events.length });
  assert.equal(told.events, kept.events.length + kept.others.length);
  // A draft's text is in no history.
  assert.deepEqual(told.incidents[1].lostNotices.length, 1);
  assert.equal(code, 6);
  assert.deepEqual(await look(), kept);
  const register = await openRegister(stand.data, { readOnly: true });
  // The draft whose text was in the lost file alone is told, and hides no fault that comes later.
  const { fault, lost } = await verifyAudit(register);
  assert.deepEqual([fault, lost], [undefined, 1]);
  const entries = [];
  for await (const entry of readAudit(register.db)) entries.push(entry);
  await register.close();
  assert.deepEqual(
    entries.slice(0, 3).map(({ kind, who, subject }) => [kind, who, kind === 'rebuild' && subject]),
    [
      ['genesis', 'seventytwo', false],
      ['rebuild', 'dora', 'register'],
      ['declared', 'anna', false],
    ],
  );
  assert.equal(entries.filter(({ kind }) => kind === 'rebuild').length, 1);
});

it('a second time nothing is written, and one incident alone is looked at when it is named', async () => {
  const { code, out } = await rebuild(long);
  assert.equal(code, 0);
  assert.match(
    out,
    new RegExp(
      `^${long}: events 1 to ${kept.events.length} were there already\\.\n0 events restored`,
    ),
  );
  assert.deepEqual(await look(), kept);
  const sqlite = openSqlite(join(stand.data, 'register.db'));
  sqlite.exec(`update incident set title = 'nothing happened' where id = '${long}'`);
  sqlite.close();
  const healed = await rebuild(long);
  assert.equal(healed.code, 0);
  assert.match(healed.out, /its line in the list of incidents was wrong/);
  assert.deepEqual(await look(), kept);
  const unknown = await rebuild('INC-9RBKD');
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /Temporal has no run of INC-9RBKD/);
  // As retention does it, and as slowly: looked at further below.
  await client.workflowService.deleteWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: long, runId: firstRunId },
  });
});

it('the incident goes on behind what was restored', async () => {
  await stand.work();
  await stand.send(long, 'note', 'anna', { text: 'after the rebuild' });
  await settle(stand, long, 60_000);
  await stand.kill();
  kept = await look();
  assert.equal(kept.events.at(-1)?.seq, kept.events.length);
});

it('what a removed run held is told as missing; with a backup before it, the rest is added', async () => {
  await until(
    () =>
      client.workflow
        .getHandle(long, firstRunId)
        .describe()
        .then(
          () => false,
          () => true,
        ),
    'the first run is gone',
  );
  lose();
  const bare = await rebuild('--json', long);
  const told = JSON.parse(bare.out).rebuild.incidents[0];
  assert.equal(bare.code, 6);
  assert.equal(told.lostRuns, 1);
  assert.equal(told.restored, undefined);
  const numbers = (spans: readonly Span[]): number[] =>
    spans.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, n) => from + n));
  const gone = numbers(told.missing);
  assert.equal(gone[0], 1);
  // The outbox that the removed run began is there still.
  const all = [...gone, ...numbers(told.stranded)].toSorted((one, other) => one - other);
  assert.deepEqual(
    all,
    kept.events.map(({ seq }) => seq),
  );
  assert.ok(gone.length < all.length - 10, `${gone.length} of ${all.length} missing`);
  assert.match((await rebuild(long)).out, /missing: no run .* 1 of its runs are gone/);

  const register = await openRegister(stand.data);
  const backup = kept.events.slice(0, (gone.at(-1) ?? 0) + 2);
  await append(register, { events: backup, incident: summaryOf(backup) });
  await register.close();
  const { code, out } = await rebuild(long);
  assert.equal(code, 0, out);
  assert.deepEqual((await look()).events, kept.events);
});

it('another event under a number that the register has is told, and left as it is', async () => {
  lose();
  const register = await openRegister(stand.data);
  const forged = kept.events.map((event) =>
    event.type === 'noted' && event.text === 'after the rebuild'
      ? { ...event, text: 'forged' }
      : event,
  );
  assert.notDeepEqual(forged, kept.events);
  await append(register, { events: forged, incident: summaryOf(forged) });
  await register.close();
  const { code, out } = await rebuild(long);
  assert.equal(code, 6);
  assert.match(out, /event \d+ not touched: there are two different events under each number/);
  assert.deepEqual((await look()).events, forged);
});
