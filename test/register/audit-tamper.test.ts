/** No byte of the audit chain or of what it seals changes unseen, and the entry that is named is the right one. */
import assert from 'node:assert/strict';
import { createHash, randomInt } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { recordExport, recordPolicy, sealOf, toRow } from '../../src/register/audit.ts';
import { storeAttachment } from '../../src/register/attachments.ts';
import type { Broken, Fault } from '../../src/register/audit-fault.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { storeNotice } from '../../src/register/notices.ts';
import { policyHash } from '../../src/policy/policy-files.ts';
import { openSqlite, type SqliteDatabase, type SqliteRow } from '../../src/register/sqlite.ts';
import {
  brief,
  brokenBy,
  checkpointOf,
  copyOf,
  entriesIn,
  record,
  using,
  verifyIn,
} from './chain.ts';
import { dataFolder, recorded, startMs } from './sample.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const [json, file] = ['{"a":1}', 'a file'];

/** 0 genesis, 1 draft, 2-7 events of INC-1, 8-9 of INC-2, 10 export. */
const events = recorded([
  brief('INC-1'),
  { type: 'noted', text: 'ä "quoted"\u001f' },
  { type: 'commandRefused', command: 'close', code: 'duty-open', message: 'no' },
  { type: 'noticeRequested', notice: 'N1', about: { duty: 'gdpr-33-1' } },
  { type: 'noticeDrafted', notice: 'N1', sha256: hashOf(json), missing: [] },
  {
    ...{ type: 'attached', attachment: 'A1', name: 'a.txt' },
    ...{ sha256: hashOf(file), bytes: file.length },
  },
]);
const last = 10;

let folder: string;
before(async () => {
  folder = await dataFolder();
  await using(folder, async (register) => {
    await storeNotice(register, {
      ...{ incidentId: 'INC-1', notice: 'N1', about: { duty: 'gdpr-33-1' }, json },
      ...{ markdown: '# draft', sha256: hashOf(json), draftedAtMs: startMs },
    });
    await storeAttachment(register, {
      incidentId: 'INC-1',
      content: Buffer.from(file),
      nowMs: startMs,
    });
  });
  await record(folder, events, recorded([brief('INC-2'), { type: 'noted', text: 'b' }]));
  await using(folder, (register) =>
    recordExport(register, {
      ...{ what: 'register csv', person: 'anna', sha256: 'a'.repeat(64), nowMs: startMs },
    }),
  );
  assert.equal((await entriesIn(folder)).at(-1)?.n, last);
});

const found = async (sql: string): Promise<Broken | undefined> =>
  (await brokenBy(folder, sql))?.broken;

describe('every single byte', () => {
  it('of any column of any entry: the entry is named', async () => {
    const changes = await eachByte('audit');
    assert.ok(changes.length > 11 * 280, `${changes.length} changes`);
    for (const { row, column, value, fault } of changes) {
      const where = `${String(row['n'])} ${column}: ${JSON.stringify(value)}`;
      assert.ok(fault, where);
      // Under a number before the first, it is the first that is wrong.
      assert.ok(fault.n === row['n'] || (column === 'n' && fault.n === value), where);
    }
  });

  it('of any column of any event: the entry that sealed it is named', async () => {
    const sealedBy = new Map(
      (await entriesIn(folder)).map(({ n, incident, seq }) => [`${incident} ${seq}`, n]),
    );
    const changes = await eachByte('event', `where incident_id = 'INC-1'`);
    assert.ok(changes.length > 5 * 100, `${changes.length} changes`);
    for (const { row, column, value, fault } of changes) {
      const key = `${String(row['incident_id'])} ${String(row['seq'])}`;
      assert.match(
        fault?.broken ?? '',
        /^(altered|missing)-event$/,
        `${key} ${column} ${String(value)}`,
      );
      assert.equal(fault?.n, sealedBy.get(key), `${key} ${column} ${String(value)}`);
    }
  });

  for (const [table, broken, n] of [
    ['notice', /^(altered|missing)-notice$/, 1],
    // Where the name of its key was changed, that key is missed.
    ['attachment', /^((altered|missing)-attachment|unknown-key)$/, 7],
    ['incident', /^(altered|missing)-line$/, undefined],
  ] as const)
    it(`of any ${table} that counts`, async () => {
      const changes = await eachByte(table);
      assert.ok(changes.length > 30, `${changes.length} changes`);
      for (const { column, value, fault } of changes) {
        // Only retention looks at it.
        if (column === 'stored_at_ms') continue;
        assert.match(fault?.broken ?? 'nothing', broken, `${column} ${String(value)}`);
        if (n !== undefined) assert.equal(fault?.n, n, `${column} ${String(value)}`);
      }
    });
});

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

type Value = SqliteRow[string];
type Change = {
  readonly row: SqliteRow;
  readonly column: string;
  readonly value: Value;
  readonly fault: Fault | undefined;
};

/** Every byte of every value of a table changed, one at a time. */
async function eachByte(table: string, where = ''): Promise<Change[]> {
  const other = await copyOf(folder);
  const changes: Change[] = [];
  await using(other, async (register) => {
    const sqlite = openSqlite(register.path);
    sqlite.exec('pragma foreign_keys = off; pragma synchronous = off');
    for (const { rid = null, ...row } of sqlite
      .prepare(`select rowid as rid, * from ${table} ${where}`)
      .all()) {
      const keyed = Object.hasOwn(row, 'n') ? Number(row['n']) : rid;
      for (const [column, before] of Object.entries(row))
        for (const value of changesOf(before)) {
          const key = (n: Value): Value => (table === 'audit' && column === 'n' ? n : keyed);
          const set = sqlite.prepare(
            `update ${table} set ${column} = ? where ${table === 'audit' ? 'n' : 'rowid'} = ?`,
          );
          try {
            set.run(value, keyed);
          } catch (error) {
            // The key of another row, or none: the database itself refuses it.
            assert.match(String(error), /UNIQUE|NOT NULL/);
            continue;
          }
          const { fault } = await verifyAudit(register);
          changes.push({ row, column, value, fault });
          set.run(before, key(value));
        }
    }
    sqlite.close();
    assert.equal((await verifyAudit(register)).fault, undefined);
  });
  return changes;
}

function changesOf(value: Value): Value[] {
  if (value === null) return ['', 'x', 0];
  if (typeof value === 'number') return [value + 1, -value - 1, Number(`1${value}`), value + 0.5];
  if (value instanceof Uint8Array)
    return Array.from(value, (byte, at) => {
      const other = Uint8Array.from(value);
      other[at] = (byte + randomInt(1, 256)) % 256;
      return other;
    });
  const text = String(value);
  return Array.from(text, (_, at) => at).flatMap((at) => {
    const swap = (by: string): string => text.slice(0, at) + by + text.slice(at + 1);
    const letter = text[at] ?? '';
    // Another letter at every place; here and there one more at random, another case, a space and none.
    const any = String.fromCharCode(randomInt(0x20, 0x2fff));
    const turned = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
    const more = at % 23 === 0 ? [any, turned, letter === ' ' ? '\t' : ' ', ''] : [];
    return [letter === 'x' ? 'y' : 'x', ...more.filter((by) => by !== letter)].map(swap);
  });
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
