/** A worker that dies in the middle of the ladder: each rung is told once, in order, and no later than can be. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import { until } from '../server/support.ts';
import { count, tell } from './count.ts';
import type { Arrived } from './mail-counter.ts';
import { startStand, type Stand } from './stand.ts';

/** The 72 hours stay true: only the awareness lies so far back that they end within seconds. */
const ladder = {
  reminders: [
    { before: '16s', to: 'owner' },
    { before: '12s', to: 'deputy' },
    { before: '8s', to: 'deputy' },
    { before: '4s', to: 'management' },
    { before: '0s', to: 'management' },
  ],
  overdueEvery: '4s',
};

let stand: Stand;
before(async () => {
  stand = await startStand({ ladder });
});
afterEach(() => stand.kill());
after(() => stand.stop());

type Reminded = IncidentEvent & { readonly type: 'reminded' };

async function reminded(id: string): Promise<readonly Reminded[]> {
  const events = await stand.events(id);
  return events.filter((event): event is Reminded => event.type === 'reminded');
}

/** Each rung by itself, as often as it was told. */
function rungs(events: readonly Reminded[]): readonly string[] {
  return events.flatMap(({ rungs: labels, overdue }) => [
    ...labels,
    ...(overdue
      ? Array.from({ length: overdue.to - overdue.from + 1 }, (_, n) => `T+${overdue.from + n}`)
      : []),
  ]);
}

/** Declares an incident whose 72 hours end so many milliseconds from now. */
async function dueIn(id: string, ms: number): Promise<number> {
  await stand.declare(id);
  const at = { atMs: Date.now() - 72 * hourMs + ms, zone: 'Europe/Berlin' };
  await stand.send(id, 'declareAwareness', 'dora', { at, reason: 'strangers downloaded it' });
  return at.atMs + 72 * hourMs;
}

/** Reminders at the mail server, recorded or not: no other mail begins with the time left. */
function remindersOf(id: string): readonly Arrived[] {
  return stand.mail.mails.filter(
    ({ messageId, subject }) =>
      messageId.startsWith(`<${id}.`) &&
      /(left|due now):|OVERDUE/.test(subject) &&
      !/clock/i.test(subject),
  );
}

async function file(id: string): Promise<void> {
  await stand.send(id, 'fileDuty', 'dora', { reference: 'R-1', reasonsForDelay: 'a test' });
}

/** Once the mails of the end are out and the register has every event. */
async function settled(t: TestContext, id: string) {
  await until(async () => {
    const status = await stand.incidents.status(id);
    return status?.mailsWaiting === 0 && status.unjournaled === 0;
  }, `${id} has nothing left to tell`);
  const counted = count(await stand.events(id), stand.mail.mails);
  t.diagnostic(tell(counted));
  assert.deepEqual(counted.lost, []);
  assert.deepEqual(counted.unknown, []);
  return counted;
}

describe('a worker killed by SIGKILL', () => {
  it('in the middle of the ladder: the next worker goes on, every rung once and in order, until filed', async (t) => {
    const id = 'INC-2KMDL';
    await stand.work();
    const dueAtMs = await dueIn(id, 20_000);
    // The worst moment: the mails of the second rung are on their way and not recorded yet.
    await until(() => remindersOf(id).length > 1, 'the second rung reaches the mail server');
    await stand.kill();
    const killedAtMs = Date.now();
    await stand.work();
    t.diagnostic(`a new worker polls ${Date.now() - killedAtMs} ms after the kill`);
    await until(async () => rungs(await reminded(id)).includes('T+1'), 'the first overdue rung');
    await file(id);
    const told = await reminded(id);
    // Two more rungs would fall due in this time.
    await sleep(9_000);

    assert.deepEqual(await reminded(id), told, 'filing stops the ladder');
    assert.deepEqual(rungs(told).slice(0, 6), ['T-16s', 'T-12s', 'T-8s', 'T-4s', 'T', 'T+1']);
    assert.equal(new Set(rungs(told)).size, rungs(told).length, 'each rung once');
    for (const { atMs } of told.filter((event) => event.rungs.includes('T')))
      assert.ok(atMs >= dueAtMs, 'never early');
    const { latenessMs } = await settled(t, id);
    assert.ok(latenessMs.length >= 10, '1 + 2 + 2 + 3 + 3 and the overdue ones');
  });

  it('and away over several rungs and the due time: one reminder for all of them, which says how late it is', async (t) => {
    const id = 'INC-3AWAY';
    await stand.work();
    const dueAtMs = await dueIn(id, 10_000);
    await stand.kill();
    await sleep(dueAtMs + 5_000 - Date.now());
    const before = stand.mail.mails.length;
    await stand.work();
    await until(async () => (await reminded(id)).length > 0, 'the reminder after the outage');
    await file(id);
    await settled(t, id);

    const [all, ...later] = await reminded(id);
    assert.ok(all);
    assert.deepEqual(all.rungs, ['T-8s', 'T-4s', 'T']);
    assert.equal(all.overdue?.from, 1);
    // A rung may fall due between the outage's end and the filing; never more than that.
    assert.ok(later.length <= 1);
    const mails = stand.mail.mails
      .slice(before)
      .filter(({ messageId }) => messageId.startsWith(`<${id}.${all.seq}.`));
    t.diagnostic(mails[0]?.subject ?? 'no mail');
    assert.deepEqual(mails.map(({ to }) => to).sort(), [
      'clara@acme.example',
      'dirk@acme.example',
      'dora@acme.example',
    ]);
    for (const { subject, text } of mails) {
      assert.match(subject, /OVERDUE, \d+ s late/);
      assert.match(text.replace(/\s+/g, ' '), /stands for [4-9] reminders/);
    }
  });
});
