/** Who gets which mail for which event, and that a mail's name is the same for every attempt. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { EventType } from '../../src/domain/events.ts';
import { mailKinds, messageId, threadId, type Mail } from '../../src/domain/mail.ts';
import { mailSubject, peopleAt } from '../../src/domain/mails.ts';
import { ownerChain } from '../../src/domain/policy.ts';
import {
  approved,
  declared,
  given,
  givenUnder,
  hours,
  mailTo,
  next,
  policy,
  waiting,
  type Step,
  type Story,
} from '../support/incidents.ts';
import { lives, stories } from './random.ts';
import { bodies, busy } from './samples.ts';

/** The mails that the last event caused. */
function caused({ incident }: Story): readonly string[] {
  const { mails, seq } = incident;
  return mails.filter(({ key }) => key.startsWith(`${seq}.`)).map((m) => `${m.kind} > ${m.to}`);
}

const all = (kind: string, ...people: readonly string[]): readonly string[] =>
  people.map((to) => `${kind} > ${to}`);

/** Done by ben, a responder, to an incident that is aware. */
const mailsOf: Readonly<Record<EventType, readonly string[]>> = {
  declared: [],
  paged: all('page', 'ben', 'clara'),
  nobodyReached: all('nobody-reached', 'anna', 'ben', 'clara', 'dora', 'dirk'),
  pagingHeld: [],
  stalled: ['still-on-it > ben'],
  acknowledged: [],
  assigned: ['assigned > ben'],
  scribeAssigned: ['assigned > ben'],
  severityChanged: [],
  triaged: [],
  contained: [],
  recovered: [],
  noted: [],
  taskAdded: ['task-given > ben'],
  taskCompleted: [],
  taskAssigned: ['task-given > dirk'],
  taskSkipped: [],
  // The scribe's are the commander's, who has started it.
  playbookStarted: ['task-given > dirk'],
  tasksDue: ['task-due > anna'],
  attached: [],
  assessmentRequested: [],
  assessed: [],
  assessmentFailed: [],
  awarenessDeclared: [],
  awarenessCorrected: [],
  awarenessCorrectionProposed: all('confirm-awareness', 'dora', 'dirk', 'clara'),
  awarenessCorrectionDropped: [],
  dutyOpened: all('briefing', 'dora', 'dirk'),
  dutyReplanned: all('briefing', 'dora', 'dirk'),
  dutyStarted: [],
  rulePlanned: [],
  // This one came back: a mail of its own tells that.
  dutyReopened: [],
  timeStamped: [],
  dutyWithdrawn: all('duty-ended', 'dora', 'dirk', 'clara'),
  reminded: all('reminder', 'dora', 'dirk', 'clara'),
  filed: all('duty-ended', 'dora', 'dirk', 'clara'),
  advised: [],
  withholdingProposed: all('confirm-withholding', 'dora', 'dirk', 'clara'),
  withholdingConfirmed: all('duty-ended', 'dora', 'dirk', 'clara'),
  noticeRequested: [],
  noticeDrafted: [],
  noticeCorrected: [],
  letterCorrected: [],
  noticeApproved: [],
  customerNotified: ['customer-notice > initech'],
  noticesRequested: [],
  noticesDrafted: [],
  noticesApproved: [],
  customersNotified: ['customer-notice > globex'],
  mailAccepted: [],
  mailFailed: [],
  mailDeferred: [],
  mailBounced: [],
  reviewed: [],
  closed: [],
  reopened: [],
  addressesSwitched: [],
  linkForwarded: [],
  restricted: [],
  unrestricted: [],
  glassBroken: ['glass-broken > clara'],
  glassReviewed: [],
  mergeRequested: [],
  mergeFailed: [],
  merged: [],
  absorbed: [],
  alertsRecorded: [],
  commandRefused: [],
};
for (const [type, mails] of Object.entries(mailsOf)) {
  const event = Object.values(bodies).find((body) => body.type === type);
  test(`${type} causes ${mails.length === 0 ? 'no mail' : mails.join(', ')}`, () => {
    assert.ok(event);
    assert.deepEqual(caused(next(busy(), { event, by: 'anna' })), mails);
  });
}

