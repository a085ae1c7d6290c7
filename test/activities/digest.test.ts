/** The digest with a real register and a real mail server: who is told what, when, and once a day. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { createDigest } from '../../src/activities/digest.ts';
import { createMailActivities, type SentMail } from '../../src/activities/mail.ts';
import { mailSubject } from '../../src/domain/mails.ts';
import { summarise } from '../../src/domain/summary.ts';
import { createMailTransport } from '../../src/mail/transport.ts';
import { policySchema, type Policy } from '../../src/policy/schema.ts';
import { newestOf } from '../../src/register/audit.ts';
import { openRegister } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import type { ChoreDone } from '../../src/workflows/messages.ts';
import { dataFolder } from '../register/sample.ts';
import { declared, given, hours, next, type Step, type Story } from '../support/incidents.ts';
import { startSmtp } from '../support/smtp.ts';
import { loaded, quiet } from './stand.ts';

const smtp = await startSmtp();
const transport = createMailTransport(smtp.settings, undefined);
const folder = await dataFolder();
let register = await openRegister(folder);
after(async () => {
  transport.close({ force: true });
  await smtp.stop();
  await register.close();
});

const person = (id: string, more: object = {}) => ({
  name: id,
  email: `${id}@acme.example`,
  ...more,
});
const written = {
  organisation: {
    ...{ name: 'Acme', contact: 'security@acme.example', zone: 'Europe/Vienna', authority: 'AT' },
  },
  people: {
    anna: person('anna'),
    ben: person('ben', { zone: 'America/New_York' }),
    clara: person('clara', { digest: 'off' }),
    dora: person('dora', { mails: { courtesy: 'off' } }),
    dirk: person('dirk', { digest: 'daily' }),
  },
  roles: { dpo: 'dora', deputy: 'dirk', decisionMaker: 'clara' },
  onCall: { order: ['anna', 'ben'] },
};
const policy: Policy = policySchema.parse(written);

let nowMs = 0;
function deps() {
  return {
    ...{ register, transport, now: () => nowMs },
    policy: loaded(policy),
  };
}

/** At a time of day in Vienna, which is UTC+2 after 29 March 2026; Friday 27 March is the day of the incident. */
async function morning(iso: string): Promise<string> {
  nowMs = Date.parse(iso);
  const environment = quiet();
  const chore = createDigest(deps());
  const { done }: ChoreDone = await environment.run(() => chore(new AbortController().signal));
  return done;
}

async function mailsSince(before: number) {
  return Promise.all(smtp.mails.slice(before).map((raw) => simpleParser(raw)));
}

const aware: Step = {
  ...{ name: 'declareAwareness', at: hours(1).atMs },
  fields: { at: hours(0), reason: 'the log shows it' },
};
let story: Story = next(given(declared({ personalData: 'unknown' })), aware, {
  name: 'addTask',
  fields: { title: 'Ask the host for logs', owner: 'ben', due: hours(90) },
});

async function journal(): Promise<void> {
  const { incident, events } = story;
  await append(register, { events, incident: summarise(incident) });
}

test('nobody is written to while nothing is open, and not later on that morning either', async () => {
  assert.equal(await morning('2026-03-27T07:01:00Z'), 'told 0 people, 0 not reached');
  await journal();
  assert.equal(await morning('2026-03-27T09:00:00Z'), 'told 0 people, 0 not reached');
});

test('each is told at eight where they are what is theirs, the hours left first', async () => {
  const before = smtp.mails.length;
  // Saturday, nine in Vienna: a day off for all but who wants it daily.
  assert.equal(await morning('2026-03-28T08:00:00Z'), 'told 1 people, 0 not reached');
  // Monday, half past seven in Vienna, then eight; New York sleeps.
  assert.equal(await morning('2026-03-30T05:30:00Z'), 'told 0 people, 0 not reached');
  assert.equal(await morning('2026-03-30T06:00:00Z'), 'told 3 people, 0 not reached');
  assert.equal(await morning('2026-03-30T12:05:00Z'), 'told 1 people, 0 not reached');
  const mails = await mailsSince(before);
  const to = mails.map((mail) => JSON.stringify(mail.to).match(/(\w+)@acme/)?.[1]);
  assert.deepEqual(to, ['dirk', 'anna', 'dora', 'dirk', 'ben']);
  const [, anna, dora, , ben] = mails;
  assert.equal(dora?.subject, '[digest] 2 h 14 min left: 1 duty open');
  // In command since she declared awareness: the duty is hers too, the task is ben's.
  assert.equal(anna?.subject, dora?.subject);
  assert.match(ben?.text ?? '', /T1.*: Ask the host for logs/);
  assert.match(dora?.text ?? '', /GDPR Art\. 33\(1\)/);
  assert.doesNotMatch(anna?.text ?? '', /Ask the host/);
  assert.match(smtp.mails.at(-1) ?? '', /^List-Unsubscribe:\s+<mailto:/m);
  const act = await newestOf(register.db, 'digest');
  assert.equal(act?.subject, 'told 1 people, 0 not reached');
});

