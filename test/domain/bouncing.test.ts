/** What a mail that is put off, or comes back after it was taken, changes; and which reports are not believed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registerEntry } from '../../src/domain/register-entry.ts';
import { messageId, type Mail } from '../../src/domain/mail.ts';
import { status } from '../../src/domain/status.ts';
import {
  accepts,
  approved,
  declared,
  dutyOf,
  given,
  givenUnder,
  hours,
  incidentId,
  mailTo,
  next,
  policy,
  refused,
  waiting,
  type CommandStep,
  type Step,
  type Story,
} from '../support/incidents.ts';

type Report = 'failed' | 'delayed';

function idOf({ key }: Pick<Mail, 'key'>): string {
  return messageId(incidentId, key, policy.mailDomain);
}

function report(mail: Pick<Mail, 'key'>, what: Report = 'failed', at?: number): CommandStep {
  return {
    ...{ name: 'mailBounced', by: 'seventytwo', ...(at !== undefined && { at }) },
    fields: { messageId: idOf(mail), report: what, status: '5.1.1', code: '550' },
  };
}

function deferred(mail: Mail): Step {
  const { key, kind, to } = mail;
  return {
    event: {
      ...{ type: 'mailDeferred', key, kind, to, messageId: idOf(mail) },
      ...{ fault: 'refused', detail: '451', attempts: 4 },
    },
  };
}

const paged = given(declared({ personalData: 'no' }));
const page = mailTo(paged, 'page', 'anna');

test('a page that is put off moves on to the next person at once, and is still being sent', () => {
  const story = next(paged, deferred(page));
  assert.equal(story.incident.paging?.nextAtMs, story.nowMs);
  const after = next(story, { until: story.nowMs });
  assert.deepEqual(waiting(after, 'page'), ['page > anna', 'page > ben']);
  const [first] = status(after.incident, 0).mailsDeferred;
  assert.deepEqual(
    [first?.to, first?.detail, first?.attempts, first?.sinceMs],
    ['anna', 'refused 451', 4, story.nowMs],
  );
});

test('a page that comes back moves on to the next person at once', () => {
  const story = next(paged, accepts(page), report(page));
  assert.equal(story.incident.paging?.nextAtMs, story.nowMs);
  assert.equal(story.incident.deliveries.at(-1)?.outcome, 'bounced');
  assert.equal(story.incident.deliveries.length, 1);
});

test('a page that a server further on holds up moves on too, and says so once', () => {
  const story = next(paged, accepts(page), report(page, 'delayed'));
  assert.equal(story.incident.paging?.nextAtMs, story.nowMs);
  assert.equal(story.incident.deliveries.at(-1)?.outcome, 'delayed');
  const again = next(story, report(page, 'delayed'));
  assert.equal(again.events.length, story.events.length);
  const back = next(again, report(page), report(page), report(page, 'delayed'));
  assert.equal(back.events.length, story.events.length + 1);
});

test('somebody who has answered since is not paged again for a page that comes back', () => {
  const story = next(paged, accepts(page), { name: 'acknowledge' }, report(page));
  assert.equal(story.incident.paging, undefined);
  assert.deepEqual(waiting(story), []);
});

const reminded = given(declared(), { name: 'acknowledge' }, { until: hours(24).atMs });
const reminder = mailTo(reminded, 'reminder', 'dora');

test('a reminder that comes back climbs its chain as a failed one does', () => {
  const story = next(reminded, accepts(reminder), report(reminder));
  const instead = mailTo(story, 'reminder', 'dirk');
  assert.equal(instead.insteadOf, 'dora');
  assert.deepEqual(instead.reached, reminder.reached);
  const further = next(story, accepts(instead), report(instead));
  assert.equal(mailTo(further, 'reminder', 'clara').insteadOf, 'dirk');
});

test('a reminder that comes back when its duty is done goes to nobody else', () => {
  const filed: Step = { name: 'fileDuty', fields: { reference: 'AZ 1' } };
  const story = next(reminded, accepts(reminder), filed, report(reminder));
  assert.deepEqual(waiting(story, 'reminder'), []);
});

/** Art. 33(2) is owed to globex, and its notice was taken by its mail server. */
function told(): { story: Story; notice: Mail } {
  const duty = 'gdpr-33-2:globex';
  const planned: Step = {
    event: {
      ...{ type: 'dutyOpened', duty, ruleVersion: '1', dueAtMs: hours(24).atMs },
      anchor: { ...hours(0), kind: 'awareness', provisional: false },
      plan: {
        ...{ rule: 'gdpr-33-2', stage: 'notification', customer: 'globex', title: 'Tell globex' },
        ...{ article: 'GDPR Art. 33(2)', addressee: 'globex', notes: [] },
      },
    },
  };
  const story = given(
    ...[declared(), { name: 'triage', fields: { summary: 'x', personalData: 'yes' } } as const],
    ...[planned, ...approved('globex')],
    { name: 'notifyCustomer', by: 'dora', fields: { customer: 'globex' } },
  );
  const notice = mailTo(story, 'customer-notice', 'globex');
  const filed: Step = {
    event: {
      ...{ type: 'filed', duty, stage: 'complete', lateByMs: 0, reference: idOf(notice) },
      filed: { atMs: story.nowMs, zone: 'UTC' },
    },
  };
  return { story: next(story, accepts(notice), filed), notice };
}

