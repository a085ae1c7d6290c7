/** A mail that fails for good goes to the next contact at once, and nothing gets lost on the way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accepts,
  declared,
  fails,
  given,
  givenUnder,
  hours,
  mailTo,
  next,
  policy,
  waiting,
  type Story,
} from '../support/incidents.ts';

const reminded = given(declared(), { name: 'acknowledge' }, { until: hours(24).atMs });

test('a mail that was taken waits no longer', () => {
  const taken = next(reminded, accepts(mailTo(reminded, 'reminder', 'dora')));
  assert.deepEqual(waiting(taken, 'reminder'), []);
  assert.deepEqual(taken.incident.deliveries.at(-1)?.outcome, 'accepted');
});

test('a reminder that fails climbs through deputy, management and those on call', () => {
  const order: string[] = [];
  let story: Story = reminded;
  let [mail] = story.incident.mails.filter(({ kind }) => kind === 'reminder');
  while (mail) {
    const failed = mail.to;
    story = next(story, fails(mail));
    [mail] = story.incident.mails.filter(({ kind }) => kind === 'reminder');
    order.push(failed);
    if (mail) assert.equal(mail.insteadOf, failed);
  }
  assert.deepEqual(order, ['dora', 'dirk', 'clara', 'anna', 'ben']);
});

test('a mail that stands in for another tells the same and has a name of its own', () => {
  const failed = mailTo(reminded, 'reminder', 'dora');
  const story = next(reminded, fails(failed));
  const instead = mailTo(story, 'reminder', 'dirk');
  assert.deepEqual(instead.reached, failed.reached);
  assert.equal(instead.duty, 'gdpr-33-1');
  assert.equal(instead.insteadOf, 'dora');
  assert.notEqual(instead.key, failed.key);
});

test('two failures with the same next contact cause one mail', () => {
  const story = given(declared());
  const dora = mailTo(story, 'briefing', 'dora');
  const dirk = mailTo(story, 'briefing', 'dirk');
  const one = next(story, fails(dora));
  const both = next(one, fails(dirk));
  assert.deepEqual(waiting(both, 'briefing'), ['briefing > clara']);
  // The same one: it may be on its way already, and another key would send it twice.
  assert.deepEqual(mailTo(both, 'briefing', 'clara'), mailTo(one, 'briefing', 'clara'));
});

test('two failures cause one mail also when the next contact has it already', () => {
  const story = given(declared());
  const dora = mailTo(story, 'briefing', 'dora');
  const dirk = mailTo(story, 'briefing', 'dirk');
  const one = next(story, fails(dora));
  const taken = next(one, accepts(mailTo(one, 'briefing', 'clara')), fails(dirk));
  assert.deepEqual(waiting(taken, 'briefing'), []);
});

test('a mail whose point is gone is not sent to anybody else', () => {
  const failed = mailTo(reminded, 'reminder', 'dora');
  const filed = next(reminded, { name: 'fileDuty', fields: { reference: 'AZ 1' } }, fails(failed));
  assert.deepEqual(waiting(filed, 'reminder'), []);
});

test('a page that fails causes no other mail: the next person is paged instead', () => {
  const story = given(declared({ personalData: 'no' }));
  const failed = next(story, fails(mailTo(story, 'page', 'anna')));
  assert.deepEqual(waiting(failed), []);
});

/** Under the rules of before: each failure a mail of its own. */
const notified = givenUnder(
  { ...policy, edition: 1 },
  declared(),
  { name: 'notifyCustomer', fields: { customer: 'globex' } },
  { name: 'notifyCustomer', fields: { customer: 'initech' } },
);

test('a customer who cannot be reached is told to the owner, and stands on the incident', () => {
  const story = next(notified, fails(mailTo(notified, 'customer-notice', 'globex')));
  const mail = mailTo(story, 'customer-unreached', 'dora');
  assert.equal(mail.customer, 'globex');
  assert.deepEqual(mail.fallback, ['dirk', 'clara']);
  assert.equal(story.incident.customers['globex']?.outcome, 'failed');
  assert.equal(story.incident.customers['initech']?.outcome, 'sending');
  const climbed = next(story, fails(mail));
  assert.equal(mailTo(climbed, 'customer-unreached', 'dirk').customer, 'globex');
});

test('two customers who cannot be reached are both told to the owner', () => {
  const globex = mailTo(notified, 'customer-notice', 'globex');
  const initech = mailTo(notified, 'customer-notice', 'initech');
  const story = next(notified, fails(globex), fails(initech));
  const told = story.incident.mails.flatMap(({ customer }) => customer ?? []);
  assert.deepEqual(told, ['globex', 'initech']);
});

test('the briefing of a duty that ended waits no longer', () => {
  const story = given(declared(), { name: 'fileDuty', fields: { reference: 'AZ 1' } });
  assert.deepEqual(waiting(story, 'briefing'), []);
});

test('a failure says how it ended without the words of the server', () => {
  const story = next(reminded, fails(mailTo(reminded, 'reminder', 'dora')));
  assert.equal(story.incident.deliveries.at(-1)?.detail, 'no-such-recipient 550');
});
