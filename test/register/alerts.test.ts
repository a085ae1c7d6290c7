/** Groups of alerts and their incidents in the register: claimed once, recorded once, followed through closing, merging and erasure. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { EventBody } from '../../src/domain/events.ts';
import {
  claimGroup,
  claimNextId,
  joinGroups,
  markDeclared,
  tooMany,
  type Claim,
  type Group,
} from '../../src/register/alert-groups.ts';
import { alertsOf, markTold, standing, untold } from '../../src/register/alert-reading.ts';
import { storeAlerts, type Alert } from '../../src/register/alerts.ts';
import type { Register } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { eraseContent } from '../../src/retention/eraser.ts';
import { onEachEngine, open } from './engines.ts';
import { quietOutside, why } from './erasure-sample.ts';
import { declaration, recorded, startMs, summaryOf } from './sample.ts';

const hourMs = 3_600_000;
let commands = 0;

function claim(nowMs = startMs, more: Partial<Claim> = {}): Claim {
  return {
    ...{ source: 'prometheus', hash: 'h1', nowMs, reopenWithinMs: hourMs },
    newCommandId: () => `command-${(commands += 1)}`,
    ...more,
  };
}

function alert(n: number, status: Alert['status'] = 'firing', startsAtMs = startMs): Alert {
  const fingerprint = n.toString(16).padStart(16, '0');
  const body = { labels: { instance: `secret-host-${n}` }, annotations: {} };
  return { fingerprint, startsAtMs, status, body };
}

function record(register: Register, group: Group, alerts: readonly Alert[], nowMs = startMs) {
  const { source, hash, generation, incidentId } = group;
  const about = { source, hash, generation, incidentId, alerts, nowMs };
  return storeAlerts(register, { ...about, most: 20_000, isCut: false });
}

async function tell(register: Register, id: string, ...more: EventBody[]): Promise<void> {
  const events = recorded([declaration(id), ...more]);
  await append(register, { events, incident: summaryOf(events) });
}

const closed: EventBody = { type: 'closed', outcome: 'resolved' };

onEachEngine(({ place }) => {
  async function withRegister(work: (register: Register) => Promise<void>): Promise<void> {
    const register = await open(await place());
    try {
      await work(register);
    } finally {
      await register.close();
    }
  }

  async function claimed(register: Register, how: Claim = claim()): Promise<Group> {
    const group = await claimGroup(register, how);
    assert.ok(group && group !== tooMany);
    return group;
  }

  it('give twenty who claim the same group at once one incident', () =>
    withRegister(async (register) => {
      const groups = await Promise.all(Array.from({ length: 20 }, () => claimed(register)));
      assert.equal(new Set(groups.map(({ incidentId }) => incidentId)).size, 1);
      assert.match(groups[0]?.incidentId ?? '', /^INC-/);
      const other = await claimed(register, claim(startMs, { hash: 'h2' }));
      assert.notEqual(other.incidentId, groups[0]?.incidentId);
      const { newCommandId: _none, ...looking } = claim(startMs, { hash: 'h3' });
      assert.equal(await claimGroup(register, looking), undefined);
    }));

  it('begin no more incidents than their source may within an hour, and join what there is', () =>
    withRegister(async (register) => {
      const most = { count: 2, sinceMs: startMs - hourMs };
      const first = await claimed(register, claim(startMs, { hash: 'a', most }));
      await claimed(register, claim(startMs, { hash: 'b', most }));
      const third = claim(startMs, { hash: 'c', most });
      assert.equal(await claimGroup(register, third), tooMany);
      assert.equal((await claimed(register, claim(startMs, { hash: 'a', most }))).hash, 'a');
      await claimed(register, claim(startMs, { source: 'another', hash: 'c', most }));
      await markDeclared(register, first, startMs);
      await joinGroups(register, first, ['c', 'd', 'a'], startMs);
      for (const hash of ['a', 'c', 'd']) {
        const { newCommandId: _none, ...looking } = claim(startMs, { hash });
        const group = await claimGroup(register, looking);
        assert.ok(group && group !== tooMany);
        assert.deepEqual([group.incidentId, group.isDeclared], [first.incidentId, true]);
      }
      // An hour later it may begin another.
      const later = { count: 2, sinceMs: startMs };
      await claimed(register, claim(startMs + hourMs, { hash: 'e', most: later }));
    }));

  it('of two sources that meet in one incident are ended by none but their own', () =>
    withRegister(async (register) => {
      const ours = await claimed(register);
      await markDeclared(register, ours, startMs);
      await record(register, ours, [alert(1), alert(2)]);
      const theirs = await claimed(register, claim(startMs, { source: 'another' }));
      const met = { ...theirs, incidentId: ours.incidentId };
      await joinGroups(register, met, [theirs.hash], startMs);
      const { changed } = await record(register, { ...met, generation: 2 }, [alert(1, 'resolved')]);
      assert.equal(changed, 0);
      for await (const { status } of alertsOf(register, ours.incidentId))
        assert.equal(status, 'firing');
      assert.equal((await record(register, ours, [alert(1, 'resolved')])).changed, 1);
    }));

  it('try another id where the first is taken, and keep to it', () =>
    withRegister(async (register) => {
      const first = await claimed(register);
      const next = await claimNextId(register, first);
      assert.notEqual(next.incidentId, first.incidentId);
      assert.equal((await claimed(register)).incidentId, next.incidentId);
    }));

  it('keep each alert once, sealed, whatever order it comes in', () =>
    withRegister(async (register) => {
      const group = await claimed(register);
      const all = Array.from({ length: 1_200 }, (_, n) => alert(n));
      assert.equal((await record(register, group, all)).fresh, 1_200);
      assert.deepEqual(await record(register, group, all), { fresh: 0, changed: 0, beyond: 0 });
      const over = await record(register, group, [alert(7, 'resolved'), alert(7)]);
      assert.deepEqual(over, { fresh: 0, changed: 1, beyond: 0 });
      assert.equal((await record(register, group, [alert(7)])).changed, 0, 'a late repeat');
      assert.equal((await record(register, group, [alert(7, 'firing', startMs + 9)])).fresh, 1);
      const rows = await register.db.withoutPlugins().selectFrom('alert').selectAll().execute();
      assert.equal(rows.length, 1_201);
      assert.doesNotMatch(JSON.stringify(rows), /secret-host/);
      const { value: newest } = await alertsOf(register, group.incidentId).next();
      assert.equal(newest?.body.labels['instance'], 'secret-host-7');
    }));

  it('count the last word of a source that does not say when an alert began', () =>
    withRegister(async (register) => {
      const group = await claimed(register);
      for (const status of ['firing', 'resolved', 'firing'] as const)
        await record(register, group, [alert(1, status, 0)]);
      const { value: one } = await alertsOf(register, group.incidentId).next();
      assert.equal(one?.status, 'firing');
    }));

  it('record no more than the limit one by one, and know that there were more', () =>
    withRegister(async (register) => {
      const group = await claimed(register);
      const { source, hash, generation, incidentId } = group;
      const about = { source, hash, generation, incidentId, nowMs: startMs, isCut: false };
      const alerts = [1, 2, 3].map((n) => alert(n));
      const { fresh, beyond } = await storeAlerts(register, { ...about, alerts, most: 2 });
      assert.deepEqual([fresh, beyond], [2, 1]);
      assert.equal((await standing(register, group))?.beyond, true);
    }));

  it('know what an incident was not told, until it was', () =>
    withRegister(async (register) => {
      const group = await claimed(register);
      await record(register, group, [alert(1), alert(2, 'resolved')]);
      assert.deepEqual(await untold(register), [], 'not before it is declared');
      await markDeclared(register, group, startMs);
      const [about] = await untold(register);
      assert.deepEqual(about, { incidentId: group.incidentId, source: 'prometheus' });
      assert.ok(about);
      const now = await standing(register, about);
      assert.deepEqual([now?.firing, now?.resolved, now?.total], [1, 1, 2]);
      await record(register, group, [alert(3)]);
      await markTold(register, about, now?.newestAtMs ?? 0);
      assert.equal((await untold(register)).length, 1, 'what came meanwhile waits');
      await markTold(register, about, (await standing(register, about))?.newestAtMs ?? 0);
      assert.deepEqual(await untold(register), []);
    }));

  it('stay with an incident that was closed for the time that the policy says, then begin another', () =>
    withRegister(async (register) => {
      const group = await claimed(register);
      await markDeclared(register, group, startMs);
      await tell(register, group.incidentId, closed);
      const closedAtMs = startMs + 60_000;
      const soon = await claimed(register, claim(closedAtMs + hourMs));
      assert.equal(soon.incidentId, group.incidentId);
      const later = await claimed(register, claim(closedAtMs + hourMs + 1));
      assert.notEqual(later.incidentId, group.incidentId);
      assert.deepEqual([later.isDeclared, later.previousClosedAtMs], [false, closedAtMs]);
    }));

  it('go on in the incident that theirs was merged into', () =>
    withRegister(async (register) => {
      const group = await claimed(register);
      await markDeclared(register, group, startMs);
      await tell(register, 'INC-GGGGG');
      await tell(register, group.incidentId, { type: 'merged', into: 'INC-GGGGG' });
      const now = await claimed(register, claim(startMs + hourMs * 9));
      assert.deepEqual([now.incidentId, now.isDeclared], ['INC-GGGGG', true]);
    }));

  it('go with the content of their incident when it is erased, and begin another', () =>
    withRegister(async (register) => {
      const group = await claimed(register);
      await markDeclared(register, group, startMs);
      await tell(register, group.incidentId, closed);
      await record(register, group, [alert(1)]);
      const { outside } = quietOutside();
      const about = { incident: group.incidentId, why, nowMs: startMs + hourMs };
      await eraseContent(register, outside, about);
      for (const table of ['alert', 'alert_group'] as const)
        assert.deepEqual(await register.db.selectFrom(table).selectAll().execute(), []);
      await assert.rejects(record(register, group, [alert(2)]), { code: 'erased' });
      const next = await claimed(register);
      assert.notEqual(next.incidentId, group.incidentId);
    }));
});