test('a notice to a customer that comes back is owed again, with its clock where it was', () => {
  const { story, notice } = told();
  assert.equal(story.incident.duties['gdpr-33-2:globex']?.state, 'filed');
  const back = next(story, report(notice, 'failed', hours(30).atMs));
  const duty = back.incident.duties['gdpr-33-2:globex'];
  assert.equal(duty?.state, 'open');
  assert.equal(duty.dueAtMs, hours(24).atMs);
  assert.deepEqual(duty.filings, []);
  assert.equal(duty.returned?.[0]?.reference, idOf(notice));
  assert.equal(back.incident.customers['globex']?.outcome, 'failed');
  assert.equal(back.incident.customers['globex']?.detail, '550 5.1.1');
  assert.deepEqual(waiting(back, 'customer-unreached'), ['customer-unreached > dora']);
  // The register must not show as filed in time what nobody got.
  const entry = registerEntry(back.events)?.duties.find(({ id }) => id === 'gdpr-33-2:globex');
  assert.equal(entry?.lateByMs, undefined);
  assert.equal(dutyOf(back).state, 'open');
});

test('the same report again, or of the notice before, changes nothing', () => {
  const { story, notice } = told();
  const back = next(story, report(notice));
  assert.equal(next(back, report(notice)).events.length, back.events.length);
  const again = next(back, { name: 'notifyCustomer', by: 'dora', fields: { customer: 'globex' } });
  const newer = mailTo(again, 'customer-notice', 'globex');
  assert.notEqual(newer.key, notice.key);
  assert.equal(refused(again, report(notice)).refused, 'unknown-mail');
});

test('a closed incident opens again when a notice to a customer comes back, and only then', () => {
  const { story, notice } = told();
  const closed: Step = { event: { type: 'closed', outcome: 'resolved' } };
  const ended = next(story, closed);
  assert.equal(next(ended, report(notice)).incident.phase, 'triage');
  const staff = mailTo(story, 'duty-ended', 'dora');
  const other = next(story, accepts(staff), closed, report(staff));
  assert.equal(other.incident.phase, 'closed');
});

const forged: readonly (readonly [string, CommandStep])[] = [
  ['a mail that was never sent', report({ key: '77.0' })],
  ['a mail that still waits', report(page)],
  [
    'the same key at another domain',
    {
      ...{ name: 'mailBounced', by: 'seventytwo' },
      fields: { messageId: `<${incidentId}.2.0@evil.example>`, report: 'failed', status: '5.1.1' },
    },
  ],
  [
    'a status that is none',
    {
      ...{ name: 'mailBounced', by: 'seventytwo' },
      fields: { messageId: idOf(page), report: 'failed', status: '2.0.0' },
    },
  ],
];
for (const [what, step] of forged)
  test(`a report of ${what} is refused`, () => {
    assert.equal(refused(paged, step).refused, 'unknown-mail');
  });

test('what was taken under an older edition is not known, as it was then', () => {
  const old = givenUnder({ ...policy, edition: 3 }, declared({ personalData: 'no' }));
  const mail = mailTo(old, 'page', 'anna');
  const story = next(old, accepts(mail));
  assert.equal(story.incident.handedOver, undefined);
  assert.equal(refused(story, report(mail)).refused, 'unknown-mail');
});

test('a person cannot tell that a mail came back', () => {
  const step = { ...report(page), by: 'anna' };
  assert.equal(refused(paged, step).refused, 'not-your-role');
});
