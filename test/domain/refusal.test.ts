/** A refusal is a value with one sentence that a person can act on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../src/domain/incident.ts';
import { refusalCodes, type RefusalCode } from '../../src/domain/refusal.ts';
import {
  approved,
  declared,
  given,
  hours,
  next,
  refused,
  type CommandStep,
  type Step,
} from '../support/incidents.ts';
import { lives } from './random.ts';

const reason = 'because';
const summary = 'what happened';
const aware: CommandStep = { name: 'declareAwareness', fields: { at: hours(0), reason } };
const done: readonly Step[] = [
  { name: 'triage', fields: { summary, personalData: 'no' } },
  { name: 'contain', fields: { summary } },
  { name: 'recover', fields: { summary } },
];
const task: Step = { name: 'addTask', fields: { title: 'ask', mandatory: true } };
const tasks = Array.from({ length: limits.tasks }, () => task);

type Case = readonly [remedy: RegExp, asked: CommandStep, ...before: readonly Step[]];
/** Said before any rule is asked. */
type Unasked = 'not-authenticated';
const cases: Readonly<Record<Exclude<RefusalCode, Unasked>, Case>> = {
  'facts-in-conflict': [
    /give the time when it began$/,
    declared({ detected: hours(-2), occurred: hours(-1) }),
  ],
  'unknown-person': [/zoe .*policy file/, { name: 'assign', fields: { commander: 'zoe' } }],
  'unknown-duty': [/use one of gdpr-33-1$/, { name: 'draftNotice', fields: { duty: 'nis2' } }],
  'unknown-task': [/use one of T1$/, { name: 'completeTask', fields: { task: 'T9' } }, task],
  'unknown-mail': [
    /tell whoever did not get the mail by another way$/,
    {
      ...{ name: 'mailBounced', by: 'seventytwo' },
      fields: { messageId: '<INC-7K3FQ.9.9@x>', report: 'failed', status: '5.1.1' },
    },
  ],
  'unknown-customer': [
    /use one of globex, initech$/,
    { name: 'notifyCustomer', fields: { customer: 'hooli' } },
  ],
  'unknown-playbook': [
    /use one of ransomware, phishing$/,
    { name: 'triage', fields: { summary, kind: 'fire' } },
  ],
  'unknown-rule': [
    /use one of gdpr-33-2, .*us-sec-8k$/,
    { name: 'startDuty', fields: { rule: 'gdpr-99', reason } },
  ],
  'unknown-field': [
    /field 8 .*use 3 to 126$/,
    { name: 'setNotice', by: 'dora', fields: { field: 8, value: 'x' } },
  ],
  'answer-unfit': [
    /field 61 takes one of a, b, c, d, e, f$/,
    { name: 'setNotice', by: 'dora', fields: { field: 61, value: 'z' } },
  ],
  'anchor-missing': [
    /declare awareness first$/,
    { name: 'startDuty', fields: { rule: 'gdpr-34', reason } },
  ],
  'exception-needed': [
    /must rely on one of risk-unlikely; give it as exception \(--exception\)$/,
    { name: 'withholdDuty', fields: { reason, exception: 'no-high-risk' } },
  ],
  'not-declared': [/declare it first$/, { name: 'acknowledge' }],
  'already-declared': [/add a note to it$/, declared()],
  'wrong-phase': [/triage it first$/, { name: 'contain', fields: { summary } }],
  'already-done': [
    /is filed already; record anything further with fileDuty or a note$/,
    { name: 'withholdDuty', fields: { reason } },
    { name: 'fileDuty', fields: { reference: 'AZ 1' } },
  ],
  'clock-running': [
    /file or withhold gdpr-33-1 first$/,
    { name: 'declareFalseAlarm', fields: { reason } },
    aware,
  ],
  'breach-undecided': [/triage it with personal data yes or no$/, { name: 'close' }],
  'duty-open': [/file or withhold it$/, { name: 'close' }, aware],
  'task-open': [
    /mandatory task T1 is not done; complete it, or skip it with a reason$/,
    { name: 'close' },
    ...done,
    task,
  ],
  'review-missing': [/the review is missing; record it$/, { name: 'close' }, ...done],
  'second-person-needed': [
    /another person must confirm it$/,
    { name: 'confirmWithholding' },
    { name: 'withholdDuty', fields: { reason } },
  ],
  'nothing-to-confirm': [/nobody has proposed/, { name: 'confirmWithholding' }],
  'nothing-to-approve': [
    /draft it \(draftNotices, customers draft\) and read it first$/,
    { name: 'approveNotices', by: 'dora', fields: { customers: ['globex'] } },
  ],
  'newer-draft': [
    /^N9 is not the newest draft, N-globex is; read it .* and approve that$/,
    { name: 'approveNotices', by: 'dora', fields: { customers: ['globex'], notice: 'N9' } },
    ...approved('globex'),
  ],
  'nothing-filed': [
    /use withholdDuty \(duty withhold\) when none is owed$/,
    { name: 'fileDuty', fields: { reference: 'AZ 1', stage: 'withdrawal' } },
  ],
  'not-approved': [
    /have dora, dirk or clara approve it \(approveNotices, customers approve\)$/,
    { name: 'notifyCustomer', fields: { customer: 'globex' } },
  ],
  'delay-reasons-missing': [
    /give them as reasonsForDelay \(--reasons-for-delay\)$/,
    { name: 'fileDuty', at: hours(90).atMs, fields: { reference: 'AZ 1' } },
    aware,
  ],
  'not-your-role': [
    /dora or dirk advises$/,
    { name: 'advise', fields: { recommends: 'notify', reason } },
  ],
  'advice-reasons-missing': [
    /propose it with againstAdvice \(--against-advice\)$/,
    { name: 'withholdDuty', fields: { reason } },
    { name: 'advise', by: 'dora', fields: { recommends: 'notify', reason } },
  ],
  merging: [
    /wait for the answer, a few seconds$/,
    { name: 'merge', fields: { into: 'INC-K7F3Q', reason } },
    { name: 'merge', fields: { into: 'INC-B2C4D', reason } },
  ],
  'in-the-future': [
    /check date and zone$/,
    { name: 'declareAwareness', fields: { at: hours(9), reason } },
  ],
  'limit-reached': [/keep the rest in your tracker/, task, ...tasks],
  'not-permitted': [
    /^clara is auditor and may not note on INC-7K3FQ; it is for reporter, .*: ask one of them$/,
    { name: 'note', by: 'clara', roles: ['auditor'], fields: { text: 'x' } },
  ],
  restricted: [
    /choose one of them, or name ben too \(restrict\)$/,
    { name: 'assign', fields: { commander: 'ben' } },
    { name: 'restrict', fields: { people: ['anna'], reason } },
  ],
  'glass-unreviewed': [
    /G1 of ben is not reviewed; clara must review it$/,
    { name: 'declareFalseAlarm', fields: { reason } },
    { name: 'breakGlass', by: 'ben', fields: { reason } },
  ],
  'register-away': [
    /bring the register back/,
    { name: 'note', fields: { text: 'x' }, unjournaled: 10_000 },
  ],
};

