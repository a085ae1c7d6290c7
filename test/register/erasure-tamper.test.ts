/** Around an erasure every tampering is found, and the entry that is named is the right one. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { appendAudit, recordPolicy } from '../../src/register/audit.ts';
import type { Broken } from '../../src/register/audit-fault.ts';
import { eraseParts } from '../../src/register/erase.ts';
import { recordHold } from '../../src/register/holds.ts';
import { eraseContent } from '../../src/retention/eraser.ts';
import { brokenBy, copyOf, entriesIn, tamper, using, verifyIn } from './chain.ts';
import { file, hashOf, laterMs, quietOutside, tellStory, why } from './erasure-sample.ts';
import { dataFolder } from './sample.ts';

const about = (incident: string) => ({ incident, why, nowMs: laterMs });
const held = { kind: 'held', by: 'dora', atMs: laterMs, reason: 'a court' } as const;

/** INC-AAAAA is erased whole, INC-BBBBB of one draft and its file, INC-CCCCC is held. */
let folder: string;
const acts: Record<string, number> = {};
before(async () => {
  folder = await dataFolder();
  await using(folder, async (register) => {
    await tellStory(register, 'INC-AAAAA', { files: ['own'], drafts: ['N3', 'N5'] });
    await tellStory(register, 'INC-BBBBB', { files: ['b1', 'b2'], drafts: ['N3', 'N5'] });
    await tellStory(register, 'INC-CCCCC');
    await recordHold(register, { ...held, incident: 'INC-CCCCC' });
    await eraseContent(register, quietOutside().outside, about('INC-AAAAA'));
    const [files, drafts] = [[hashOf(file('b1'))], ['N3']];
    await eraseParts(register, { ...about('INC-BBBBB'), scope: 'attachments', files });
    await eraseParts(register, { ...about('INC-BBBBB'), scope: 'drafts', files: [], drafts });
    await recordPolicy(register, { version: 'abcdef123456', nowMs: laterMs });
  });
  for (const { kind, incident, subject, n } of await entriesIn(folder))
    if (kind === 'erased' || kind === 'held') acts[`${incident} ${subject}`] = n;
  const { fault, erased } = await verifyIn(folder);
  assert.deepEqual([fault, erased], [undefined, 8 + 2 + 1 + 1]);
});

const rows: readonly (readonly [what: string, sql: string, broken: Broken, act?: string])[] = [
  [
    'an event of another incident is taken away with it',
    `delete from event where incident_id = 'INC-CCCCC' and seq = 2`,
    'missing-event',
  ],
  [
    'a draft that the act does not name is taken away',
    `delete from notice where incident_id = 'INC-BBBBB' and notice_id = 'N5'`,
    'missing-notice',
  ],
  [
    'a file that the act does not name is taken away',
    `delete from attachment where sha256 = '${hashOf(file('b2'))}'`,
    'missing-attachment',
  ],
  [
    'the list of what was erased is taken away',
    `delete from erasure where scope = 'content'`,
    'missing-erasure',
    'INC-AAAAA content',
  ],
  [
    'the list of erased drafts is taken away',
    `delete from erasure where scope = 'drafts'`,
    'missing-erasure',
    'INC-BBBBB drafts',
  ],
  [
    'the list names one file more',
    `update erasure set manifest = '{"scope":"attachments","incident":"INC-BBBBB","upTo":9,"notices":[],"files":["${hashOf(file('b1'))}","${hashOf(file('b2'))}"]}' where scope = 'attachments'`,
    'altered-erasure',
    'INC-BBBBB attachments',
  ],
  [
    'the list says that it is of another incident',
    `update erasure set incident_id = 'INC-CCCCC' where scope = 'attachments'`,
    'altered-erasure',
    'INC-BBBBB attachments',
  ],
  [
    'the act is taken away: what it covered is missed, the draft first',
    `delete from audit where kind = 'erased' and incident_id = 'INC-AAAAA'`,
    'missing-notice',
  ],
  [
    'the line of the erased incident is taken away',
    `delete from incident where id = 'INC-AAAAA'`,
    'missing-line',
  ],
  [
    'the line of the erased incident gets a title',
    `update incident set title = 'nothing happened' where id = 'INC-AAAAA'`,
    'altered-line',
  ],
  [
    'an event comes back under the act',
    `insert into event select 'INC-AAAAA', 1, at_ms, type, person, channel, command_id, body, file from event where incident_id = 'INC-CCCCC' and seq = 1`,
    'altered-event',
  ],
  [
    'a draft comes back under the act',
    `insert into notice select incident_id, 'N3', about, json, markdown, sha256, drafted_at_ms from notice where incident_id = 'INC-BBBBB'`,
    'altered-notice',
  ],
  [
    'the bytes come back under the act',
    `insert into attachment select '${hashOf(file('b1'))}', bytes, content, stored_at_ms from attachment limit 1`,
    'unfinished-erasure',
    'INC-BBBBB attachments',
  ],
  ['the reason of a hold is taken away', `delete from hold`, 'missing-hold', 'INC-CCCCC hold'],
  [
    'the reason of a hold is altered',
    `update hold set body = '{"reason":"a whim"}'`,
    'altered-hold',
    'INC-CCCCC hold',
  ],
];

