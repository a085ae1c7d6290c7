/** The audit chain: what it seals, what it never holds, and the acts that no event tells. */
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { recordAct, recordChange, recordExport, recordPolicy } from '../../src/register/audit.ts';
import { keyOnRecord, makeCheckpoint } from '../../src/register/audit-checkpoint.ts';
import { isSignedBy } from '../../src/register/audit-key.ts';
import { storeNotice } from '../../src/register/notices.ts';
import { recordRebuild } from '../../src/register/restore.ts';
import { brief, checkpointOf, entriesIn, record, tamper, using, verifyIn } from './chain.ts';
import { dataFolder, declaration, recorded, startMs, story } from './sample.ts';

const events = recorded([
  brief('INC-1'),
  { type: 'noted', text: 'a' },
  { type: 'commandRefused', command: 'close', code: 'duty-open', message: 'no' },
]);
const sha256 = 'a'.repeat(64);

describe('the chain', () => {
  it('seals each event, refusals too, each new policy once, and each export', async () => {
    const folder = await dataFolder();
    await record(folder, events, recorded([brief('INC-2'), { type: 'noted', text: 'b' }]));
    await using(folder, async (register) => {
      await recordPolicy(register, { version: '0123456789ab', nowMs: startMs });
      await recordPolicy(register, { version: '0123456789ab', nowMs: startMs });
      const what = { what: 'register csv', person: 'anna', sha256, nowMs: startMs };
      await recordExport(register, what);
    });
    const entries = await entriesIn(folder);
    assert.deepEqual(
      entries.map(({ n, kind, who, incident, seq }) => [n, kind, who, incident, seq]),
      [
        [0, 'genesis', 'seventytwo', null, null],
        [1, 'declared', 'anna', 'INC-1', 1],
        [2, 'noted', 'anna', 'INC-1', 2],
        [3, 'commandRefused', 'anna', 'INC-1', 3],
        [4, 'declared', 'anna', 'INC-2', 1],
        [5, 'noted', 'anna', 'INC-2', 2],
        [6, 'policy', 'seventytwo', null, null],
        [7, 'export', 'anna', null, null],
      ],
    );
    const { fault, entries: count, events: sealed, earlierEvents } = await verifyIn(folder);
    assert.deepEqual([fault, count, sealed, earlierEvents], [undefined, 8, 5, 0]);
    assert.equal((await verifyIn(folder, await checkpointOf(folder))).fault, undefined);
  });

  it('holds no text that people wrote, not even as the actor of a refused command', async () => {
    const place = await dataFolder();
    const [first, ...rest] = story('INC-1', 2);
    assert.ok(first);
    const forged = rest.map((event) => ({
      ...event,
      actor: { person: 'Maria Musterfrau', channel: 'temporal' } as const,
    }));
    await record(place, [first, ...forged]);
    const text = JSON.stringify(await entriesIn(place));
    for (const word of ['Backup bucket', 'note 1', 'Maria', 'Musterfrau'])
      assert.ok(!text.includes(word), word);
    assert.equal((await entriesIn(place)).at(-1)?.who, 'unknown');
    assert.equal((await verifyIn(place)).fault, undefined);
  });

  it('is not longer for events that come again', async () => {
    const place = await dataFolder();
    await record(place, story('INC-1', 3), story('INC-1', 3), story('INC-1', 4));
    assert.deepEqual(
      (await entriesIn(place)).map(({ seq }) => seq),
      [null, 1, 2, 3, 4],
    );
  });
});