function isOneSentence(message: string): void {
  assert.ok(message.length > 10);
  assert.ok(message.length < 2_000);
  assert.doesNotMatch(message, /[\n\r]|undefined|null|NaN|\[object|  /);
}

for (const [code, [remedy, asked, ...before]] of Object.entries(cases)) {
  test(`${code} is refused in one sentence that says what to do`, () => {
    const story =
      code === 'not-declared' || (asked.name === 'declare' && code !== 'already-declared')
        ? undefined
        : next(given(declared()), ...before);
    const refusal = refused(story, asked);
    assert.equal(refusal.refused, code);
    assert.match(refusal.message, remedy);
    isOneSentence(refusal.message);
    assert.deepEqual(Object.keys(refusal), ['refused', 'message']);
  });
}

test('the codes are a closed set without doubles', () => {
  assert.equal(new Set(refusalCodes).size, refusalCodes.length);
});

test('whatever people ask for, every refusal is one sentence', () => {
  fc.assert(
    fc.property(lives, (life) => {
      for (const { type, ...event } of life.at(-1)?.events ?? [])
        if (type === 'commandRefused' && 'message' in event) isOneSentence(event.message);
    }),
  );
});

test('where nothing is there to choose from, the refusal says so', () => {
  const none = given(declared({ personalData: 'no' }));
  assert.match(
    refused(none, { name: 'completeTask', fields: { task: 'T1' } }).message,
    /it has none$/,
  );
  assert.match(
    refused(none, { name: 'withholdDuty', fields: { reason } }).message,
    /declare awareness first if personal data was breached$/,
  );
});

const remedies: readonly (readonly [name: string, asked: CommandStep, ...before: Step[]])[] = [
  ['an unknown person', { name: 'assign', fields: { commander: 'zoe' } }],
  ['a withholding that nobody proposed', { name: 'confirmWithholding' }],
  ['an awareness time that nobody proposed', { name: 'confirmAwareness' }],
  [
    'a second end of a duty',
    { name: 'withholdDuty', fields: { reason } },
    aware,
    {
      ...{ name: 'fileDuty', fields: { reference: 'AZ 1' } },
    },
  ],
  ['an open mandatory task', { name: 'close' }, ...done, task],
  ['a missing review', { name: 'close' }, ...done],
  [
    'a later awareness time that waits',
    { name: 'close' },
    aware,
    {
      ...{ name: 'fileDuty', fields: { reference: 'AZ 1' } },
    },
    { name: 'declareAwareness', at: hours(2).atMs, fields: { at: hours(1), reason } },
  ],
];
for (const [name, asked, ...before] of remedies) {
  test(`the refusal of ${name} names the remedy`, () => {
    const { message } = refused(given(declared(), ...before), asked);
    assert.match(message, /; .*\b(use|give|do|complete|record|confirm|propose|declare|file|add)\b/);
  });
}
