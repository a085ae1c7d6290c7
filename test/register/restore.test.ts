/** What is found elsewhere goes in as far as it follows; everything else is told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { openRegister } from '../../src/register/database.ts';
import { append, readEvents } from '../../src/register/journal.ts';
import { restore, type Found, type Restored } from '../../src/register/restore.ts';
import { record, tamper, using, verifyIn } from './chain.ts';
import { dataFolder, declaration, recorded, story, summaryOf } from './sample.ts';

const id = 'INC-1';
const events = story(id, 8);

/** With the first `kept` in the register; the numbers it holds then, what was told, and how often it was asked to write. */
async function restored(
  kept: number,
  given: readonly IncidentEvent[],
  change: Partial<Found> = {},
): Promise<{ told: Restored; now: readonly number[]; asked: number }> {
  const register = await openRegister(await dataFolder());
  const before = events.slice(0, kept);
  if (kept > 0) await append(register, { events: before, incident: summaryOf(before) });
  let asked = 0;
  const found = {
    ...{ incidentId: id, events: new Map(given.map((event) => [event.seq, event])) },
    ...{ disputed: new Set<number>(), upTo: given.at(-1)?.seq ?? 0, isOpen: false },
  };
  const told = await restore(register, { ...found, ...change }, async () => void (asked += 1));
  const now = (await readEvents(register, id)).map(({ seq }) => seq);
  await register.close();
  return { told, now, asked };
}
const whole = {
  ...{ incidentId: id, missing: [], stranded: [], disputed: [] },
  ...{ lostNotices: [], lostAttachments: [] },
};

test('nothing is asked or written when everything is there', async () => {
  assert.deepEqual(await restored(8, events), {
    ...{ told: { ...whole, kept: 8 }, asked: 0 },
    now: [1, 2, 3, 4, 5, 6, 7, 8],
  });
});

test('what follows is added, up to a gap; the rest is stranded', async () => {
  const some = events.filter(({ seq }) => seq !== 5 && seq !== 7);
  const { told, now, asked } = await restored(2, some);
  assert.deepEqual(told, {
    ...{ ...whole, kept: 2, restored: { from: 3, to: 4 } },
    missing: [
      { from: 5, to: 5 },
      { from: 7, to: 7 },
    ],
    stranded: [
      { from: 6, to: 6 },
      { from: 8, to: 8 },
    ],
  });
  assert.deepEqual(now, [1, 2, 3, 4]);
  assert.equal(asked, 1);
});

test('of an open incident the newest are still to come, of an ended one they are missing', async () => {
  const span = { from: 9, to: 12 };
  const open = await restored(0, events, { upTo: 12, isOpen: true });
  assert.deepEqual(open.told, { ...whole, kept: 0, restored: { from: 1, to: 8 }, coming: span });
  const ended = await restored(0, events, { upTo: 12 });
  assert.deepEqual(ended.told.missing, [span]);
  assert.equal(ended.told.coming, undefined);
});

test('of two different events under a number neither is taken', async () => {
  const { told, now } = await restored(0, events, { disputed: new Set([4]) });
  assert.deepEqual(now, [1, 2, 3]);
  assert.deepEqual(told.disputed, [{ from: 4, to: 4 }]);
  assert.deepEqual(told.stranded, [{ from: 5, to: 8 }]);
});

test('drafts and files whose texts and bytes are not there are named', async () => {
  const sha256 = 'ab'.repeat(32);
  const named = recorded([
    declaration(id),
    { type: 'noticeRequested', notice: 'N2', about: { customer: 'globex' } },
    { type: 'noticeDrafted', notice: 'N2', sha256, missing: [] },
    { type: 'attached', attachment: 'A1', name: 'log.txt', sha256, bytes: 3 },
  ]);
  const { told } = await restored(0, named);
  assert.deepEqual([told.lostNotices, told.lostAttachments], [['N2'], ['A1']]);
});

test('a line that was altered or removed is written anew from the events, and then verified as whole', async () => {
  const folder = await dataFolder();
  await record(folder, events);
  const heal = () =>
    using(folder, async (register) => {
      let asked = 0;
      const found = { incidentId: id, events: new Map(), disputed: new Set<number>() };
      const told = await restore(register, { ...found, upTo: 0, isOpen: false }, async () => {
        asked += 1;
      });
      return { line: told.line, asked };
    });
  for (const [sql, broken] of [
    [`update incident set severity = 'low'`, 'altered-line'],
    ['delete from incident', 'missing-line'],
  ] as const) {
    tamper(folder, (sqlite) => sqlite.exec(sql));
    const { fault } = await verifyIn(folder);
    assert.equal(fault?.broken, broken);
    assert.match(fault.sentence, /; seventytwo register rebuild INC-1 writes it anew from them$/);
    assert.deepEqual(await heal(), { line: true, asked: 1 });
    assert.equal((await verifyIn(folder)).fault, undefined);
  }
  assert.deepEqual(await heal(), { line: undefined, asked: 0 });
});
