/** No byte of the audit chain or of what it seals changes unseen, and the entry that is named is the right one. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { recordPolicy, sealOf, toRow } from '../../src/register/audit.ts';
import type { Broken } from '../../src/register/audit-fault.ts';
import { policyHash } from '../../src/policy/policy-files.ts';
import type { SqliteDatabase } from '../../src/register/sqlite.ts';
import { brokenBy, checkpointOf, entriesIn, using, verifyIn } from './chain.ts';
import { dataFolder, startMs } from './sample.ts';
import { changeBytes, last, smallChain } from './small-chain.ts';

let folder: string;
before(async () => {
  folder = await smallChain();
});

const found = async (sql: string): Promise<Broken | undefined> =>
  (await brokenBy(folder, sql))?.broken;

// A seventh of them: each costs a verification. All of them: audit-bytes.prove.ts.
changeBytes(7);

describe('an entry', () => {
  it('that is removed is named; the last one only against a checkpoint', async () => {
    for (let n = 0; n < last; n += 1) {
      const fault = await brokenBy(folder, `delete from audit where n = ${n}`);
      assert.deepEqual([fault?.broken, fault?.n], ['missing-entry', n]);
    }
    const checkpoint = await checkpointOf(folder);
    const cut = `delete from audit where n = ${last}`;
    assert.equal(await brokenBy(folder, cut), undefined);
    const fault = await brokenBy(folder, cut, checkpoint);
    assert.deepEqual([fault?.broken, fault?.n], ['truncated', last]);
  });

  it('that changed places with another is named', async () => {
    for (let a = 0; a < last; a += 1)
      for (const b of new Set([a + 1, last])) {
        const swap = `update audit set n = 99 where n = ${a}; update audit set n = ${a} where n = ${b}; update audit set n = ${b} where n = 99`;
        const fault = await brokenBy(folder, swap);
        assert.deepEqual([fault?.broken, fault?.n], ['altered-entry', a], `${a} and ${b}`);
      }
  });

  it('that was copied behind the end is named, also with a new hash of its own', async () => {
    const entries = await entriesIn(folder);
    const head = entries.at(-1)?.hash ?? '';
    for (const entry of entries) {
      const copy = { ...entry, n: last + 1 };
      const plain = await brokenBy(folder, (sqlite) => insert(sqlite, toRow(copy)));
      assert.deepEqual([plain?.broken, plain?.n], ['altered-entry', last + 1]);
      const chained = { ...copy, prev: head };
      const forged = { ...chained, hash: sealOf(chained) };
      const fault = await brokenBy(folder, (sqlite) => insert(sqlite, toRow(forged)));
      const wanted = entry.seq === null ? undefined : 'order';
      assert.equal(fault?.broken, wanted, `a second ${entry.kind}`);
    }
  });
});

describe('tampering', () => {
  it('by removing or adding events, with their entries or without, is found', async () => {
    assert.equal(await found('delete from audit'), 'missing-entry');
    assert.equal(
      await found(`delete from event where incident_id = 'INC-1' and seq = 2`),
      'missing-event',
    );
    assert.equal(await found('delete from audit where n >= 9'), 'unsealed-event');
    assert.equal(await found('delete from audit where n >= 8'), 'altered-history');
    const columns = 'at_ms, type, person, channel, command_id, body, file';
    const extra = `insert into event select incident_id, 7, ${columns} from event where incident_id = 'INC-1' and seq = 3`;
    assert.equal(await found(extra), 'unsealed-event');
    const foreign = `insert into event select 'INC-9', seq, ${columns} from event where incident_id = 'INC-2'`;
    assert.equal(await found(foreign), 'altered-history');
  });

  it('by removing or adding a line, a draft or a file is found', async () => {
    assert.equal(await found(`delete from incident where id = 'INC-2'`), 'missing-line');
    const line = `insert into incident select 'INC-9', title, phase, severity, personal_data, outcome, declared_at_ms, closed_at_ms, last_seq, updated_at_ms from incident limit 1`;
    assert.equal(await found(line), 'altered-line');
    assert.equal(await found('delete from notice'), 'missing-notice');
    assert.equal(await found('delete from attachment'), 'missing-attachment');
  });

  const cut = `delete from audit where n >= 9; delete from event where incident_id = 'INC-2' and seq = 2; update incident set last_seq = 1, updated_at_ms = declared_at_ms where id = 'INC-2'`;
  it('by cutting the end off with all that it sealed is found against a checkpoint, and only so', async () => {
    assert.equal(await brokenBy(folder, cut), undefined);
    const fault = await brokenBy(folder, cut, await checkpointOf(folder));
    assert.equal(fault?.broken, 'truncated');
    assert.match(fault.sentence, /saw entry 10, and the chain ends at 8/);
  });

  it('by writing the whole chain anew is found against a checkpoint, and only so', async () => {
    const entries = await entriesIn(folder);
    const rewrite = (sqlite: SqliteDatabase): void => {
      let prev: string | undefined;
      for (const entry of entries) {
        const forged = { ...entry, prev: prev ?? entry.prev };
        if (entry.n === last) forged.who = 'ben';
        prev = sealOf(forged);
        const { who, hash, n } = toRow({ ...forged, hash: prev });
        const update = sqlite.prepare('update audit set who = ?, prev = ?, hash = ? where n = ?');
        update.run(who, forged.prev, hash, n);
      }
    };
    const checkpoint = await checkpointOf(folder);
    assert.equal(await brokenBy(folder, rewrite), undefined);
    assert.equal((await brokenBy(folder, rewrite, checkpoint))?.broken, 'rewritten');
    const other = { ...checkpoint, installation: 'another' };
    assert.equal((await brokenBy(folder, () => {}, other))?.broken, 'other-installation');
  });
});

function insert(sqlite: SqliteDatabase, row: object): void {
  const values = Object.values(row);
  sqlite.prepare(`insert into audit values (${values.map(() => '?').join()})`).run(...values);
}

describe('the files of a policy', () => {
  it('that were altered or removed are named by the entry that sealed them', async () => {
    const place = await dataFolder();
    const files = { policy: Buffer.from('zone: UTC\n'), customers: Buffer.from('id,name\n') };
    const version = policyHash(files).slice(0, 12);
    await using(place, async (register) => {
      // A product before files were kept sealed the name alone.
      await recordPolicy(register, { version: '0123456789ab', nowMs: startMs });
      await recordPolicy(register, { version, files, nowMs: startMs });
    });
    assert.equal((await verifyIn(place)).fault, undefined);
    for (const [sql, broken] of [
      [`update policy set policy = x'20'`, 'altered-policy'],
      [`update policy set customers = null`, 'altered-policy'],
      ['delete from policy', 'missing-policy'],
    ] as const) {
      const fault = await brokenBy(place, sql);
      assert.deepEqual([fault?.broken, fault?.n], [broken, 2], sql);
    }
    const planted = `insert into policy (version, policy, stored_at_ms) values ('0123456789ab', x'20', 0)`;
    const fault = await brokenBy(place, planted);
    assert.deepEqual([fault?.broken, fault?.n], ['altered-policy', 1]);
  });
});
