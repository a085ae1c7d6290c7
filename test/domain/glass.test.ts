/** Break-glass: rights for four hours, in front of everybody, looked at by somebody else before the end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { glassMs, reviewersOf } from '../../src/domain/glass.ts';
import { limits } from '../../src/domain/incident.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { status } from '../../src/domain/status.ts';
import {
  ask,
  declared,
  given,
  givenUnder,
  minuteMs,
  next,
  policy,
  refused,
  waiting,
  type CommandStep,
  type Step,
} from '../support/incidents.ts';

const reason = 'nobody who may answers the phone';
const breaks = (by: string): CommandStep => ({
  ...{ name: 'breakGlass', by, roles: ['reporter'], fields: { reason } },
});
const close: CommandStep = {
  ...{ name: 'declareFalseAlarm', by: 'dirk', roles: ['reporter'], fields: { reason } },
};
const severity: CommandStep = {
  ...{
    name: 'changeSeverity',
    by: 'dirk',
    roles: ['reporter'],
    fields: { severity: 'low', reason },
  },
};
const reviews = (by: string, glass?: string): CommandStep => ({
  ...{ name: 'reviewBreakGlass', by, roles: ['admin'] },
  fields: { verdict: 'justified', reason, ...(glass !== undefined && { glass }) },
});
const outside: Step = { name: 'restrict', by: 'dora', fields: { people: ['dora'], reason } };

test('it gives the rights of a responder and a commander, for four hours and on this incident', () => {
  const story = given(declared());
  assert.equal(refused(story, severity).refused, 'not-permitted');
  const broken = next(story, breaks('dirk'));
  const fromMs = broken.nowMs;
  const at = (ms: number) => ask(broken, { ...severity, at: fromMs + ms });
  assert.equal(isRefusal(at(glassMs - 1)), false);
  assert.equal(isRefusal(at(glassMs)), true);
  assert.equal(isRefusal(ask(broken, { ...severity, by: 'clara' })), true);
});

test('it opens a restricted incident as well', () => {
  const story = given(declared(), { name: 'acknowledge', by: 'dora' }, outside);
  const note: CommandStep = {
    name: 'note',
    by: 'ben',
    roles: ['commander', 'responder'],
    fields: { text: 'x' },
  };
  assert.equal(refused(story, note).refused, 'not-permitted');
  const broken = next(story, { ...breaks('ben'), roles: ['commander', 'responder'] });
  assert.equal(isRefusal(ask(broken, note)), false);
});

test('it does not stand in for the officer or the management', () => {
  const broken = next(given(declared()), breaks('ben'));
  const advise: CommandStep = {
    ...{ name: 'advise', by: 'ben', roles: ['reporter'] },
    fields: { duty: 'gdpr-33-1', recommends: 'withhold', reason },
  };
  assert.equal(refused(broken, advise).refused, 'not-your-role');
});

test('who may everything already is told so, and twice within its time is once', () => {
  const all = { ...breaks('ben'), roles: ['responder', 'commander'] } as const;
  assert.equal(refused(given(declared()), all).refused, 'already-done');
  assert.deepEqual(ask(next(given(declared()), breaks('ben')), breaks('ben')), []);
});

test('it is told to every admin but the one who did it, or to management where there is none', () => {
  assert.deepEqual(waiting(next(given(declared()), breaks('ben')), 'glass-broken'), [
    'glass-broken > clara',
  ]);
  const admins = ['ben', 'dirk', 'anna'];
  const story = next(givenUnder({ ...policy, admins }, declared()), breaks('ben'));
  assert.deepEqual(waiting(story, 'glass-broken'), ['glass-broken > dirk', 'glass-broken > anna']);
  const of = (breaker: string, only: readonly string[]) =>
    reviewersOf({ ...policy, admins: only }, breaker);
  assert.deepEqual(of('ben', ['ben']), ['clara']);
  assert.deepEqual(of('clara', ['clara']), ['dora']);
});

test('a mail about it reaches an admin outside of the restriction, and ends with the review', () => {
  const admins = ['ben'];
  const story = next(givenUnder({ ...policy, admins }, declared()), outside, breaks('anna'));
  assert.deepEqual(waiting(story, 'glass-broken'), ['glass-broken > ben']);
  assert.deepEqual(waiting(next(story, reviews('ben')), 'glass-broken'), []);
});

test('nobody reviews their own, nor does everybody', () => {
  const story = next(given(declared()), breaks('ben'));
  assert.equal(refused(story, reviews('ben')).refused, 'second-person-needed');
  assert.equal(refused(story, { ...reviews('dora'), roles: ['dpo'] }).refused, 'not-your-role');
  assert.equal(isRefusal(ask(story, { ...reviews('clara'), roles: ['decision-maker'] })), false);
  assert.equal(isRefusal(ask(story, reviews('dora'))), false);
});

test('of several that wait one is named', () => {
  const story = next(given(declared()), breaks('ben'), breaks('dirk'));
  assert.match(refused(story, reviews('clara')).message, /G1, G2 .* wait for review/);
  assert.equal(refused(story, reviews('clara', 'G9')).refused, 'nothing-to-confirm');
  assert.match(
    refused(story, reviews('clara', 'G9')).message,
    /access G9 of .* give one of G1, G2$/,
  );
  const none = refused(given(declared()), reviews('clara')).message;
  assert.match(none, /^no break-glass access of \S+ waits for review; see its timeline$/);
  const one = next(story, reviews('clara', 'G2'));
  assert.deepEqual(
    one.incident.glasses?.map(({ id, review }) => [id, review?.verdict]),
    [
      ['G1', undefined],
      ['G2', 'justified'],
    ],
  );
});

test('no incident ends, in whatever way, before it is reviewed', () => {
  const story = next(given(declared({ personalData: 'no' })), breaks('ben'));
  const merge: CommandStep = { name: 'merge', fields: { into: 'INC-B2C4D', reason } };
  for (const step of [{ ...close, by: 'anna', roles: ['commander'] } as const, merge])
    assert.equal(refused(story, step).refused, 'glass-unreviewed', step.name);
  assert.ok(status(story.incident, 0).gates.some((gate) => /break-glass access G1/.test(gate)));
  const seen = next(story, reviews('clara'));
  assert.equal(isRefusal(ask(seen, merge)), false);
  assert.ok(!status(seen.incident, 0).gates.some((gate) => /break-glass/.test(gate)));
});

test('it cannot be broken without end', () => {
  const times = Array.from({ length: limits.glasses }, (_, n): Step => ({
    ...breaks('ben'),
    at: Date.UTC(2026, 2, 28) + n * (glassMs + minuteMs),
  }));
  assert.equal(
    refused(next(given(declared()), ...times), { ...breaks('dirk') }).refused,
    'limit-reached',
  );
});
