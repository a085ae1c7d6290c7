/** What lies in the register is sealed: nobody reads it in the database or in a copy, and an erased key takes it from both. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { copyOfOneMoment } from '../../src/backup/moment.ts';
import { openKeys, sealedWith } from '../../src/encryption/keys.ts';
import { sealings } from '../../src/register/cells.ts';
import { recordPolicy } from '../../src/register/audit.ts';
import { readAttachment } from '../../src/register/attachments.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import type { Register } from '../../src/register/database.ts';
import { readEntries } from '../../src/register/entries.ts';
import { recordHold } from '../../src/register/holds.ts';
import { listIncidents } from '../../src/register/incidents.ts';
import { append, readEvents } from '../../src/register/journal.ts';
import { readNotice } from '../../src/register/notices.ts';
import { countPlain, sealPlain } from '../../src/register/plain.ts';
import { readPolicyFiles } from '../../src/register/policies.ts';
import { eraseContent } from '../../src/retention/eraser.ts';
import { policyHash } from '../../src/policy/policy-files.ts';
import { copyOf, record, tamper, unseal, using, verifyIn } from './chain.ts';
import { onEachEngine, open, type Place } from './engines.ts';
import {
  closedStory,
  file,
  hashOf,
  laterMs,
  quietOutside,
  secret,
  tellStory,
  why,
} from './erasure-sample.ts';
import { dataFolder, declaration, recorded, startMs, story, summaryOf } from './sample.ts';

const bytes = (text: string): Uint8Array => Buffer.from(`${text} ${secret}`);
const files = { policy: bytes('policy'), customers: bytes('customers'), vendors: bytes('vendors') };
const version = policyHash(files).slice(0, 12);

/** A title, a note, a draft, a file, the reasons of a hold and of an erasure, and a policy: each with the planted text. */
async function plant(register: Register): Promise<void> {
  await tellStory(register, 'INC-AAAAA', { files: [secret, 'shared'], drafts: ['N3'] });
  await tellStory(register, 'INC-BBBBB', { files: ['shared'] });
  await tellStory(register, 'INC-CCCCC');
  const hold = { kind: 'held', by: 'dora', atMs: laterMs, reason: secret } as const;
  await recordHold(register, { ...hold, incident: 'INC-AAAAA' });
  await eraseContent(register, quietOutside().outside, {
    ...{ incident: 'INC-CCCCC', why: { ...why, reason: secret }, nowMs: laterMs },
  });
  await recordPolicy(register, { version, files, nowMs: startMs });
}

onEachEngine(({ name, place }) => {
  const using = async (work: (register: Register, where: Place) => Promise<void>) => {
    const where = await place();
    const register = await open(where);
    try {
      await work(register, where);
    } finally {
      await register.close();
    }
  };

  /** All that whoever has the database, or the file that a backup is made of, can read. */
  async function dump(register: Register, { folder }: Place): Promise<string> {
    const copy = join(folder, `copy-${Math.random()}.db`);
    await copyOfOneMoment(register, { register: copy }, undefined);
    const found = [readFileSync(copy, 'latin1')];
    rmSync(copy);
    if (name === 'SQLite')
      for (const one of readdirSync(folder).filter((part) => part.startsWith('register.db')))
        found.push(readFileSync(join(folder, one), 'latin1'));
    else
      for (const table of [
        'event',
        'incident',
        'notice',
        'attachment',
        'policy',
        'hold',
        'erasure',
      ])
        for (const row of (
          await sql<{
            all: string;
          }>`select encode(convert_to(t::text, 'UTF8'), 'escape') as all from ${sql.table(table)} t`.execute(
            register.db.withoutPlugins(),
          )
        ).rows)
          found.push(
            row.all,
            Buffer.from(row.all.replace(/^.*\\\\x/, ''), 'hex').toString('latin1'),
          );
    return found.join('\n');
  }

  it('nothing that somebody wrote is readable in the database or its copy, and all of it through the register', () =>
    using(async (register, where) => {
      await plant(register);
      assert.ok(!(await dump(register, where)).includes(secret));
      assert.equal((await verifyAudit(register)).fault, undefined);
      assert.equal(await countPlain(register), 0);
      assert.ok((await listIncidents(register)).some(({ title }) => title === secret));
      assert.match(JSON.stringify(await readEvents(register, 'INC-AAAAA')), new RegExp(secret));
      assert.equal((await readNotice(register, 'INC-AAAAA', 'N3'))?.markdown, secret);
      const kept = await readAttachment(register, hashOf(file(secret)));
      assert.equal(Buffer.from(kept ?? []).toString(), file(secret));
      const policy = await readPolicyFiles(register.db, version);
      assert.deepEqual(policy && policyHash(policy), policyHash(files));
      // The control: what was written readable is found where it was looked for.
      await unseal(register);
      assert.ok((await dump(register, where)).split(secret).length > 10);
    }));

  it('rows from before are read as they are, counted, and sealed once somebody asks for it', () =>
    using(async (register, where) => {
      await plant(register);
      await unseal(register);
      assert.equal((await verifyAudit(register)).fault, undefined);
      const plain = await countPlain(register);
      assert.ok(plain > 15, `${plain}`);
      const told: number[] = [];
      assert.deepEqual(await sealPlain(register, (sealed) => told.push(sealed)), {
        sealed: plain,
        left: 0,
      });
      assert.equal(told.at(-1), plain);
      assert.equal(await countPlain(register), 0);
      assert.deepEqual(await sealPlain(register, () => {}), { sealed: 0, left: 0 });
      if (name === 'SQLite') assert.ok(!(await dump(register, where)).includes(secret));
      assert.equal((await verifyAudit(register)).fault, undefined);
    }));

  it('a file is sealed for the incident that has it alone, and for all once another one has it too', () =>
    using(async (register) => {
      await tellStory(register, 'INC-AAAAA', { files: ['own', 'shared'] });
      const keyOf = async (name: string): Promise<string> => {
        const row = await register.db
          .withoutPlugins()
          .selectFrom('attachment')
          .select('content')
          .where('sha256', '=', hashOf(file(name)))
          .executeTakeFirst();
        return sealedWith(row?.content ?? Buffer.of()) ?? 'none';
      };
      assert.equal(await keyOf('shared'), 'INC-AAAAA');
      await tellStory(register, 'INC-BBBBB', { files: ['shared'] });
      assert.equal(await keyOf('own'), 'INC-AAAAA');
      assert.match(await keyOf('shared'), /^KEY-/);
    }));
});

