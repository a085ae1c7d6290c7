/** Signing people off, as it is typed. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { openRegister } from '../../src/register/database.ts';
import { recordOpened } from '../../src/register/access-reviews.ts';
import { createDesk } from './desk.ts';

/** As the desk's clock says it. */
const nowMs = Date.parse('2026-11-27T18:20:00Z');
let desk: Awaited<ReturnType<typeof createDesk>>;
before(async () => {
  desk = await createDesk();
  const path = join(desk.folder, 'policy.yaml');
  const text = readFileSync(path, 'utf8')
    .replace('zone: Atlantic/Azores }', 'zone: Atlantic/Azores, roles: [admin] }')
    .replace(
      'roles:\n',
      '  ben: { name: Ben Roth, email: ben@acme.example, roles: [admin, responder] }\nroles:\n',
    );
  writeFileSync(path, text);
  const register = await openRegister(desk.folder);
  await register.close();
});

async function open(dueAtMs: number): Promise<void> {
  const register = await openRegister(desk.folder);
  await recordOpened(register, 'review-2026-11-27T1800', dueAtMs, [], nowMs);
  await register.close();
}
const review = (...words: string[]) => desk.run('access', 'review', ...words);

test('while none is open nobody is confirmed, and the status says when the next opens', async () => {
  const { code, err } = await review('confirm', 'dora', '--as', 'anna');
  assert.equal(code, 5);
  assert.match(err, /no review of access is open/);
  const status = await review('--status');
  assert.equal(status.code, 0);
  assert.match(status.out, /the next opens/);
});

test('only an admin confirms, never alone themself, and only people who are there', async () => {
  await open(nowMs + 86_400_000);
  const refused = await review('confirm', 'anna', '--as', 'dora');
  assert.equal(refused.code, 4);
  assert.match(refused.err, /dora is no admin .*ask one of anna, ben/);
  const alone = await review('confirm', 'anna', 'dora', '--as', 'anna');
  assert.equal(alone.code, 4);
  assert.match(alone.err, /nobody confirms themself while there is another admin; ask ben/);
  const misspelt = await review('confirm', 'dora', 'doro', '--as', 'anna');
  assert.equal(misspelt.code, 2);
  assert.match(misspelt.err, /"doro" is neither a person/);
  assert.equal((await review('confirm', '--as', 'anna')).code, 2);
  assert.equal((await review('approve')).code, 2);
  const { json } = await review('--json');
  assert.deepEqual(
    json().people.map(({ person, confirmed }: { person: string; confirmed?: object }) => [
      ...[person, confirmed],
    ]),
    [
      ['anna', undefined],
      ['dora', undefined],
      ['ben', undefined],
    ],
  );
});

test('all but oneself with --all, the other by the other admin; it is on record, and the list shows it', async () => {
  const all = await review('confirm', '--all', '--as', 'anna');
  assert.equal(all.code, 0, all.err);
  assert.equal(all.out, 'Confirmed: dora, ben. Left: anna.');
  assert.match((await review('--status')).out, /not confirmed: anna/);
  assert.match((await review('confirm', 'anna', '--as', 'ben')).out, /Nobody is left/);
  const { out } = await review();
  assert.match(out, /^anna \(Anna Berg\) +by ben +.*admin$/m);
  assert.match(out, /^dora .* by anna /m);
  const audit = await desk.run('audit', 'list');
  assert.match(
    audit.out,
    /Ben Roth \(cli\) {2}accessReviewConfirmed {2}review-2026-11-27T1800 anna/,
  );
});

test('the policy is signed off by those who answer for it, and the next review follows from that', async () => {
  assert.equal((await desk.run('policy', 'reviewed', '--as', 'ben')).code, 0, 'an admin');
  const done = await desk.run('policy', 'reviewed', '--as', 'dora');
  assert.match(
    done.out,
    /^Version [0-9a-f]{12} is reviewed by dora. The next review is due 2027-11-27.$/,
  );
  const path = join(desk.folder, 'policy.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('[admin, responder]', '[responder]'));
  assert.equal((await desk.run('policy', 'reviewed', '--as', 'ben')).code, 4);
});
