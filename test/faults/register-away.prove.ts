/** The register locked by somebody else for as long as hundreds of notes: nobody waits for it, nothing is lost. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { join } from 'node:path';
import { openSqlite } from '../../src/register/sqlite.ts';
import { quantile } from '../../bench/numbers.ts';
import { sendNotes } from './notes.ts';
import { limits, measureRuns } from './runs.ts';
import { startStand, type Stand } from './stand.ts';
import { settle } from './wait.ts';

const id = 'INC-2LNG5';
const count = 600;
let stand: Stand;
before(async () => {
  stand = await startStand();
  await stand.work();
});
after(() => stand.stop());

it(`${count} long notes are taken at the usual pace, told as not written, and written once the lock is gone`, async () => {
  await stand.declare(id);
  await stand.send(id, 'acknowledge', 'anna', {});
  await settle(stand, id);
  const lock = openSqlite(join(stand.data, 'register.db'));
  lock.exec('begin exclusive');
  const taken = await sendNotes(stand, id, count);
  const status = await stand.incidents.status(id);
  assert.equal(status?.notes, count);
  assert.ok(status.unjournaled >= count, `${status.unjournaled} told`);
  // One that waits for the lock on the worker's event loop would take 5 s.
  const p95Ms = quantile(taken, 0.95);
  assert.ok(p95Ms < 1_500, `p95 ${p95Ms} ms`);
  lock.exec('rollback');
  lock.close();
  await settle(stand, id, 90_000);

  const events = await stand.events(id);
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, n) => n + 1),
  );
  const notes = events.flatMap((event) => (event.type === 'noted' ? [event.text] : []));
  assert.equal(new Set(notes).size, count);
  assert.equal(notes.length, count);

  const found = await measureRuns(stand.settings, id);
  assert.ok(found.runs >= 2 && found.outboxes >= 2, JSON.stringify(found));
  for (const name of ['carriedBytes', 'outboxBytes', 'activityBytes'] as const)
    assert.ok(found[name] < limits.inputBytes * 0.6, `${name} ${found[name]}`);
  for (const name of ['events', 'bytes', 'updates'] as const)
    assert.ok(found[name] < limits[name] * 0.95, `${name} ${found[name]}`);
  const open = await stand.incidents.listOpen();
  assert.deepEqual(
    open.map((incident) => incident.id),
    [id],
  );
});