describe('a copy of the register from before an erasure', () => {
  async function oldCopy(isHeld = true): Promise<string> {
    const folder = await dataFolder();
    await using(folder, async (register) => {
      await tellStory(register, 'INC-AAAAA', { files: ['own', 'shared'], drafts: ['N3'] });
      await tellStory(register, 'INC-BBBBB', { files: ['shared'] });
      if (!isHeld) return;
      await recordHold(register, {
        incident: 'INC-AAAAA',
        kind: 'held',
        by: 'dora',
        atMs: laterMs,
        reason: 'x',
      });
    });
    const other = await copyOf(folder);
    await openKeys({ keys: join(other, 'keys') }).eraseIncidentKey('INC-AAAAA');
    return other;
  }

  it('shows nothing of the incident whose key is gone, holds as a chain, and says what cannot be read', async () => {
    const folder = await oldCopy();
    const { fault, keyErased, erased, events } = await verifyIn(folder);
    assert.equal(fault, undefined, fault?.sentence);
    assert.deepEqual([keyErased, erased], [['INC-AAAAA'], 0]);
    assert.equal(events, closedStory('INC-BBBBB', { files: ['shared'] }).length);
    await using(folder, async (register) => {
      for (const reading of [
        () => readEvents(register, 'INC-AAAAA'),
        () => readNotice(register, 'INC-AAAAA', 'N3'),
        () => readAttachment(register, hashOf(file('own'))),
      ])
        await assert.rejects(reading, { code: 'key-erased' });
      const titles = (await listIncidents(register)).map(({ id, title }) => [id, title]);
      assert.deepEqual(
        titles.toSorted(([a = ''], [b = '']) => a.localeCompare(b)),
        [
          ['INC-AAAAA', '(erased)'],
          ['INC-BBBBB', secret],
        ],
      );
      for await (const { id } of readEntries(register)) assert.notEqual(id, 'INC-AAAAA');
      assert.ok(await readAttachment(register, hashOf(file('shared'))));
    });
  });

  it('is erased again as its chain knows nothing of it, and then says by whom', async () => {
    const other = await oldCopy(false);
    await using(other, (register) =>
      eraseContent(register, quietOutside().outside, {
        incident: 'INC-AAAAA',
        why,
        nowMs: laterMs,
      }),
    );
    const { fault, keyErased, erased } = await verifyIn(other);
    assert.equal(fault, undefined, fault?.sentence);
    assert.deepEqual(keyErased, []);
    assert.ok(erased > 5);
  });

  it('does not excuse what was altered beside it, or another cell put in its place', async () => {
    for (const change of [
      `update event set type = 'closed' where incident_id = 'INC-AAAAA' and seq = 2`,
      `update event set person = 'eve' where incident_id = 'INC-AAAAA' and seq = 2`,
      `update event set body = '{}' where incident_id = 'INC-AAAAA' and seq = 2`,
      `update event set body = (select body from event where incident_id = 'INC-AAAAA' and seq = 1) where incident_id = 'INC-BBBBB' and seq = 1`,
    ]) {
      const folder = await oldCopy();
      tamper(folder, (sqlite) => sqlite.exec(change));
      assert.equal((await verifyIn(folder)).fault?.broken, 'altered-event', change);
    }
  });
});