test('whoever owns a duty is told when a person reopens it', () => {
  const event = { type: 'dutyReopened', duty: 'gdpr-33-1', reason: 'a second copy' } as const;
  assert.deepEqual(caused(next(busy(), { event })), all('briefing', 'dora', 'dirk'));
});

test('who takes command without being told gets no mail about it', () => {
  const event = bodies.assigned;
  assert.deepEqual(caused(next(busy(), { event, by: 'ben' })), []);
});

test('who proposes is not asked to confirm', () => {
  for (const event of [bodies.withholdingProposed, bodies.awarenessCorrectionProposed]) {
    const asked = caused(next(busy(), { event, by: 'dora' })).map((line) => line.split(' > ')[1]);
    assert.deepEqual(asked, ['dirk', 'clara']);
  }
});

const levels = [
  ['owner', ['dora']],
  ['deputy', ['dora', 'dirk']],
  ['management', ['dora', 'dirk', 'clara']],
] as const;
for (const [level, people] of levels) {
  test(`a reminder of level ${level} reaches ${people.join(', ')}`, () => {
    assert.deepEqual(peopleAt(policy, level), people);
    const event = { ...bodies.reminded, level };
    assert.deepEqual(caused(next(busy(), { event })), all('reminder', ...people));
  });
}

test('one person in two roles gets one mail', () => {
  const small = { ...policy, deputy: 'dora', decisionMaker: 'dora' };
  assert.deepEqual(ownerChain(small), ['dora']);
  assert.deepEqual(peopleAt(small, 'management'), ['dora']);
  assert.deepEqual(waiting(givenUnder(small, declared()), 'briefing'), ['briefing > dora']);
});

test('the briefing of a clock that starts late climbs as far as the rungs it stands for', () => {
  const briefed = (hour: number) => waiting(given(declared({ detected: hours(hour) })), 'briefing');
  assert.deepEqual(briefed(-24), all('briefing', 'dora', 'dirk'));
  assert.deepEqual(briefed(-70), all('briefing', 'dora', 'dirk', 'clara'));
});

test('a reminder tells its rungs, a briefing and a page their duty or none', () => {
  const story = given(declared(), { until: hours(24).atMs });
  assert.deepEqual(mailTo(story, 'reminder', 'dora').reached, { rungs: ['T-48h'], level: 'owner' });
  assert.equal(mailTo(story, 'briefing', 'dora').duty, 'gdpr-33-1');
  assert.equal(mailTo(story, 'page', 'anna').duty, undefined);
});

const vanishing: readonly (readonly [
  name: string,
  kind: Mail['kind'],
  before: readonly Step[],
  step: Step,
])[] = [
  ['an acknowledgement drops the pages', 'page', [], { name: 'acknowledge' }],
  [
    'an acknowledgement drops "nobody reached"',
    'nobody-reached',
    [{ until: hours(0.5).atMs }],
    { name: 'acknowledge' },
  ],
  [
    'a false alarm drops the pages',
    'page',
    [],
    { name: 'declareFalseAlarm', fields: { reason: 'r' } },
  ],
  [
    'a filing drops the reminders',
    'reminder',
    [{ until: hours(72).atMs }],
    { name: 'fileDuty', fields: { reference: 'AZ 1' } },
  ],
  [
    'a triage without personal data drops the reminders',
    'reminder',
    [{ until: hours(72).atMs }],
    { name: 'triage', fields: { summary: 's', personalData: 'no' } },
  ],
  [
    'a confirmed withholding drops the reminders',
    'reminder',
    [{ until: hours(72).atMs }, { name: 'withholdDuty', fields: { reason: 'r' } }],
    { name: 'confirmWithholding', by: 'clara' },
  ],
  [
    'a confirmed withholding drops the question',
    'confirm-withholding',
    [{ name: 'withholdDuty', fields: { reason: 'r' } }],
    { name: 'confirmWithholding', by: 'clara' },
  ],
  [
    'a filing drops the question whether to withhold',
    'confirm-withholding',
    [{ name: 'withholdDuty', fields: { reason: 'r' } }],
    { name: 'fileDuty', fields: { reference: 'AZ 1' } },
  ],
  [
    'a confirmed awareness time drops the question',
    'confirm-awareness',
    [
      { name: 'declareAwareness', fields: { at: hours(0), reason: 'r' } },
      { name: 'declareAwareness', at: hours(2).atMs, fields: { at: hours(1), reason: 'r' } },
    ],
    { name: 'confirmAwareness', by: 'ben' },
  ],
];
for (const [name, kind, before, step] of vanishing) {
  test(name, () => {
    const story = given(declared(), ...before);
    assert.notDeepEqual(waiting(story, kind), []);
    assert.deepEqual(waiting(next(story, step), kind), []);
  });
}

