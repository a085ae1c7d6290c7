/** The audit chain: whole however many write, and no byte of it or of what it seals changes unseen. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Checkpoint } from '../../src/domain/audit-entry.ts';
import type { EventBody } from '../../src/domain/events.ts';
import {
  headOf,
  readAudit,
  recordExport,
  recordPolicy,
  sealOf,
  toRow,
} from '../../src/register/audit.ts';
import { verifyAudit, type Broken, type Verified } from '../../src/register/audit-verify.ts';
import { openRegister } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { openSqlite, type SqliteDatabase } from '../../src/register/sqlite.ts';
import { startAppending } from './child.ts';
import { policySnapshot } from '../support/policy.ts';
import { dataFolder, declaration, recorded, startMs, story, summaryOf } from './sample.ts';

async function record(folder: string, ...stories: ReturnType<typeof story>[]): Promise<void> {
  const register = await openRegister(folder);
  for (const events of stories) await append(register, { events, incident: summaryOf(events) });
  await register.close();
}

async function verifyIn(folder: string, checkpoint?: Checkpoint): Promise<Verified> {
  const register = await openRegister(folder, { readOnly: true });
  try {
    return await verifyAudit(register, checkpoint);
  } finally {
    await register.close();
  }
}

async function entriesIn(folder: string) {
  const register = await openRegister(folder, { readOnly: true });
  try {
    return await collect(readAudit(register.db));
  } finally {
    await register.close();
  }
}

/** With every protection off that somebody at the file could turn off. */
function tamper(folder: string, change: (sqlite: SqliteDatabase) => void): void {
  const sqlite = openSqlite(join(folder, 'register.db'));
  sqlite.exec('pragma foreign_keys = off');
  change(sqlite);
  sqlite.close();
}

/** As short as they come: every byte of it is changed. */
const policy = policySnapshot({ playbooks: {}, people: {}, customers: [] });
const brief = (id: string): EventBody => {
  const body = declaration(id);
  return body.type === 'declared' ? { ...body, policy } : body;
};

const events = recorded([
  brief('INC-1'),
  { type: 'noted', text: 'ä "quoted"\u001f' },
  { type: 'commandRefused', command: 'close', code: 'duty-open', message: 'no' },
]);

let folder: string;
before(async () => {
  folder = await dataFolder();
  await record(folder, events, recorded([brief('INC-2'), { type: 'noted', text: 'b' }]));
  const register = await openRegister(folder);
  await recordPolicy(register, { version: '0123456789ab', nowMs: startMs });
  await recordPolicy(register, { version: '0123456789ab', nowMs: startMs });
  const sha256 = 'a'.repeat(64);
  await recordExport(register, { what: 'register csv', person: 'anna', sha256, nowMs: startMs });
  await register.close();
});

/** A copy to break. */
async function copyOf(place: string): Promise<string> {
  const other = await dataFolder();
  const sqlite = openSqlite(join(place, 'register.db'));
  sqlite.prepare('vacuum into ?').run(join(other, 'register.db'));
  sqlite.close();
  return other;
}

async function brokenBy(change: (sqlite: SqliteDatabase) => void, checkpoint?: Checkpoint) {
  const other = await copyOf(folder);
  tamper(other, change);
  return (await verifyIn(other, checkpoint)).fault;
}

async function checkpointOf(): Promise<Checkpoint> {
  const { installation = '' } = await verifyIn(folder);
  const { n, hash } = (await entriesIn(folder)).at(-1) ?? { n: 0, hash: '' };
  return { n, hash, atMs: startMs, installation };
}

