/** Hand-overs of the rota with a real mail server and a real register: who is told what, once, also after restarts and outages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simpleParser } from 'mailparser';
import { createHandOvers } from '../../src/activities/hand-overs.ts';
import { readOnCallNow } from '../../src/on-call/now.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { newestOf } from '../../src/register/audit.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { append } from '../../src/register/journal.ts';
import { addOverride } from '../../src/register/overrides.ts';
import type { ChoreDone } from '../../src/workflows/messages.ts';
import { policy as sample } from '../mail/sample.ts';
import { story, summaryOf } from '../register/sample.ts';
import { createStand, loaded, quiet } from './stand.ts';

const stand = createStand();
const smtp = await stand.smtp();
const transport = stand.transport(smtp.settings);

const at = (utc: string): number => Date.parse(utc);
const weekly: NonNullable<Policy['rota']> = {
  layers: [
    { name: 'primary', people: ['anna', 'ben', 'dirk'], every: 7, from: '2026-11-02', at: '09:00' },
  ],
  away: [],
};

async function team(rota = weekly, people: Policy['people'] = sample.people) {
  const register = await stand.register();
  let nowMs = 0;
  const policy: Policy = { ...sample, people, rota };
  const create = () =>
    createHandOvers({
      ...{ register, transport, now: () => nowMs },
      policy: loaded(policy),
    });
  const environment = quiet();
  return {
    register,
    policy,
    /** As a worker that has just started: what it knows, it knows from the register. */
    async look(utc: string): Promise<{ done: string; mails: readonly string[] }> {
      nowMs = at(utc);
      const before = smtp.mails.length;
      const { done }: ChoreDone = await environment.run(() =>
        create()(new AbortController().signal),
      );
      const mails: string[] = [];
      for (const raw of smtp.mails.slice(before)) {
        const { to, subject } = await simpleParser(raw);
        mails.push(`${Array.isArray(to) ? '' : to?.text}: ${subject}`);
      }
      return { done, mails };
    },
  };
}

const begins = (name: string, id: string, until: string) =>
  `"${name}" <${id}@nordlicht.example>: [on call] you are on call (primary) until ${until}`;
const ends = (name: string, id: string) =>
  `"${name}" <${id}@nordlicht.example>: [on call] you are not on call any more (primary)`;

test('whoever begins and whoever ends are told at the hand-over, once, with what is open', async () => {
  const { look, register } = await team();
  const first = await look('2026-11-02T08:00:00Z');
  assert.deepEqual(first.mails, [
    begins('Anna Ruiz', 'anna', 'Mon 9 Nov 2026, 09:00 CET (2026-11-09 08:00 UTC)'),
  ]);
  assert.equal((await look('2026-11-02T08:05:00Z')).done, 'nothing to do');
  const declared = story('INC-7K3FQ', 2);
  await append(register, { events: declared, incident: summaryOf(declared) });
  assert.equal((await look('2026-11-09T07:59:59Z')).done, 'nothing to do');
  const next = await look('2026-11-09T08:00:00Z');
  assert.deepEqual(next.mails, [
    begins('Ben Okafor', 'ben', 'Mon 16 Nov 2026, 08:00 WET (2026-11-16 08:00 UTC)'),
    ends('Anna Ruiz', 'anna'),
  ]);
  const mail = await simpleParser(smtp.mails.at(-2) ?? '');
  assert.match(mail.text ?? '', /Handed over by:? +Anna Ruiz/);
  assert.match(mail.text ?? '', /After you:? +Dirk Lindqvist/);
  assert.match(mail.text ?? '', /INC-7K3FQ, high/);
  assert.doesNotMatch(mail.text ?? '', /bucket/);
  assert.equal((await look('2026-11-09T08:05:00Z')).mails.length, 0);
  const { fault } = await verifyAudit(register, undefined, () => undefined);
  assert.equal(fault, undefined);
});

test('after an outage over hand-overs one mail tells of now, and none of what passed', async () => {
  const { look } = await team();
  await look('2026-11-02T08:00:00Z');
  const after = await look('2026-11-17T10:30:00Z');
  assert.deepEqual(after.mails, [
    begins('Dirk Lindqvist', 'dirk', 'Mon 23 Nov 2026, 09:00 CET (2026-11-23 08:00 UTC)'),
  ]);
  const mail = await simpleParser(smtp.mails.at(-1) ?? '');
  assert.match(mail.text ?? '', /You are on call already; this could not be told in time/);
  assert.deepEqual((await look('2026-11-17T10:35:00Z')).mails, []);
});

test('whoever ended is told up to two hours later, and no more after that', async () => {
  for (const [utc, count] of [
    ['2026-11-09T09:59:00Z', 2],
    ['2026-11-09T10:01:00Z', 1],
  ] as const) {
    const { look } = await team();
    await look('2026-11-02T08:00:00Z');
    assert.equal((await look(utc)).mails.length, count, utc);
  }
});

