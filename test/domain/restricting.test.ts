/** An incident for named people: who may act in it, who is paged, and to whom nothing is written any longer. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describe as inWords } from '../../src/domain/describe.ts';
import type { DutyPlan } from '../../src/domain/duty.ts';
import { absorption } from '../../src/domain/merging.ts';
import { status } from '../../src/domain/status.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import {
  ask,
  declared,
  given,
  givenUnder,
  hours,
  minuteMs,
  next,
  policy,
  refused,
  startMs,
  waiting,
  type Step,
} from '../support/incidents.ts';

const reason = 'a colleague is involved';
const to = (...people: readonly string[]): Step => ({
  ...{ name: 'restrict', by: 'dora', fields: { people, reason } },
});
/** Erin and frank hold no office. */
const more = {
  ...policy,
  people: { ...policy.people, erin: 'e', frank: 'f' },
};
const acknowledged: Step = { name: 'acknowledge', by: 'ben' };

describe('a restricted incident', () => {
  test('is for those named, its commander, and those who owe its duties', () => {
    const story = givenUnder(more, declared(), acknowledged, to('erin'));
    for (const by of ['erin', 'ben', 'dora', 'dirk', 'clara'])
      assert.equal(isRefusal(ask(story, { name: 'note', by, fields: { text: 'x' } })), false, by);
    for (const by of ['anna', 'frank']) {
      const { refused: code, message } = refused(story, {
        name: 'note',
        by,
        fields: { text: 'x' },
      });
      assert.equal(code, 'not-permitted');
      assert.match(message, /is restricted, and .* is not among those it is for/);
      assert.doesNotMatch(message, /erin/);
    }
  });

  test('is for the owners of its other duties too', () => {
    const owners = { 'nis2-23': ['frank', 'frank', 'frank'] };
    const story = givenUnder({ ...more, owners }, declared(), to('erin'));
    const note = { name: 'note', by: 'frank', fields: { text: 'x' } } as const;
    assert.equal(isRefusal(ask(story, note)), true);
    const { duties } = story.incident;
    const first = duties['gdpr-33-1'];
    assert.ok(first);
    const plan: DutyPlan = {
      ...{ rule: 'nis2-23', stage: 'notification', isTarget: false, notes: [] },
      ...{ title: 't', article: 'a', addressee: 'b', latestArguableAtMs: 0 },
    };
    const incident = { ...story.incident, duties: { ...duties, other: { ...first, plan } } };
    assert.equal(isRefusal(ask({ ...story, incident }, note)), false);
  });

  test('can be filed in by those who owe it, whoever is named', () => {
    const story = givenUnder(more, declared(), to('erin'));
    const file = { name: 'fileDuty', by: 'dora', fields: { reference: 'R' } } as const;
    assert.equal(isRefusal(ask(story, file)), false);
  });

  test('stands in the status, until it is lifted', () => {
    const story = given(declared(), to('anna', 'anna'));
    assert.deepEqual(status(story.incident, 0).restrictedTo, ['anna']);
    const lifted = next(story, { name: 'unrestrict', fields: { reason } });
    assert.equal('restrictedTo' in status(lifted.incident, 0), false);
    const again = { name: 'unrestrict', fields: { reason } } as const;
    assert.deepEqual(ask(lifted, again), []);
    assert.deepEqual(ask(story, { name: 'restrict', fields: { people: ['anna'], reason } }), []);
  });

  test('refuses people whom nobody knows, and nobody at all', () => {
    const story = given(declared());
    const restrict = (people: readonly string[]) =>
      refused(story, { name: 'restrict', fields: { people, reason } }).refused;
    assert.equal(restrict(['zoe']), 'unknown-person');
    assert.equal(restrict(['__proto__']), 'unknown-person');
    assert.equal(restrict([]), 'facts-in-conflict');
  });

  test('gives no work to somebody outside', () => {
    const story = next(givenUnder(more, declared()), to('anna'), {
      ...{ name: 'addTask', fields: { title: 'ask' } },
    });
    for (const step of [
      { name: 'assign', fields: { commander: 'ben' } },
      { name: 'assignScribe', fields: { scribe: 'ben' } },
      { name: 'addTask', fields: { title: 'more', owner: 'ben' } },
      { name: 'assignTask', fields: { task: 'T1', owner: 'ben' } },
    ] as const)
      assert.equal(refused(story, step).refused, 'restricted', step.name);
    assert.equal(isRefusal(ask(story, { name: 'assign', fields: { commander: 'dora' } })), false);
  });
});

