/** Telling customers: a draft, the approval of exactly that draft, one mail each; and hundreds spoken of as one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFields } from '../../src/domain/commands.ts';
import { dueEvents } from '../../src/domain/deadline.ts';
import { describe } from '../../src/domain/describe.ts';
import { customerTold } from '../../src/domain/filing.ts';
import { closureGates } from '../../src/domain/gates.ts';
import { limits } from '../../src/domain/incident.ts';
import { mailSubject } from '../../src/domain/mails.ts';
import { anchorsOf, dutiesPlanned, plannedFor, toPlan } from '../../src/domain/starting.ts';
import { toldOf } from '../../src/domain/told.ts';
import {
  accepts,
  approved,
  ask,
  declared,
  draftOf,
  fails,
  givenUnder,
  hours,
  mailTo,
  next,
  policy,
  refused,
  waiting,
  type CommandStep,
  type Step,
  type Story,
} from '../support/incidents.ts';

const many = Array.from({ length: 40 }, (_, n) => `c${n}`);
const [c0 = '', c1 = ''] = many;
const big = { ...policy, customers: many };

type Fields = CommandFields<'draftNotices'>;
const draft = (fields: Fields): CommandStep => ({ name: 'draftNotices', by: 'dora', fields });
const approve = (fields: CommandFields<'approveNotices'>, by = 'dora'): CommandStep => ({
  ...{ name: 'approveNotices', by, fields },
});
const notify = (fields: Fields): CommandStep => ({ name: 'notifyCustomers', by: 'dora', fields });

/** All forty concerned, each with its clock of a day. */
function concerned(inForce = big): Story {
  const story = givenUnder(
    inForce,
    declared(),
    { name: 'declareAwareness', fields: { at: hours(0), reason: 'the log' } },
    {
      name: 'startDuty',
      fields: { rule: 'gdpr-33-2', allCustomers: true, reason: 'one database' },
    },
  );
  const bodies = toPlan(story.incident).flatMap(([, started]) =>
    dutiesPlanned(
      story.incident,
      started,
      {
        stages: [
          {
            ...{ rule: started.rule, stage: 'notification', title: 'Tell', article: 'Art. 33(2)' },
            ...{ addressee: 'them', ruleVersion: '1', notes: [], dueAtMs: hours(24).atMs },
            anchor: { ...hours(0), kind: 'awareness', provisional: false },
            ...(started.customer !== undefined && { customer: started.customer }),
          },
        ],
        waiting: [],
      },
      plannedFor(story.incident, started),
    ),
  );
  return next(story, ...bodies.map((event): Step => ({ event })));
}

/** What the activity answers. */
function drafted(story: Story): Step {
  const unwritten = Object.entries(story.incident.customerDrafts ?? {}).filter(
    ([, d]) => !d.drafted,
  );
  const notices = unwritten.map(([customer, { notice }]) => ({ ...draftOf(customer), notice }));
  return { event: { type: 'noticesDrafted', notices, missing: ['What happened'] } };
}

/** As the workflow goes on when a customer's mail server took the notice. */
function taken(story: Story, customer: string): Story {
  const mail = mailTo(story, 'customer-notice', customer);
  const after = next(story, accepts(mail));
  const told = customerTold(after.incident, mail, after.nowMs, '<id@acme>');
  return next(after, ...told.map((event): Step => ({ event })));
}

const all = { all: true };

test('all customers of the policy become concerned by one word, and all are planned', () => {
  const { incident } = concerned();
  assert.equal(toldOf(incident).concerned, 40);
  assert.deepEqual(toPlan(incident), []);
  const [, started] = Object.entries(incident.started ?? {})[0] ?? [];
  assert.ok(started);
  assert.equal(anchorsOf(incident, started).at.awareness, hours(0).atMs);
});

test('a notice goes out only when exactly that draft was approved', () => {
  const asked = next(concerned(), draft(all));
  assert.equal(refused(asked, approve(all)).refused, 'nothing-to-approve');
  const written = next(asked, drafted(asked));
  const refusal = refused(written, notify(all));
  assert.equal(refusal.refused, 'not-approved');
  assert.match(refusal.message, /c0, c1, .*c9 and 30 more; draft it/);
  const ready = next(written, approve(all));
  const [event] = [ask(ready, notify(all))].flat();
  assert.ok(event && 'type' in event && event.type === 'customersNotified');
  assert.equal(event.notices.length, 40);
  assert.deepEqual(event.notices[0], { ...draftOf(c0), notice: 'N127.1' });
});

