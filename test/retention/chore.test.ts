/** The daily turn: what is over its limit goes, what is held or exempt stays, and each erasure is an act. */
import assert from 'node:assert/strict';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Limits } from '../../src/domain/retention.ts';
import { checkRetention } from '../../src/doctor/retention.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { recordPolicy } from '../../src/register/audit.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { recordHold } from '../../src/register/holds.ts';
import { erasePastLimits, summaryOf } from '../../src/retention/chore.ts';
import { good } from '../policy/good.ts';
import { entriesIn, using } from '../register/chain.ts';
import { laterMs, quietOutside, tellStory } from '../register/erasure-sample.ts';
import { dataFolder, startMs } from '../register/sample.ts';

const dayMs = 24 * 3_600_000;
const nowMs = startMs + 40 * dayMs;

const turn = (folder: string, limits: Limits, atMs = nowMs, outside = quietOutside().outside) =>
  using(folder, (register) =>
    erasePastLimits({
      ...{ register, folder, nowMs: atMs, outside, terms: { limits, zone: 'UTC' } },
      signal: new AbortController().signal,
    }),
  );

async function folderWith(): Promise<string> {
  const folder = await dataFolder();
  await using(folder, async (register) => {
    await tellStory(register, 'INC-AAAAA', { files: ['a'] });
    await tellStory(register, 'INC-BBBBB', { files: ['b'], isBreach: true, drafts: ['N4', 'N6'] });
    await tellStory(register, 'INC-CCCCC');
    await tellStory(register, 'INC-DDDDD', { isOpen: true });
    const reason = 'a claim';
    const act = { incident: 'INC-CCCCC', kind: 'held', by: 'dora', atMs: laterMs, reason } as const;
    await recordHold(register, act);
  });
  return folder;
}

const erasedIn = async (folder: string): Promise<string[]> =>
  (await entriesIn(folder))
    .filter(({ kind }) => kind === 'erased')
    .map(({ incident, subject, who }) => `${incident} ${subject} ${who}`);

it('erases what is over its limit; a hold stops it, Art. 33(5) exempts, and a second turn does nothing', async () => {
  const folder = await folderWith();
  const limits = { incidents: 'P1M', attachments: 'P1M', drafts: 'P2W' };
  assert.equal((await turn(folder, limits, startMs + 20 * dayMs)).content, 0);
  const counts = await turn(folder, limits);
  assert.deepEqual(
    { ...counts },
    { ...{ content: 1, attachments: 1, drafts: 0, policyVersions: 0, mails: 0 }, held: 1, left: 0 },
  );
  assert.deepEqual(await erasedIn(folder), [
    'INC-BBBBB drafts seventytwo',
    'INC-AAAAA content seventytwo',
    'INC-BBBBB attachments seventytwo',
  ]);
  assert.match(summaryOf(counts), /^erased: all of 1 incidents, files of 1, .*held: 1; left/);
  assert.equal((await turn(folder, limits)).content, 0);
  assert.equal((await erasedIn(folder)).length, 3);
  assert.equal((await using(folder, (register) => verifyAudit(register))).fault, undefined);
  // Only an explicit limit reaches the record of a breach.
  assert.equal((await turn(folder, { breaches: 'P1M' })).content, 1);
  assert.equal((await erasedIn(folder)).at(-1), 'INC-BBBBB content seventytwo');
});

it('goes on with the others when one still runs in Temporal', async () => {
  const folder = await folderWith();
  const { outside } = quietOutside({
    stillNeeded: async (id) => (id === 'INC-AAAAA' ? 'it runs' : undefined),
  });
  const counts = await turn(folder, { incidents: 'P1D', breaches: 'P1D' }, nowMs, outside);
  assert.deepEqual([counts.content, counts.left, counts.held], [1, 1, 1]);
});

it('erases versions of the policy that no incident pins, and never the one in force', async () => {
  const folder = await folderWith();
  const filesOf = (text: string) => ({ policy: Buffer.from(text) });
  const { createHash } = await import('node:crypto');
  const versionOf = (text: string): string =>
    createHash('sha256').update(text).digest('hex').slice(0, 12);
  await using(folder, async (register) => {
    for (const [n, text] of ['old', 'newer', 'in force'].entries())
      await recordPolicy(register, {
        ...{ version: versionOf(text), files: filesOf(text), nowMs: startMs + n * dayMs },
      });
  });
  assert.equal((await turn(folder, { policyVersions: 'P1W' })).policyVersions, 2);
  assert.equal((await turn(folder, { policyVersions: 'P1W' })).policyVersions, 0);
  await using(folder, async (register) => {
    const kept = await register.db.selectFrom('policy').select('version').execute();
    assert.deepEqual(
      kept.map(({ version }) => version),
      [versionOf('in force')],
    );
    const { fault, erased } = await verifyAudit(register);
    assert.deepEqual([fault, erased], [undefined, 2]);
  });
});

it('takes mails out of the inbox by their age, and counts them in one act', async () => {
  const folder = await folderWith();
  await mkdir(join(folder, 'inbox'));
  for (const [name, ageDays] of [
    ['old.eml', 10],
    ['new.eml', 1],
    ['notes.txt', 99],
  ] as const) {
    await writeFile(join(folder, 'inbox', name), name);
    // Seconds, with parts of a millisecond, as a file system has them.
    const at = (nowMs - ageDays * dayMs) / 1_000 + 0.000_25;
    await utimes(join(folder, 'inbox', name), at, at);
  }
  assert.equal((await turn(folder, { inbox: 'P1W' })).mails, 1);
  assert.deepEqual((await readdir(join(folder, 'inbox'))).sort(), ['new.eml', 'notes.txt']);
  assert.equal((await entriesIn(folder)).at(-1)?.subject, '1 mails');
});

it('the doctor warns without limits, and fails once something is overdue by more than two days', async () => {
  const folder = await folderWith();
  const policyWith = (section: string) => {
    const parsed = parsePolicy(`${good}${section}`);
    assert.ok('policy' in parsed);
    return parsed.policy;
  };
  assert.equal((await checkRetention(policyWith(''), folder, {}, nowMs)).result, 'warning');
  const limited = policyWith('retention: { incidents: P1M }\n');
  const at = async (days: number) =>
    (await checkRetention(limited, folder, {}, startMs + days * dayMs)).result;
  assert.deepEqual([await at(20), await at(33), await at(36)], ['ok', 'ok', 'failed']);
  await turn(folder, { incidents: 'P1M' });
  assert.equal(await at(36), 'ok', 'what is held is not overdue');
});
