/** What a person sees of an incident: its duties, what is next, what keeps it open, and nothing internal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { earliestDueAtMs, status } from '../../src/domain/status.ts';
import { summarise } from '../../src/domain/summary.ts';
import { span, utc } from '../../src/domain/utc.ts';
import { declared, given, hours, minuteMs, next, policy, startMs } from '../support/incidents.ts';
import { stories } from './random.ts';
import { busy } from './samples.ts';

test('the status of a fresh incident says what is next and what keeps it open', () => {
  const told = status(given(declared()).incident, 3);
  assert.equal(told.policyVersion, policy.version);
  assert.equal(told.mailsWaiting, 3);
  assert.equal(told.unjournaled, 3);
  assert.equal(told.nextDueAtMs, hours(72).atMs);
  assert.deepEqual(told.nextDeadline, {
    ...{ atMs: startMs + 15 * minuteMs, what: 'page the next person' },
  });
  assert.deepEqual(told.gates, [
    'whether personal data was breached is undecided; triage it with personal data yes or no',
    'the duty gdpr-33-1 is open; file or withhold it',
    'it is in phase detected; it closes from review',
    'the review is missing; record it',
  ]);
});

test('a duty is shown with its article, both readings of its end and the next reminder', () => {
  const [duty] = status(busy().incident, 0).duties;
  assert.ok(duty);
  assert.equal(duty.article, 'GDPR Art. 33(1)');
  assert.equal(duty.title, 'Notify the supervisory authority');
  assert.equal(duty.dueAtMs, hours(72).atMs);
  assert.equal(duty.latestArguableAtMs, Date.UTC(2026, 2, 30, 9));
  assert.equal(duty.nextReminderAtMs, hours(24).atMs);
});

test('a duty that is filed has no next reminder and is nothing to come', () => {
  const { incident } = next(busy(), { name: 'fileDuty', fields: { reference: 'AZ 1' } });
  const told = status(incident, 0);
  assert.equal(earliestDueAtMs(incident), undefined);
  for (const key of ['nextDueAtMs', 'nextDeadline']) assert.equal(key in told, false);
  assert.equal('nextReminderAtMs' in (told.duties[0] ?? {}), false);
});

test('a closed incident has no gates and nothing to come', () => {
  const { incident } = given(declared(), {
    ...{ name: 'declareFalseAlarm', fields: { reason: 'a drill' } },
  });
  const told = status(incident, 0);
  assert.deepEqual(told.gates, []);
  assert.equal('nextDeadline' in told, false);
});

test('neither policy nor mails are shown, and everything is plain JSON', () => {
  fc.assert(
    fc.property(stories, ({ incident }) => {
      const told = status(incident, 0);
      assert.equal('policy' in told || 'mails' in told, false);
      const text = JSON.stringify(told);
      for (const secret of [policy.mailDomain, ...Object.values(policy.people)])
        assert.equal(text.includes(secret), false);
      assert.deepEqual(JSON.parse(text), told);
      assert.equal(told.duties.length, Object.keys(incident.duties).length);
    }),
  );
});

test('the line of an incident in a list', () => {
  assert.deepEqual(summarise(given(declared()).incident), {
    ...{ id: 'INC-7K3FQ', title: 'Backup bucket was public', phase: 'detected' },
    ...{ severity: 'high', personalData: 'unknown', declaredAtMs: startMs, lastSeq: 3 },
  });
  const closed = given(declared(), { name: 'declareFalseAlarm', fields: { reason: 'a drill' } });
  const { outcome, closedAtMs, lastSeq } = summarise(closed.incident);
  assert.deepEqual(
    { outcome, closedAtMs, lastSeq },
    { outcome: 'false-alarm', closedAtMs: closed.nowMs, lastSeq: closed.events.length },
  );
});

test('instants and spans are written in UTC, whatever the zone of the host', () => {
  assert.equal(utc(startMs + 59_999), '2026-03-27 08:14 UTC');
  assert.equal(span(72 * 60 * minuteMs - 1), '71 h 59 min');
  assert.equal(span(-59 * minuteMs), '59 min');
});