test('it is mailed once a day, after a restart too, and again when the server put it off', async () => {
  const before = smtp.mails.length;
  await register.close();
  register = await openRegister(folder);
  assert.equal(await morning('2026-03-30T06:30:00Z'), 'told 0 people, 0 not reached');
  smtp.behave('busy');
  assert.equal(await morning('2026-03-31T06:00:00Z'), 'told 0 people, 3 not reached');
  smtp.behave('accept');
  assert.equal(await morning('2026-03-31T06:15:00Z'), 'told 3 people, 0 not reached');
  assert.equal(await morning('2026-03-31T06:30:00Z'), 'told 0 people, 0 not reached');
  assert.equal(smtp.mails.length, before + 3);
  // The same at each attempt: a double would be seen.
  const [mail] = await mailsSince(before);
  assert.match(mail?.messageId ?? '', /^<digest\.2026-03-31\.anna@acme\.example>$/);
});

test('what somebody does not want at once waits for the digest, and takes the entry out of the calendar there', async () => {
  const filed: Step = {
    ...{ name: 'fileDuty', by: 'dirk', at: Date.parse('2026-03-31T10:00:00Z') },
    fields: { reference: 'AZ 1', stage: 'complete', reasonsForDelay: 'the portal was down' },
  };
  story = next(story, { name: 'acknowledge', at: Date.parse('2026-03-31T09:00:00Z') }, filed);
  await journal();
  const { incident } = story;
  const { sendMail } = createMailActivities(deps());
  const before = smtp.mails.length;
  const environment = quiet();
  for (const mail of incident.mails.filter(({ kind }) => kind === 'duty-ended')) {
    const input = { mail, subject: mailSubject(incident, mail), mailDomain: 'acme.example' };
    const { detail }: SentMail = await environment.run(() => sendMail(input));
    assert.equal(detail, mail.to === 'dora' ? 'digest' : '250');
  }
  assert.equal(smtp.mails.length, before + 2);
  assert.equal(await morning('2026-04-01T06:00:00Z'), 'told 1 people, 0 not reached');
  const [, , digest] = await mailsSince(before);
  assert.equal(digest?.subject, '[digest] 1 piece of news');
  assert.match(digest?.text ?? '', /A duty has ended/);
  const ics = digest?.attachments[0]?.content.toString() ?? '';
  assert.match(ics, /METHOD:CANCEL[^]*UID:INC-7K3FQ\.gdpr-33-1@acme\.example/);
  assert.equal(await morning('2026-04-02T06:00:00Z'), 'told 0 people, 0 not reached');
});

test('a duty reaches its person whatever they prefer', async () => {
  const { incident } = next(given(declared({ personalData: 'unknown' })), aware);
  const mail = incident.mails.find(({ kind, to }) => kind === 'briefing' && to === 'dora');
  assert.ok(mail);
  const { sendMail } = createMailActivities(deps());
  const environment = quiet();
  const input = { mail, subject: mailSubject(incident, mail), mailDomain: 'acme.example' };
  const { detail }: SentMail = await environment.run(() => sendMail(input));
  assert.equal(detail, '250');
});

test('a restricted incident stays within its circle', async () => {
  story = next(given(declared({ personalData: 'unknown' })), {
    name: 'restrict',
    by: 'dora',
    fields: { people: ['anna'], reason: 'a colleague' },
  });
  const id = 'INC-B2C4D';
  const [first, ...rest] = story.events;
  assert.ok(first?.type === 'declared');
  const events = [{ ...first, incidentId: id }, ...rest];
  await append(register, { events, incident: { ...summarise(story.incident), id } });
  const before = smtp.mails.length;
  await morning('2026-04-03T06:00:00Z');
  await morning('2026-04-03T12:00:00Z');
  const mails = await mailsSince(before);
  const ben = mails.filter((mail) => JSON.stringify(mail.to).includes('ben@'));
  const anna = mails.find((mail) => JSON.stringify(mail.to).includes('anna@'));
  assert.match(anna?.subject ?? '', /1 unacknowledged/);
  assert.ok(anna?.text?.includes(id));
  assert.ok(ben.every(({ text }) => !text?.includes(id)));
});

test('both ways to be told cannot be off, and a duty has no key to turn it off', () => {
  const faults = (more: object) => {
    const people = { ...written.people, anna: person('anna', more) };
    const { error } = policySchema.safeParse({ ...written, people });
    return error?.issues.map(({ message }) => message).join();
  };
  assert.match(faults({ digest: 'off', mails: { courtesy: 'off' } }) ?? '', /leave one of them on/);
  assert.match(
    faults({ mails: { duties: 'off' } }) ?? '',
    /legal duties and their reminders can never be turned off/,
  );
});