test('a newer reminder replaces an older one that still waits', () => {
  const story = given(declared(), { until: hours(48).atMs });
  assert.deepEqual(mailTo(story, 'reminder', 'dora').reached?.rungs, ['T-24h']);
});

test('a newer page to the same person replaces the older one; pages to others stay', () => {
  const story = given(declared(), { until: hours(0.75).atMs });
  assert.deepEqual(waiting(story, 'page'), ['page > ben', 'page > anna']);
});

test('the notices to two customers wait side by side', () => {
  const story = given(declared(), ...approved('globex', 'initech'), {
    name: 'notifyCustomers',
    fields: { customers: ['globex', 'initech'] },
  });
  assert.deepEqual(waiting(story, 'customer-notice'), all('customer-notice', 'globex', 'initech'));
});

test('the subject of a mail holds no description, and facts only for a customer', () => {
  const { incident } = busy();
  const described = given(declared({ description: 'the secret', personalData: 'yes' }), {
    ...{ name: 'triage', fields: { summary: 'the story', subjects: 9 } },
  });
  for (const kind of mailKinds) {
    const [some] = incident.mails;
    assert.ok(some);
    const subject = mailSubject(described.incident, { ...some, kind });
    assert.equal(JSON.stringify(subject).includes('the secret'), false);
    assert.equal('policy' in subject || 'mails' in subject, false);
    assert.equal('tasks' in subject, kind.startsWith('task-'));
    assert.deepEqual(subject.facts, kind === 'customer-notice' ? { subjects: 9 } : undefined);
    assert.equal(subject.summary, kind === 'customer-notice' ? 'the story' : undefined);
  }
});

test('a Message-ID is made of incident, key and domain, and belongs to one thread', () => {
  assert.equal(messageId('INC-1', '12.0', 'acme.example'), '<INC-1.12.0@acme.example>');
  assert.equal(threadId('INC-1', 'acme.example'), '<INC-1@acme.example>');
});

test('whatever happens, no two mails ever share a key, and a mail keeps its own', () => {
  fc.assert(
    fc.property(lives, (life) => {
      const known = new Map<string, string>();
      for (const { incident } of life) {
        const keys = incident.mails.map(({ key }) => key);
        assert.equal(new Set(keys).size, keys.length);
        for (const mail of incident.mails) {
          const told = JSON.stringify(mail);
          assert.equal(known.get(mail.key) ?? told, told);
          known.set(mail.key, told);
        }
      }
    }),
  );
});

test('whatever happens, nobody is waited on twice for the same, and everybody is known', () => {
  fc.assert(
    fc.property(stories, ({ incident }) => {
      const { mails } = incident;
      const named = mails
        .filter(({ kind }) => kind !== 'customer-notice')
        // Each break-glass access is looked at by itself.
        .map(({ kind, to, glass = '' }) => `${kind} > ${to} ${glass}`);
      assert.equal(new Set(named).size, named.length);
      const known = [...Object.keys(policy.people), ...policy.customers];
      for (const { to, fallback } of mails)
        for (const person of [to, ...fallback]) assert.ok(known.includes(person));
    }),
  );
});
