/** A change of the policy is made known: to everybody, over a real mail server, without a value of the file. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { loadPolicy } from '../../src/policy/file.ts';
import { changedSections } from '../../src/policy/announcement.ts';
import { recordPolicy } from '../../src/register/audit.ts';
import { openRegister } from '../../src/register/database.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { createDesk } from './desk.ts';

let desk: Awaited<ReturnType<typeof createDesk>>;
let smtp: TestSmtp;
let old: string;

before(async () => {
  smtp = await startSmtp();
  desk = await createDesk();
  change(/ {2}smtp:[^]*$/, `  smtp: ${JSON.stringify(smtp.settings)}\n`);
  const { version, files } = await loadPolicy(path());
  old = version;
  const register = await openRegister(desk.folder);
  await recordPolicy(register, { version, files, nowMs: Date.parse('2026-11-01T10:00:00Z') });
  await register.close();
  change('zone: Atlantic/Azores', 'zone: Europe/Paris');
  change('email: dora@acme.example', 'email: dora.new@acme.example');
  change('critical: 30s', 'critical: 40s');
});
after(() => smtp.stop());

const path = () => join(desk.folder, 'policy.yaml');
function change(from: string | RegExp, to: string): void {
  writeFileSync(path(), readFileSync(path(), 'utf8').replace(from, to));
}
const announce = (...words: string[]) => desk.run('policy', 'announce', ...words);

test('a dry run shows the mail and sends nothing; it names sections and counts, and no address of anybody', async () => {
  const { code, out } = await announce('--dry-run');
  assert.equal(code, 0);
  assert.match(out, /^To: anna, dora\nSubject: \[policy\] the security policy has changed/);
  assert.match(out, /Section 4, Access: 2 changes \(people\)/);
  assert.match(out, /Section 8, Incidents: 1 change \(acknowledgeWithin\)/);
  assert.match(out, new RegExp(`Version until now: ${old}\\nNew version: [0-9a-f]{12}`));
  assert.match(out, /Whom to ask: security@acme\.example/);
  for (const secret of ['dora', 'Paris', '40s', 'smtp'])
    assert.ok(!out.replace('To: anna, dora', '').includes(secret), secret);
  assert.equal(smtp.arrived(), 0);
});

test('everybody gets one mail, only admins the command for the full difference; it is on record', async () => {
  assert.equal((await announce()).code, 2, 'nobody said who announces');
  const { code, out, err } = await announce('--as', 'dora');
  assert.equal(code, 0, err);
  assert.match(out, /2 told, 0 not reached/);
  const mails = await Promise.all(smtp.mails.map((raw) => simpleParser(raw)));
  assert.deepEqual(
    mails.map(({ to }) => (Array.isArray(to) ? '' : to?.value[0]?.address)),
    ['anna@acme.example', 'dora.new@acme.example'],
  );
  for (const { text } of mails) assert.match(text ?? '', /seventytwo policy diff [0-9a-f]{12}/);
  const audit = await desk.run('audit', 'list');
  assert.match(audit.out, /policyAnnounced {2}[0-9a-f]{12} to [0-9a-f]{12}: 2 told, 0 not reached/);
});

test('a person who is no admin is not given the command', async () => {
  change(
    'anna: { name: Anna Berg',
    'ben: { name: Ben Roth, email: ben@acme.example }\n  anna: { name: Anna Berg',
  );
  const { out } = await announce('--dry-run', '--to', 'ben');
  assert.match(out, /^To: ben\n/);
  assert.doesNotMatch(out, /policy diff/);
});

test('who was not reached is named, and ends it with 3', async () => {
  smtp.unknown.add('anna@acme.example');
  const { code, json } = await announce('--to', 'anna', '--as', 'dora', '--json');
  assert.equal(code, 3);
  assert.deepEqual(json().faults, { anna: 'no-such-recipient, 550' });
  assert.equal((await announce('--to', 'nobody', '--as', 'dora')).code, 2);
});

test('the same version twice is nothing to announce, and only who answers for the policy announces', async () => {
  const same = await announce('now', 'now', '--as', 'dora');
  assert.equal(same.code, 5);
  assert.match(same.err, /differ in no key/);
  assert.equal((await announce('--as', 'ben')).code, 4);
});

test('a key that this version does not know is counted and not named', () => {
  const typed = { what: 'added', path: 'password: hunter2.x', after: 'x' } as const;
  assert.deepEqual(changedSections([typed]), [{ section: 10, count: 1, keys: [] }]);
});