test('a newer draft needs a new approval, and the refusal names whose', () => {
  const asked = next(concerned(), draft(all));
  const ready = next(asked, drafted(asked), approve(all));
  const again = next(ready, draft({ customers: [c1] }));
  assert.equal(again.incident.customerDrafts?.[c1]?.approved, undefined);
  const refusal = refused(next(again, drafted(again)), notify(all));
  assert.match(refusal.message, /^nobody has approved the notice to c1; /);
  const named = refused(again, notify({ customers: [c0, c1] }));
  assert.equal(named.refused, 'not-approved', 'all or nothing');
});

test('a draft that was overtaken while it was written is not taken for the newer one', () => {
  const asked = next(concerned(), draft({ customers: [c0] }));
  const late = drafted(asked);
  const again = next(asked, draft({ customers: [c0] }), late);
  assert.equal(again.incident.customerDrafts?.[c0]?.drafted, undefined);
});

test('who names the drafts that were read approves those and no newer ones', () => {
  const asked = next(concerned(), draft(all));
  const written = next(asked, drafted(asked));
  const batch = next(written, approve({ ...all, notice: 'N127' }));
  assert.ok(many.every((id) => batch.incident.customerDrafts?.[id]?.approved));
  const again = next(written, draft({ customers: [c1] }));
  const newer = next(again, drafted(again));
  const newest = newer.incident.customerDrafts?.[c1]?.notice;
  const one = { customers: [c0, c1], notice: 'N127' };
  const { refused: code, message } = refused(newer, approve(one));
  assert.deepEqual(
    [code, message],
    [
      'newer-draft',
      `N127 is not the newest draft, ${newest} is; read it (notice show INC-7K3FQ ${newest}) and approve that`,
    ],
  );
  assert.equal(
    refused(written, approve({ customers: [c0], notice: 'N127.2' })).refused,
    'newer-draft',
  );
  const own = next(written, approve({ customers: [c0], notice: 'N127.1' }));
  assert.ok(own.incident.customerDrafts?.[c0]?.approved);
});

for (const [by, may] of [
  ['dora', true],
  ['dirk', true],
  ['clara', true],
  ['anna', false],
  ['ben', false],
] as const)
  test(`${by} ${may ? 'may' : 'may not'} approve`, () => {
    const asked = next(concerned(), draft({ customers: [c0] }));
    const step = approve({ customers: [c0] }, by);
    const written = next(asked, drafted(asked));
    if (may) assert.equal(next(written, step).incident.customerDrafts?.[c0]?.approved?.by, by);
    else assert.equal(refused(written, step).refused, 'not-your-role');
  });

test('incidents of before demand no approval, and send an approved draft where there is one', () => {
  const old = concerned({ ...big, edition: 1 });
  const sent = next(old, notify({ customers: [c0] }));
  assert.equal(mailTo(sent, 'customer-notice', c0).notice, undefined);
  const asked = next(old, draft({ customers: [c1] }));
  const both = next(asked, drafted(asked), approve({ customers: [c1] }), notify(all));
  assert.equal(mailTo(both, 'customer-notice', c1).notice?.sha256, draftOf(c1).sha256);
  assert.equal(waiting(both, 'customer-notice').length, 40);
});

test('who is to be told must be said, by names or by all of them', () => {
  const none = givenUnder(big, declared());
  for (const step of [draft, approve, notify]) {
    assert.equal(refused(none, step({})).refused, 'unknown-customer');
    assert.match(refused(none, step(all)).message, /nobody has said which customers .* concerns/);
    assert.equal(refused(none, step({ customers: ['hooli'] })).refused, 'unknown-customer');
    assert.equal(refused(none, step({ ...all, customers: [c0] })).refused, 'facts-in-conflict');
  }
});

test(`more than ${limits.customers} customers are refused with what to do`, () => {
  const customers = Array.from({ length: limits.customers + 1 }, (_, n) => `c${n}`);
  const story = givenUnder({ ...big, customers }, declared(), {
    ...{ name: 'declareAwareness', fields: { at: hours(0), reason: 'the log' } },
  });
  const step: CommandStep = {
    ...{ name: 'startDuty' },
    fields: { rule: 'gdpr-33-2', allCustomers: true, reason: 'all' },
  };
  assert.match(refused(story, step).message, /clocks for 600 customers, and these would be 601/);
});

test('all leaves out who was told, and who is being told', () => {
  const asked = next(concerned(), draft(all));
  const sending = next(asked, drafted(asked), approve(all), notify({ customers: [c0, c1] }));
  const told = taken(sending, c0);
  const rest = next(told, notify(all));
  assert.equal(waiting(rest, 'customer-notice').length, 39);
  assert.deepEqual(ask(rest, notify(all)), []);
});