describe('a register that is not as its acts say', () => {
  for (const [what, sql, broken, act] of rows)
    it(what, async () => {
      const fault = await brokenBy(folder, sql);
      assert.equal(fault?.broken, broken, fault?.sentence);
      if (act !== undefined) assert.equal(fault?.n, acts[act], fault?.sentence);
    });

  it('every byte of the lists: an entry is named', async () => {
    const [row] = await using(folder, ({ db }) =>
      // As it is kept: sealed.
      db
        .withoutPlugins()
        .selectFrom('erasure')
        .selectAll()
        .where('scope', '=', 'attachments')
        .execute(),
    );
    const text = row?.manifest ?? '';
    for (let at = 0; at < text.length; at += 7) {
      const other = text[at] === 'x' ? 'y' : 'x';
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      const fault = await brokenBy(
        folder,
        (sqlite) =>
          void sqlite
            .prepare(`update erasure set manifest = ? where scope = 'attachments'`)
            .run(changed),
      );
      // Where the name of its key was changed, that key is missed.
      assert.match(fault?.broken ?? '', /^(altered-erasure|unknown-key)$/, `${at}`);
      assert.equal(fault?.n, acts['INC-BBBBB attachments']);
    }
  });
});

describe('an act that somebody forges', () => {
  /** With everything that a sound act has: whoever can write to the file can make one. */
  async function forged(change: (manifest: string) => string, also?: string) {
    const other = await copyOf(folder);
    await using(other, async ({ db }) => {
      const row = await db
        .selectFrom('erasure')
        .selectAll()
        .where('scope', '=', 'content')
        .executeTakeFirstOrThrow();
      const manifest = change(row.manifest);
      const sha256 = hashOf(manifest);
      const incident = 'INC-CCCCC';
      await db
        .insertInto('erasure')
        .values({ sha256, incident_id: incident, scope: 'content', manifest })
        .execute();
      const entry = { kind: 'erased', who: 'dora', channel: 'cli', incident, seq: null };
      await db
        .transaction()
        .execute((trx) =>
          appendAudit(trx, [{ ...entry, atMs: laterMs, subject: 'content', subjectHash: sha256 }]),
        );
    });
    if (also !== undefined) tamper(other, (sqlite) => sqlite.exec(also));
    const last = (await entriesIn(other)).at(-1)?.n;
    return { fault: (await verifyIn(other)).fault, last };
  }

  it('without a removal is named itself', async () => {
    const { fault, last } = await forged((text) => text.replaceAll('INC-AAAAA', 'INC-CCCCC'));
    assert.deepEqual([fault?.broken, fault?.n], ['unfinished-erasure', last]);
  });

  it('of another incident than its list says covers nothing', async () => {
    const { fault, last } = await forged(
      (text) => text.replace('a request', 'another'),
      `delete from event where incident_id = 'INC-CCCCC'`,
    );
    assert.deepEqual([fault?.broken, fault?.n], ['altered-erasure', last]);
  });

  it('up to an earlier event covers no later one', async () => {
    const { fault } = await forged(
      (text) => text.replaceAll('INC-AAAAA', 'INC-CCCCC').replace(/"upTo":\d+/, '"upTo":1'),
      `delete from event where incident_id = 'INC-CCCCC'`,
    );
    assert.deepEqual([fault?.broken, fault?.seq], ['missing-event', 2]);
  });
});
