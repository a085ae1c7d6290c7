/** The chore of the upkeep with a real mail server and a real register: who is told what, and what stays on record. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simpleParser } from 'mailparser';
import { createUpkeep } from '../../src/activities/upkeep.ts';
import type { ChoreDone } from '../../src/workflows/messages.ts';
import type { UpkeepFinding } from '../../src/domain/upkeep.ts';
import { checkUpkeep } from '../../src/doctor/upkeep.ts';
import { newestOf } from '../../src/register/audit.ts';
import { hour, policy } from '../mail/sample.ts';
import { createStand, loaded, quiet } from './stand.ts';

const stand = createStand();
const smtp = await stand.smtp();
const transport = stand.transport(smtp.settings);
const register = await stand.register();

const start = Date.UTC(2026, 10, 2, 6);
let nowMs = start;
let found: readonly UpkeepFinding[] = [];
const upkeep = createUpkeep({
  ...{ register, transport, now: () => nowMs },
  policy: loaded(policy),
  find: async () => found,
});

async function look(atDay: number): Promise<string> {
  nowMs = start + atDay * 24 * hour;
  const environment = quiet();
  const { done }: ChoreDone = await environment.run(() => upkeep(new AbortController().signal));
  return done;
}

const stuck: UpkeepFinding = {
  ...{ kind: 'not-running', about: 'INC-7K3FQ', severity: 'failed', detail: '' },
};
const vendor: UpkeepFinding = {
  ...{ kind: 'vendor-overdue', about: 'host', severity: 'warning', detail: '2026-10-01' },
};

test('what is found is told to those who decide and the officer, once; the record has counts alone', async () => {
  assert.equal(await look(0), 'nothing found');
  assert.equal(smtp.mails.length, 0);
  found = [stuck, vendor];
  assert.equal(await look(1), '1 not-running, 1 vendor-overdue; told 2 people, 0 not reached');
  assert.equal(smtp.mails.length, 2);
  const mail = await simpleParser(smtp.mails[0] ?? '');
  assert.equal(mail.subject, '[upkeep] 2 things need your care');
  assert.match(mail.text ?? '', /INC-7K3FQ is open in the register, .*\(new\)\. Any command/s);
  assert.match(mail.text ?? '', /vendors review host/);
  assert.match(mail.text ?? '', /Contact: security@nordlicht\.example/);
  assert.match(smtp.mails[0] ?? '', /^Importance: high/im);
  assert.equal(await look(2), '1 not-running, 1 vendor-overdue');
  assert.equal(smtp.mails.length, 2);
  const act = await newestOf(register.db, 'upkeep');
  assert.equal(act?.subject, '1 not-running, 1 vendor-overdue');
  const { result, found: told } = await checkUpkeep(register, policy, nowMs + hour);
  assert.equal(result, 'warning');
  assert.match(told, /looked over 1 h ago: 1 must be mended, 1 need somebody/);
});

test('a mail that nobody takes is told at the next attempt, and nothing is remembered of it', async () => {
  found = [stuck];
  smtp.behave('refuse');
  found = [stuck, vendor, { ...stuck, about: 'INC-NEWER' }];
  await assert.rejects(look(3), { type: 'refused' });
  smtp.behave('accept');
  const before = smtp.mails.length;
  assert.match(await look(3), /told 2 people/);
  assert.equal(smtp.mails.length, before + 2);
});

test('one address that is refused does not keep the news from the other', async () => {
  smtp.unknown.add('dirk@nordlicht.example');
  found = [stuck, vendor];
  assert.match(await look(10), /told 1 people, 1 not reached/);
  assert.match(smtp.mails.at(-1) ?? '', /still/);
});

test('when all is well again, that is told once; a look that is missing fails the doctor', async () => {
  found = [];
  assert.match(await look(11), /nothing found; told/);
  const last = await simpleParser(smtp.mails.at(-1) ?? '');
  assert.equal(last.subject, '[upkeep] all is well again');
  assert.equal(await look(12), 'nothing found');
  assert.equal((await checkUpkeep(register, policy, nowMs)).result, 'ok');
  const late = await checkUpkeep(register, policy, nowMs + 49 * hour);
  assert.equal(late.result, 'failed');
  assert.match(late.found, /never since/);
});