describe('an act that no event tells', () => {
  const act = { channel: 'cli', nowMs: startMs, subjectHash: sha256 };

  it('is recorded each time, by whoever the policy file may name', async () => {
    const folder = await dataFolder();
    await using(folder, async (register) => {
      await recordAct(register, { ...act, kind: 'rebuild', person: 'anna', subject: 'lines' });
      await recordAct(register, { ...act, kind: 'rebuild', person: 'Maria M.', subject: 'lines' });
    });
    const told = (await entriesIn(folder)).map(({ kind, who, subject }) => [kind, who, subject]);
    assert.deepEqual(told.slice(1), [
      ['rebuild', 'anna', 'lines'],
      ['rebuild', 'unknown', 'lines'],
    ]);
  });

  it('that only says again what is in force is recorded once, and again once it was another', async () => {
    const folder = await dataFolder();
    await using(folder, async (register) => {
      for (const subject of ['1', '1', '2', '2', '1'])
        await recordChange(register, { ...act, kind: 'version', person: 'anna', subject });
    });
    const subjects = (await entriesIn(folder)).slice(1).map(({ subject }) => subject);
    assert.deepEqual(subjects, ['1', '2', '1']);
  });

  it('a key is recorded when it is made and when another takes its place, before it signs', async () => {
    const [folder, other] = [await dataFolder(), await dataFolder()];
    const by = { person: 'anna', channel: 'cli', nowMs: startMs };
    await using(folder, async (register) => {
      const { checkpoint } = await makeCheckpoint(register, { ...by, folder });
      assert.equal(checkpoint.n, 1);
      assert.ok(isSignedBy(checkpoint, checkpoint.key));
      await keyOnRecord(register, { ...by, folder });
      await keyOnRecord(register, { ...by, folder: other });
    });
    const entries = await entriesIn(folder);
    assert.deepEqual(
      entries.map(({ kind }) => kind),
      ['genesis', 'key', 'key'],
    );
    assert.notEqual(entries[1]?.subjectHash, entries[2]?.subjectHash);
    assert.equal((await stat(join(folder, 'audit-key.pem'))).mode & 0o777, 0o600);
  });

  it('a stored draft is sealed once, whatever comes again under its id', async () => {
    const folder = await dataFolder();
    const notice = {
      ...{ incidentId: 'INC-1', notice: 'N1', about: { duty: 'gdpr-33-1' }, json: '{}' },
      ...{ markdown: '# draft', sha256, draftedAtMs: startMs },
    } as const;
    await using(folder, async (register) => {
      await storeNotice(register, notice);
      await storeNotice(register, { ...notice, markdown: 'another' });
    });
    const [, ...entries] = await entriesIn(folder);
    assert.deepEqual(
      entries.map(({ kind, incident, seq, subject }) => [kind, incident, seq, subject]),
      [['noticeStored', 'INC-1', null, 'N1']],
    );
    assert.equal((await verifyIn(folder)).fault, undefined);
  });
});

describe('a draft or a file that an event names and the register lacks', () => {
  const events = recorded([
    declaration('INC-1'),
    { type: 'noticeRequested', notice: 'N1', about: { duty: 'gdpr-33-1' } },
    { type: 'noticeDrafted', notice: 'N1', sha256, missing: [] },
    { type: 'attached', attachment: 'A1', name: 'log.txt', sha256, bytes: 3 },
  ]);
  const minuteMs = 60_000;

  const cases = [
    ['of all, behind them', 10 * minuteMs, 'register', undefined, 2],
    ['of this incident, behind them', 10 * minuteMs, 'INC-1', undefined, 2],
    ['of another incident', 10 * minuteMs, 'INC-2', 'missing-notice', 0],
    ['from before they happened', minuteMs, 'register', 'missing-notice', 0],
  ] as const;
  for (const [which, afterMs, what, broken, lost] of cases)
    it(`is ${broken ? 'a fault' : 'lost'} where it was restored by a rebuild ${which}`, async () => {
      const folder = await dataFolder();
      await using(folder, (register) =>
        recordRebuild(register, { what, person: 'dora', nowMs: startMs + afterMs }),
      );
      await record(folder, events);
      const verified = await verifyIn(folder);
      assert.deepEqual([verified.fault?.broken, verified.lost], [broken, lost]);
    });

  it('is a fault where this register had stored it, whatever was rebuilt', async () => {
    const folder = await dataFolder();
    await using(folder, async (register) => {
      await recordRebuild(register, {
        what: 'register',
        person: 'dora',
        nowMs: startMs + minuteMs * 9,
      });
      await storeNotice(register, {
        ...{ incidentId: 'INC-1', notice: 'N1', about: { duty: 'gdpr-33-1' }, json: '{}' },
        ...{ markdown: '# draft', sha256, draftedAtMs: startMs },
      });
    });
    await record(folder, events);
    tamper(folder, (sqlite) => sqlite.exec('delete from notice'));
    assert.equal((await verifyIn(folder)).fault?.broken, 'missing-notice');
  });
});
