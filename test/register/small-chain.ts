/** A chain of eleven entries, and every byte of it and of what it seals changed, one at a time. */
import assert from 'node:assert/strict';
import { createHash, randomInt } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { storeAttachment } from '../../src/register/attachments.ts';
import { recordExport } from '../../src/register/audit.ts';
import type { Fault } from '../../src/register/audit-fault.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { storeNotice } from '../../src/register/notices.ts';
import { openSqlite, type SqliteRow } from '../../src/register/sqlite.ts';
import { brief, copyOf, entriesIn, record, using } from './chain.ts';
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
export const last = 10;

export async function smallChain(): Promise<string> {
  const folder = await dataFolder();
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
  return folder;
}

/** One of `step` changes, and of every value at least one: which ones, chance decides anew each time. */
export function changeBytes(step: number): void {
  let folder: string;
  before(async () => {
    folder = await smallChain();
  });
  describe('every single byte', () => {
    it('of any column of any entry: the entry is named', async () => {
      const changes = await eachByte(folder, step, 'audit');
      assert.ok(changes.length > (11 * 280) / step, `${changes.length} changes`);
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
      const changes = await eachByte(folder, step, 'event', `where incident_id = 'INC-1'`);
      assert.ok(changes.length > (5 * 100) / step, `${changes.length} changes`);
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
        const changes = await eachByte(folder, step, table);
        assert.ok(changes.length > 30 / step, `${changes.length} changes`);
        for (const { column, value, fault } of changes) {
          // Only retention looks at it.
          if (column === 'stored_at_ms') continue;
          assert.match(fault?.broken ?? 'nothing', broken, `${column} ${String(value)}`);
          if (n !== undefined) assert.equal(fault?.n, n, `${column} ${String(value)}`);
        }
      });
  });
}

type Value = SqliteRow[string];
type Change = {
  readonly row: SqliteRow;
  readonly column: string;
  readonly value: Value;
  readonly fault: Fault | undefined;
};

/** Every byte of every value of a table changed, one at a time; or one of `step` of them. */
async function eachByte(
  folder: string,
  step: number,
  table: string,
  where = '',
): Promise<Change[]> {
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
        for (const value of oneOf(step, changesOf(before))) {
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

function oneOf(step: number, values: readonly Value[]): readonly Value[] {
  const from = randomInt(Math.min(step, values.length));
  return values.filter((_, at) => at % step === from);
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
