/** The data protection officer advises, the controller decides: GDPR Arts. 38(6), 39(1)(a). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  declared,
  given,
  givenUnder,
  next,
  policy,
  refused,
  type CommandStep,
} from '../support/incidents.ts';

const reason = 'credentials were among the data';
const advise = (recommends: 'notify' | 'withhold', by = 'dora'): CommandStep => ({
  ...{ name: 'advise', by, fields: { recommends, reason } },
});
const withhold = (by: string, againstAdvice?: string): CommandStep => ({
  ...{ name: 'withholdDuty', by },
  fields: { reason: 'test data', ...(againstAdvice !== undefined && { againstAdvice }) },
});
const confirm = (by: string): CommandStep => ({ name: 'confirmWithholding', by });
const begun = given(declared());

test('the officer and the deputy advise, nobody else', () => {
  for (const by of ['dora', 'dirk']) {
    const advice = next(begun, advise('notify', by)).incident.duties['gdpr-33-1']?.advice;
    assert.deepEqual({ ...advice, atMs: 0 }, { recommends: 'notify', reason, by, atMs: 0 });
  }
  for (const by of ['anna', 'clara'])
    assert.equal(refused(begun, advise('notify', by)).refused, 'not-your-role');
});

test('to withhold against the advice needs reasons, on record with the decision', () => {
  const story = next(begun, advise('notify'));
  assert.equal(refused(story, withhold('clara')).refused, 'advice-reasons-missing');
  const ended = next(story, withhold('clara', 'each entry was looked at'), confirm('anna'));
  const duty = ended.incident.duties['gdpr-33-1'];
  assert.equal(duty?.state, 'withheld');
  assert.equal(duty?.withholding?.againstAdvice, 'each entry was looked at');
});

test('advice that comes after the proposal must be answered before it is confirmed', () => {
  const story = next(begun, withhold('clara'), advise('notify'));
  assert.equal(refused(story, confirm('anna')).refused, 'advice-reasons-missing');
  const answered = next(story, withhold('clara', 'looked at'), confirm('anna'));
  assert.equal(answered.incident.duties['gdpr-33-1']?.state, 'withheld');
});

test('newer advice takes the place of older', () => {
  const story = next(
    begun,
    advise('notify'),
    advise('withhold'),
    withhold('clara'),
    confirm('anna'),
  );
  assert.equal(story.incident.duties['gdpr-33-1']?.state, 'withheld');
});

test('filing needs nobody, not even to follow advice; the reasons may be given', () => {
  const fields = { reference: 'AZ 1', againstAdvice: 'better told than not' };
  const story = next(begun, advise('withhold'), { name: 'fileDuty', fields });
  const duty = story.incident.duties['gdpr-33-1'];
  assert.equal(duty?.filings[0]?.againstAdvice, 'better told than not');
});

test('two people who are not the decision-maker cannot withhold; the officer may be the second', () => {
  assert.equal(refused(next(begun, withhold('anna')), confirm('dora')).refused, 'not-your-role');
  for (const [by, second] of [
    ['clara', 'dora'],
    ['anna', 'clara'],
  ] as const)
    assert.equal(
      next(begun, withhold(by), confirm(second)).incident.duties['gdpr-33-1']?.state,
      'withheld',
    );
});

test('incidents of before this edition keep the rule of any two people', () => {
  const { edition: _edition, ...old } = policy;
  const story = next(givenUnder(old, declared()), withhold('anna'), confirm('ben'));
  assert.equal(story.incident.duties['gdpr-33-1']?.state, 'withheld');
});