describe('the chain', () => {
  it('seals each event, refusals too, each new policy once, and each export', async () => {
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
    assert.equal((await verifyIn(folder, await checkpointOf())).fault, undefined);
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

describe('tampering', () => {
  it('with any byte of any column of any entry is found', async () => {
    const faults = await eachByte('audit', 'n');
    assert.ok(faults.size > 8 * 300, `${faults.size} changes`);
    assert.deepEqual(
      new Set([...faults.values()].map((broken) => typeof broken)),
      new Set(['string']),
    );
  });

  it('with any byte of any column of any event is found, as an altered or missing event', async () => {
    const faults = await eachByte('event', 'rowid');
    assert.ok(faults.size > 5 * 100, `${faults.size} changes`);
    for (const [where, broken] of faults)
      assert.ok(
        broken === 'altered-event' || broken === 'missing-event',
        `${where}: ${broken ?? 'not found'}`,
      );
  });

  it('by removing an entry, an event, or both is found', async () => {
    const found = async (sql: string): Promise<Broken | undefined> =>
      (await brokenBy((sqlite) => sqlite.exec(sql)))?.broken;
    assert.equal(await found('delete from audit where n = 2'), 'missing-entry');
    assert.equal(await found('delete from audit where n = 0'), 'missing-entry');
    assert.equal(await found('delete from audit'), 'missing-entry');
    assert.equal(
      await found(`delete from event where incident_id = 'INC-1' and seq = 2`),
      'missing-event',
    );
    assert.equal(await found('delete from audit where n >= 5'), 'unsealed-event');
    assert.equal(await found('delete from audit where n >= 4'), 'altered-history');
    const extra = `insert into event select incident_id, 4, at_ms, type, person, channel, command_id, body from event where incident_id = 'INC-1' and seq = 3`;
    assert.equal(await found(extra), 'unsealed-event');
    const foreign = `insert into event select 'INC-9', seq, at_ms, type, person, channel, command_id, body from event where incident_id = 'INC-2'`;
    assert.equal(await found(foreign), 'altered-history');
    assert.equal(
      await found(
        'update audit set n = n + 100 where n = 1; update audit set n = 1 where n = 2; update audit set n = 2 where n = 101',
      ),
      'altered-entry',
    );
  });

  it('by cutting the end off with its events is found against a checkpoint, and only so', async () => {
    const cut = (sqlite: SqliteDatabase): void =>
      sqlite.exec(
        `delete from audit where n >= 5; delete from event where incident_id = 'INC-2' and seq = 2`,
      );
    assert.equal(await brokenBy(cut), undefined);
    const fault = await brokenBy(cut, await checkpointOf());
    assert.equal(fault?.broken, 'truncated');
    assert.match(fault.sentence, /saw entry 7, and the chain ends at 4/);
  });

  it('by writing the whole chain anew is found against a checkpoint, and only so', async () => {
    const entries = await entriesIn(folder);
    const rewrite = (sqlite: SqliteDatabase): void => {
      let prev: string | undefined;
      for (const entry of entries) {
        const forged = { ...entry, prev: prev ?? entry.prev };
        if (entry.n === 7) forged.who = 'ben';
        const { n, who, hash } = toRow({ ...forged, hash: sealOf(forged) });
        sqlite
          .prepare('update audit set who = ?, prev = ?, hash = ? where n = ?')
          .run(who, forged.prev, hash, n);
        prev = hash;
      }
    };
    assert.equal(await brokenBy(rewrite), undefined);
    assert.equal((await brokenBy(rewrite, await checkpointOf()))?.broken, 'rewritten');
    const other = { ...(await checkpointOf()), installation: 'another' };
    assert.equal((await brokenBy(() => {}, other))?.broken, 'other-installation');
  });
});

/** Every byte of every value changed, one at a time, each in a transaction that is taken back. */
async function eachByte(
  table: 'audit' | 'event',
  key: string,
): Promise<Map<string, Broken | undefined>> {
  const other = await copyOf(folder);
  const register = await openRegister(other);
  const faults = new Map<string, Broken | undefined>();
  const sqlite = openSqlite(register.path);
  sqlite.exec('pragma foreign_keys = off');
  // A small body keeps the number of changes, and so the time, within reason.
  const rows = sqlite.prepare(`select ${key} as key, * from ${table}`).all();
  for (const { key: id, ...row } of rows)
    for (const [column, value] of Object.entries(row))
      for (const changed of changesOf(value)) {
        try {
          sqlite
            .prepare(`update ${table} set ${column} = ? where ${key} = ?`)
            .run(changed, id ?? null);
        } catch (error) {
          // The key of another row: the database itself refuses it.
          assert.match(String(error), /UNIQUE|NOT NULL/);
          continue;
        }
        const { fault } = await verifyAudit(register);
        faults.set(`${String(id)} ${column} ${String(value)} -> ${String(changed)}`, fault?.broken);
        sqlite
          .prepare(`update ${table} set ${column} = ? where ${key} = ?`)
          .run(value ?? null, column === key ? changed : (id ?? null));
      }
  sqlite.close();
  assert.equal((await verifyAudit(register)).fault, undefined);
  await register.close();
  return faults;
}

function changesOf(value: unknown): (string | number | null)[] {
  if (value === null) return ['', 'x', 0];
  if (typeof value === 'number')
    return [value + 1, -value - 1, Number(`1${value}`), value + 0.5, `${value}x`];
  assert.ok(typeof value === 'string');
  const text = value;
  // One other letter at every place; at every seventh, for long bodies, also another case and a control character.
  return Array.from(text, (_, at) => at).flatMap((at) => {
    const letter = text[at] ?? '';
    const swap = (by: string): string => text.slice(0, at) + by + text.slice(at + 1);
    const turned = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
    return [
      swap(letter === 'x' ? 'y' : 'x'),
      ...(turned === letter ? [] : [swap(turned)]),
      ...(at % 7 === 0 ? [swap(letter === ' ' ? '\t' : ' '), swap('')] : []),
    ];
  });
}

describe('a register from before the chain', () => {
  it('begins it with the number and the hash of the events that were there', async () => {
    const place = await dataFolder();
    await record(place, story('INC-2', 4), story('INC-1', 3));
    tamper(place, (sqlite) =>
      sqlite.exec(
        `drop table audit; drop table policy; delete from kysely_migration where name >= '0003-audit'`,
      ),
    );
    await record(place, story('INC-1', 5), story('INC-3', 2));
    const { fault, earlierEvents, events: sealed } = await verifyIn(place);
    assert.deepEqual([fault, earlierEvents, sealed], [undefined, 7, 4]);
    for (const sql of [
      `update event set body = replace(body, 'note 1', 'note 2') where incident_id = 'INC-2' and seq = 2`,
      `delete from event where incident_id = 'INC-1' and seq = 1`,
      `insert into event select 'INC-0', seq, at_ms, type, person, channel, command_id, body from event where incident_id = 'INC-2' and seq = 1`,
    ]) {
      const other = await copyOf(place);
      tamper(other, (sqlite) => sqlite.exec(sql));
      assert.equal((await verifyIn(other)).fault?.broken, 'altered-history', sql);
    }
  });
});

describe('writers', () => {
  it('three processes of 200 appends each leave one whole chain', async () => {
    const place = await dataFolder();
    const ids = ['INC-1', 'INC-2', 'INC-3'];
    const children = ids.map((id) => startAppending(place, id, 200));
    const codes = await Promise.all(children.map(({ ended }) => ended));
    assert.deepEqual(codes, [0, 0, 0], children.map(({ errors }) => errors()).join('\n'));
    const { fault, entries, events: sealed } = await verifyIn(place);
    assert.deepEqual([fault, entries, sealed], [undefined, 601, 600]);
  });

  it('killed while writing leave a whole chain that goes on', async () => {
    const place = await dataFolder();
    for (const id of ['INC-1', 'INC-2', 'INC-3']) {
      const child = startAppending(place, id, 100_000);
      child.process.stdout?.on('data', () => {
        if (child.output().split('\n').length > 20) child.process.kill('SIGKILL');
      });
      assert.equal(await child.ended, 'SIGKILL', child.errors());
      const { fault, events: sealed } = await verifyIn(place);
      assert.equal(fault, undefined);
      assert.ok(sealed >= 20);
    }
    const register = await openRegister(place);
    assert.ok(await headOf(register.db));
    await register.close();
  });

  it('read while others write see one moment of it', async () => {
    const place = await dataFolder();
    await record(place);
    const child = startAppending(place, 'INC-1', 150);
    let looks = 0;
    const ended = child.ended.then(() => (looks < 0 ? looks : -1));
    while ((await Promise.race([ended, Promise.resolve(0)])) === 0) {
      assert.equal((await verifyIn(place)).fault, undefined);
      looks += 1;
    }
    assert.equal(await child.ended, 0, child.errors());
    assert.ok(looks > 2);
  });
});

/** Node 20 has no Array.fromAsync. */
async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