describe('the pages of a restricted incident', () => {
  const everyStep = (count: number): Step => ({ until: startMs + count * 15 * minuteMs + 60_000 });

  test('go on with those on call who may see it, and the timeline tells who is left out', () => {
    const story = givenUnder({ ...more, onCall: ['anna', 'frank', 'ben'] }, declared(), {
      ...{ name: 'restrict', by: 'dora', fields: { people: ['ben', 'frank'], reason } },
    });
    assert.deepEqual(waiting(story, 'page'), ['page > frank']);
    const told = story.events.find(({ type }) => type === 'restricted');
    assert.match(told ? inWords(told) : '', /on call but not paged for it: anna: a colleague/);
    const later = next(story, everyStep(1), everyStep(2));
    assert.deepEqual(waiting(later, 'page'), ['page > frank', 'page > ben']);
  });

  test('go to the people named, in their order, when none on call may see it', () => {
    const story = givenUnder(more, declared(), to('frank', 'erin'));
    assert.deepEqual(waiting(story, 'page'), ['page > frank']);
    const later = next(story, everyStep(1), everyStep(2));
    assert.deepEqual(waiting(later, 'page'), ['page > frank', 'page > erin']);
    const nobody = next(later, everyStep(3));
    assert.deepEqual(
      waiting(nobody, 'nobody-reached').map((line) => line.split(' > ')[1]),
      ['clara', 'dora', 'dirk', 'erin', 'frank'],
    );
    assert.equal(
      isRefusal(ask(later, { name: 'acknowledge', by: 'erin', roles: ['reporter'] })),
      false,
    );
  });

  test('are not sent twice when the order stays, and begin anew when it is lifted', () => {
    const same = givenUnder(more, declared(), to('anna', 'ben'));
    assert.equal(same.events.filter(({ type }) => type === 'paged').length, 1);
    const other = givenUnder(more, declared(), to('erin'));
    const lifted = next(other, { name: 'unrestrict', by: 'dora', fields: { reason } });
    assert.deepEqual(waiting(lifted, 'page'), ['page > erin', 'page > anna'].slice(1));
  });

  test('need no edition: whoever has acknowledged is not paged again', () => {
    const story = givenUnder(more, declared(), acknowledged, to('erin'));
    assert.deepEqual(waiting(story, 'page'), []);
  });
});

describe('a mail of a restricted incident', () => {
  test("goes to nobody outside: the commander is reminded of an outsider's task", () => {
    const story = givenUnder(
      more,
      declared({ personalData: 'no' }),
      acknowledged,
      { name: 'addTask', fields: { title: 'ask', owner: 'erin', due: hours(2) } },
      to('frank'),
      { until: hours(3).atMs },
    );
    assert.deepEqual(waiting(story, 'task-due'), ['task-due > ben']);
  });

  test('falls back to nobody outside', () => {
    const story = givenUnder(
      more,
      declared(),
      { name: 'declareAwareness', by: 'dora', fields: { at: hours(0), reason } },
      to('erin'),
      { until: hours(26).atMs },
    );
    const fallbacks = story.incident.mails
      .filter(({ kind }) => kind === 'reminder')
      .flatMap(({ fallback }) => fallback);
    assert.ok(fallbacks.length > 0);
    assert.deepEqual(
      fallbacks.filter((person) => person === 'anna' || person === 'ben'),
      [],
    );
  });
});

test('what a restricted incident was about does not move with it into another', () => {
  const story = given(
    declared(),
    { name: 'triage', fields: { summary: 'the manager reads mail' } },
    { name: 'addTask', fields: { title: 'Ask the manager', mandatory: true } },
    to('anna'),
  );
  const { title, summary, tasks } = absorption(story.incident);
  assert.deepEqual(
    [title, summary, tasks],
    ['a restricted incident', undefined, ['T1 of INC-7K3FQ']],
  );
});