describe('a sealed cell', () => {
  it('opens in its own row alone', async () => {
    const folder = await dataFolder();
    await record(folder, story('INC-1', 3), story('INC-2', 3));
    const swap = (to: string, from: string): string =>
      `update event set body = (select body from event where ${from}) where ${to}`;
    for (const [change, n] of [
      [swap(`incident_id = 'INC-1' and seq = 2`, `incident_id = 'INC-2' and seq = 2`), 2],
      [swap(`incident_id = 'INC-1' and seq = 2`, `incident_id = 'INC-1' and seq = 3`), 2],
    ] as const) {
      const other = await copyOf(folder);
      tamper(other, (sqlite) => sqlite.exec(change));
      await assert.rejects(
        using(other, (register) => readEvents(register, 'INC-1')),
        {
          code: 'tampered',
        },
      );
      const { fault } = await verifyIn(other);
      assert.deepEqual([fault?.broken, fault?.n], ['altered-event', n]);
    }
    const other = await copyOf(folder);
    tamper(other, (sqlite) =>
      sqlite.exec(
        `update incident set title = (select title from incident where id = 'INC-2') where id = 'INC-1'`,
      ),
    );
    await assert.rejects(
      using(other, (register) => listIncidents(register)),
      { code: 'tampered' },
    );
  });

  it('whose key is missing is a fault that names the key, and no second key is made for it', async () => {
    const folder = await dataFolder();
    await record(folder, story('INC-1', 3), story('INC-2', 3));
    rmSync(join(folder, 'keys', 'incidents', 'INC-1.json'));
    const { fault } = await verifyIn(folder);
    assert.deepEqual([fault?.broken, fault?.n], ['unknown-key', 1]);
    assert.match(
      fault?.sentence ?? '',
      /event 1 of INC-1 .*the key INC-1, which is not in .*SEVENTYTWO_KEYS/,
    );
    await using(folder, async (register) => {
      await assert.rejects(readEvents(register, 'INC-1'), { code: 'unknown-key' });
      const more = recorded([
        declaration('INC-1'),
        ...Array.from({ length: 3 }, () => ({ type: 'noted', text: 'x' }) as const),
      ]);
      await assert.rejects(append(register, { events: more.slice(3), incident: summaryOf(more) }), {
        code: 'unknown-key',
      });
      assert.equal((await readEvents(register, 'INC-2')).length, 3);
    });
    assert.deepEqual(readdirSync(join(folder, 'keys', 'incidents')), ['INC-2.json']);
  });

  it('is not read without the keys, and one sentence says where they are looked for', async () => {
    const folder = await dataFolder();
    await record(folder, story('INC-1', 3));
    const away = join(folder, 'away');
    await cp(join(folder, 'keys'), away, { recursive: true });
    rmSync(join(folder, 'keys'), { recursive: true });
    await using(folder, async (register) => {
      await assert.rejects(listIncidents(register), {
        code: 'no-keys',
        message: /into the register/,
      });
      const { n } = await register.db
        .selectFrom('audit')
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirstOrThrow();
      assert.equal(Number(n), 4);
    });
    const register = await open({ folder }, { keys: away, readOnly: true });
    assert.equal((await readEvents(register, 'INC-1')).length, 3);
    await register.close();
  });
});

/** A row is told by its columns alone: where two tables seal a column of one name, neither may pass for the other. */
it('no sealed table is told by columns that tell another with the same sealed column', () => {
  const all = Object.entries(sealings).map(([table, { columns, row }]) => ({
    table,
    columns: new Set<string>(columns),
    row: new Set<string>(row),
  }));
  for (const one of all)
    for (const other of all) {
      const isShared = [...one.columns].some((column) => other.columns.has(column));
      if (one === other || !isShared) continue;
      assert.ok(
        ![...one.row].every((column) => other.row.has(column)),
        `${one.table} could be read as ${other.table}`,
      );
    }
});