test('forty clocks are one mail to each person, and one entry of the calendar', () => {
  const story = concerned();
  const briefings = story.incident.mails.filter(({ duty }) => duty === 'gdpr-33-2');
  assert.deepEqual(
    briefings.map(({ kind, to }) => `${kind} > ${to}`),
    ['briefing > dora', 'briefing > dirk'],
  );
  const [mail] = briefings;
  assert.ok(mail);
  const subject = mailSubject(story.incident, mail);
  assert.deepEqual(Object.keys(subject.duties), ['gdpr-33-2']);
  assert.equal(subject.told?.concerned, 40);
  assert.ok(JSON.stringify(subject).length < 3_000, 'the input of a mail stays small');
});

test('older editions tell of each duty by itself', () => {
  assert.equal(waiting(concerned({ ...big, edition: 1 }), 'briefing').length, 2 + 80);
});

test('forty duties that fall due together are one event and one reminder', () => {
  const story = concerned();
  const events = dueEvents(story.incident, hours(12).atMs).filter(
    (event) => event.type === 'reminded' && event.duty !== 'gdpr-33-1',
  );
  assert.equal(events.length, 1);
  const [event] = events;
  assert.ok(event?.type === 'reminded');
  assert.equal(event.also?.length, 39);
  assert.match(describe(event), /reminded of gdpr-33-2:c0 and 39 more/);
  const reminded = next(story, { until: hours(12).atMs });
  assert.equal(mailTo(reminded, 'reminder', 'dirk').duty, 'gdpr-33-2');
  assert.deepEqual(
    new Set(many.map((id) => reminded.incident.duties[`gdpr-33-2:${id}`]?.remindedUntilMs)),
    new Set([hours(12).atMs]),
  );
});

test('who was told is told once for the whole batch, when its last notice has ended', () => {
  const asked = next(concerned(), draft(all));
  let story = next(asked, drafted(asked), approve(all), notify(all));
  for (const customer of many.slice(0, -1)) {
    story = taken(story, customer);
    assert.deepEqual(waiting(story, 'duty-ended'), []);
  }
  story = taken(story, many.at(-1) ?? '');
  assert.deepEqual(waiting(story, 'duty-ended'), [
    ...['duty-ended > dora', 'duty-ended > dirk', 'duty-ended > clara'],
  ]);
  assert.equal(toldOf(story.incident).openCount, 0);
});

test('of those who cannot be reached the first is told at once, the others together at the end', () => {
  const asked = next(concerned(), draft(all));
  let story = next(asked, drafted(asked), approve(all), notify(all));
  let unreached = 0;
  for (const customer of many) {
    story = next(story, fails(mailTo(story, 'customer-notice', customer)));
    if (story.incident.mails.some(({ key }) => key.startsWith(`${story.incident.seq}.`)))
      unreached += 1;
  }
  assert.equal(unreached, 2);
  const mail = mailTo(story, 'customer-unreached', 'dora');
  assert.equal(mailSubject(story.incident, mail).told?.failedCount, 40);
  assert.equal(story.incident.customers[c0]?.detail, 'no-such-recipient 550');
  assert.equal(story.incident.deliveries.length, limits.deliveries);
});

test('a withheld customer is concerned no longer', () => {
  const held = next(
    concerned(),
    { name: 'withholdDuty', fields: { duty: `gdpr-33-2:${c0}`, reason: 'not their data' } },
    { name: 'confirmWithholding', by: 'clara', fields: { duty: `gdpr-33-2:${c0}` } },
  );
  assert.equal(toldOf(held.incident).concerned, 39);
  const [event] = [ask(held, draft(all))].flat();
  assert.ok(event && 'type' in event && event.type === 'noticesRequested');
  assert.equal(event.notices.length, 39);
});

test('what keeps an incident open is one sentence for all customers', () => {
  const gates = closureGates(concerned().incident).filter(({ code }) => code === 'duty-open');
  assert.deepEqual(
    gates.map(({ message }) => message.slice(0, 40)),
    ['the duty gdpr-33-1 is open; file or with', '40 customers are not told (gdpr-33-2:c0,'],
  );
});

test('approving twice changes nothing, and the steps are told with the number of customers', () => {
  const story = givenUnder(policy, declared(), ...approved('globex', 'initech'));
  assert.deepEqual(ask(story, approve(all)), []);
  const [event] = [ask(story, notify({ customers: ['globex', 'initech'] }))].flat();
  assert.ok(event && 'type' in event);
  assert.equal(
    describe(event),
    'sent the approved N-globex, N-initech (Art. 33(2)) to globex, initech',
  );
});