test('an override is handed over like a turn, there and back, and says for whom', async () => {
  const { look, register, policy } = await team();
  await look('2026-11-02T08:00:00Z');
  await addOverride(
    register,
    {
      ...{ layer: 'primary', person: 'dirk', by: 'anna', givenAtMs: at('2026-11-03T09:00Z') },
      ...{ fromMs: at('2026-11-04T17:00Z'), untilMs: at('2026-11-05T07:00Z') },
    },
    'dentist',
  );
  const there = await look('2026-11-04T17:00:00Z');
  assert.deepEqual(there.mails, [
    begins('Dirk Lindqvist', 'dirk', 'Thu 5 Nov 2026, 08:00 CET (2026-11-05 07:00 UTC)'),
    ends('Anna Ruiz', 'anna'),
  ]);
  const mail = await simpleParser(smtp.mails.at(-2) ?? '');
  assert.match(mail.text ?? '', /You stand in for:? +Anna Ruiz/);
  assert.deepEqual((await readOnCallNow({ policy, register }, at('2026-11-04T18:00Z'))).layers, [
    { layer: 'primary', untilMs: at('2026-11-05T07:00Z'), person: 'dirk', insteadOf: 'anna' },
  ]);
  const back = await look('2026-11-05T07:02:00Z');
  assert.deepEqual(back.mails, [
    begins('Anna Ruiz', 'anna', 'Mon 9 Nov 2026, 09:00 CET (2026-11-09 08:00 UTC)'),
    ends('Dirk Lindqvist', 'dirk'),
  ]);
});

test('when nobody follows, whoever ends is told so', async () => {
  const away = ['anna', 'ben', 'dirk'].map((person) => ({
    ...{ person, from: '2026-11-05', until: '2026-11-05' },
  }));
  const { look } = await team({ ...weekly, away });
  await look('2026-11-02T08:00:00Z');
  assert.deepEqual((await look('2026-11-04T23:05:00Z')).mails, [ends('Anna Ruiz', 'anna')]);
  const mail = await simpleParser(smtp.mails.at(-1) ?? '');
  assert.match(mail.text ?? '', /Nobody is on call in this layer now/);
  assert.deepEqual((await look('2026-11-04T23:10:00Z')).mails, []);
  assert.equal((await look('2026-11-05T23:00:00Z')).mails.length, 1);
});

test('a layer of office hours is handed over when somebody else has it, not each morning', async () => {
  const [layer] = weekly.layers;
  assert.ok(layer);
  const between = { from: '09:00', until: '17:00' };
  const { look } = await team({ ...weekly, layers: [{ ...layer, between }] });
  await look('2026-11-02T08:00:00Z');
  for (const utc of ['2026-11-02T17:00Z', '2026-11-03T08:00Z', '2026-11-08T12:00Z'])
    assert.deepEqual((await look(utc)).mails, [], utc);
  // The last evening ends the week, the next morning begins another.
  assert.deepEqual((await look('2026-11-08T16:00Z')).mails, [ends('Anna Ruiz', 'anna')]);
  assert.equal((await look('2026-11-09T08:00Z')).mails.length, 1);
});

test('one person alone is told once, however long they have the layer', async () => {
  const [layer] = weekly.layers;
  assert.ok(layer);
  const { look } = await team({ ...weekly, layers: [{ ...layer, people: ['anna'] }] });
  assert.match((await look('2026-11-20T08:00Z')).mails[0] ?? '', /until further notice/);
  for (const utc of ['2026-11-23T08:00Z', '2026-12-30T08:00Z', '2027-06-30T08:00Z'])
    assert.deepEqual((await look(utc)).mails, [], utc);
});

test('whoever cannot be reached is on record and not tried for ever, and whoever ends is told all the same', async () => {
  const { look, register } = await team();
  await look('2026-11-02T08:00:00Z');
  smtp.unknown.add('ben@nordlicht.example');
  try {
    const { done, mails } = await look('2026-11-09T08:00:00Z');
    assert.equal(done, 'handed over: primary (whoever begins was not reached)');
    assert.deepEqual(mails, [ends('Anna Ruiz', 'anna')]);
    assert.equal((await newestOf(register.db, 'hand-over-refused'))?.subject, 'primary to ben');
    assert.equal((await look('2026-11-09T08:05:00Z')).done, 'nothing to do');
  } finally {
    smtp.unknown.clear();
  }
});

test('what the server puts off is told at the next attempt', async () => {
  const { look } = await team();
  smtp.behave('busy');
  await assert.rejects(look('2026-11-02T08:00:00Z'));
  smtp.behave('accept');
  assert.equal((await look('2026-11-02T08:00:10Z')).mails.length, 1);
});
