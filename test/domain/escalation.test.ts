/** Levels of people and layers of a rota: who is paged, and who is not and why. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { system } from '../../src/domain/commands.ts';
import { describe as inWords } from '../../src/domain/describe.ts';
import { nextDeadline } from '../../src/domain/deadline.ts';
import { status } from '../../src/domain/status.ts';
import {
  accepts,
  fails,
  givenWith,
  mailTo,
  next,
  policy,
  startMs,
  waiting,
  type Step,
} from '../support/incidents.ts';
import {
  answer,
  both,
  check,
  critical,
  layer,
  level,
  minutes,
  paged,
  raise,
  told,
  under,
  usual,
} from './escalation-cases.ts';

describe('a chain', () => {
  check({
    'pages level by level, several at once, each level with its own time, then tells and begins anew':
      {
        when: under({ critical: usual }),
        onCall: both,
        steps: [critical, { until: minutes(60) }],
        told: ['0 anna', '5 dirk+ben', '15 clara', '35 nobody 1', '55 anna', '60 dirk+ben'],
      },
    'is gone through as often as the policy says before anybody is told, and again after that': {
      when: under({ critical: [level(5, 'anna'), level(5, 'ben')] }, { rounds: 2 }),
      steps: [critical, { until: minutes(50) }],
      told: [
        ...['0 anna', '5 ben', '10 anna', '15 ben', '20 nobody 2'],
        ...['25 anna', '30 ben', '35 anna', '40 ben', '45 nobody 4', '50 anna'],
      ],
    },
    'asks at each level who is on call: a shift that changes meanwhile counts': {
      when: under({ critical: [level(5, 'primary'), level(5, 'primary')] }),
      onCall: (atMs) => ({
        ...{ atMs, layers: [layer('primary', atMs < minutes(4) ? 'anna' : 'dirk')] },
      }),
      steps: [critical, { until: minutes(5) }],
      told: ['0 anna', '5 dirk'],
    },
    'pages whoever stands in': {
      when: under({ critical: usual }),
      onCall: answer(layer('primary', 'dora', 'anna'), layer('second')),
      steps: [critical],
      told: ['0 dora'],
    },
    'goes past a gap at once and says so': {
      when: under({ critical: usual }),
      onCall: answer(layer('primary'), layer('second')),
      steps: [critical],
      told: ['0 ben without primary:gap second:gap'],
    },
    'says who is away when nobody stands in, and which layer or person nobody knows': {
      when: under({ critical: usual }),
      onCall: answer(layer('primary', undefined, 'anna'), layer('elsewhere', 'anna')),
      steps: [critical],
      told: ['0 ben without primary:away second:unknown'],
    },
    'does not page who joined after the incident began': {
      when: under({ critical: usual }),
      onCall: answer(layer('primary', 'newcomer'), layer('second', 'dirk')),
      steps: [critical],
      told: ['0 dirk+ben without primary:unknown'],
    },
    'that comes to nobody tells the fallback at once': {
      when: under({ critical: [level(5, 'primary')] }, { rounds: 3 }),
      onCall: answer(layer('primary')),
      steps: [critical, { until: minutes(5) }],
      told: ['0 nobody 1 without primary:gap', '5 nobody 2 without primary:gap'],
    },
    'with layers is the pinned order while nobody can say who is on call': {
      when: under({ critical: usual }),
      steps: [critical, { until: minutes(15) }],
      told: ['0 anna', '5 ben', '10 nobody 1', '15 anna'],
    },
    'without layers needs no answer': {
      when: under({ critical: [level(7, 'clara', 'dora')] }),
      steps: [critical, { until: minutes(7) }],
      told: ['0 clara+dora', '7 nobody 1'],
    },
    'that a severity does not have is the order with the times of the severity': {
      when: under({ low: usual }),
      steps: [critical, { until: minutes(10) }],
      told: ['0 anna', '5 ben', '10 nobody 1'],
    },
    'of another severity begins at its first level as soon as the severity is raised': {
      when: under({ critical: [level(5, 'clara'), level(5, 'dora')], high: [level(60, 'ben')] }),
      steps: [paged('high'), raise('critical', minutes(10)), { until: minutes(15) }],
      told: ['0 ben', '10 clara', '15 dora'],
    },
  });

  test('is told level by level on the timeline, with whoever is not paged', () => {
    const onCall = answer(layer('primary', 'anna'), layer('second'));
    const story = givenWith({ inForce: under({ critical: usual }), onCall }, critical, {
      until: minutes(5),
    });
    const lines = story.events
      .filter(({ type }) => type === 'paged')
      .map((event) => inWords(event, (id) => id.toUpperCase()));
    assert.deepEqual(lines, [
      'paged ANNA (level 1 of 3); the next level at 2026-03-27 08:19 UTC unless somebody acknowledges',
      'paged BEN (level 2 of 3); the next level at 2026-03-27 08:29 UTC unless somebody acknowledges; not paged: SECOND (nobody is on call there)',
    ]);
  });

  test('stops at an acknowledgement of anybody who was paged, on call or not', () => {
    const inForce = under({ critical: [level(5, 'primary')] });
    const onCall = answer(layer('primary', 'dora'));
    const story = givenWith({ inForce, onCall }, critical);
    const roles = ['reporter'] as const;
    const done = next(story, { name: 'acknowledge', by: 'dora', roles }, { until: minutes(99) });
    assert.deepEqual(told(done), ['0 dora']);
    assert.deepEqual(waiting(done, 'page'), []);
  });

  for (const [name, steps] of Object.entries<readonly Step[]>({
    'a false alarm': [{ name: 'declareFalseAlarm', fields: { reason: 'a test' } }],
    'a merge': [
      { name: 'merge', fields: { into: 'INC-B2C4D', reason: 'the same' } },
      { event: { type: 'merged', into: 'INC-B2C4D' } },
    ],
  }))
    test(`stops at ${name}`, () => {
      const story = givenWith({ inForce: under({ critical: usual }), onCall: both }, critical);
      const ended = next(story, ...steps, { until: minutes(99) });
      assert.equal(ended.incident.paging, undefined);
      assert.equal(ended.incident.unreached, undefined);
      assert.deepEqual(waiting(ended, 'page'), []);
    });
});

describe('pages that cannot be delivered', () => {
  const story = givenWith(
    { inForce: under({ critical: [level(5, 'anna', 'ben'), level(5, 'clara')] }) },
    critical,
  );

  test('go on to the next level at once when the last of the level failed, not before', () => {
    const one = next(story, fails(mailTo(story, 'page', 'anna'), minutes(1)), {
      until: minutes(2),
    });
    assert.deepEqual(told(one), ['0 anna+ben']);
    const all = next(one, fails(mailTo(one, 'page', 'ben'), minutes(3)), { until: minutes(3) });
    assert.deepEqual(told(all), ['0 anna+ben', '3 clara']);
  });

  test('change nothing when another of the level was delivered', () => {
    const taken = next(story, accepts(mailTo(story, 'page', 'ben'), minutes(1)));
    const after = next(taken, fails(mailTo(taken, 'page', 'anna'), minutes(2)));
    assert.equal(nextDeadline(after.incident)?.atMs, minutes(5));
  });
});

describe('nobody reached', () => {
  const few = under({ critical: [level(5, 'anna')] }, { fallback: ['clara', 'dora'] });

  test('is told to the fallback, and says since when until somebody acknowledges', () => {
    const story = givenWith({ inForce: few }, critical, { until: minutes(16) });
    assert.deepEqual(told(story), ['0 anna', '5 nobody 1', '10 anna', '15 nobody 2']);
    assert.deepEqual(waiting(story, 'nobody-reached'), [
      'nobody-reached > clara',
      'nobody-reached > dora',
    ]);
    assert.deepEqual(status(story.incident, 0).unreached, { sinceMs: minutes(5) });
    const taken = next(story, { name: 'acknowledge', by: 'clara' });
    assert.equal(status(taken.incident, 0).unreached, undefined);
    assert.deepEqual(waiting(taken, 'nobody-reached'), []);
  });

  test('whose mail fails is told to somebody else', () => {
    const story = givenWith({ inForce: few }, critical, { until: minutes(5) });
    const mail = mailTo(story, 'nobody-reached', 'clara');
    assert.deepEqual(waiting(next(story, fails(mail)), 'nobody-reached'), [
      'nobody-reached > dora',
      'nobody-reached > anna',
    ]);
  });
});

describe('a restricted incident', () => {
  const to = (...people: readonly string[]): Step => ({
    ...{ name: 'restrict', at: minutes(1), by: 'dora' },
    fields: { people, reason: 'a colleague is involved' },
  });
  const more = { ...policy.people, erin: 'e' };
  const inForce = { ...under({ critical: usual }), people: more };

  test('pages only those who may see it, and says whom it does not', () => {
    const story = givenWith({ inForce, onCall: both }, critical, to('ben'), {
      until: minutes(11),
    });
    assert.deepEqual(told(story), [
      '0 anna',
      '1 dirk+ben without primary:outside-circle',
      '11 clara',
    ]);
    assert.deepEqual(waiting(story, 'page'), ['page > dirk', 'page > ben', 'page > clara']);
  });

  test('pages those it is for when nobody of the chain may see it', () => {
    const alone = { ...under({ critical: [level(5, 'anna')] }), people: more };
    const story = givenWith({ inForce: alone }, critical, to('erin'), { until: minutes(11) });
    assert.deepEqual(told(story), ['0 anna', '1 erin', '6 nobody 1', '11 erin']);
    assert.deepEqual(waiting(story, 'nobody-reached').toSorted(), [
      ...['clara', 'dirk', 'dora', 'erin'].map((person) => `nobody-reached > ${person}`),
    ]);
  });
});

test('an incident of before there were levels pages the order, whatever the policy had to say', () => {
  const inForce = { ...under({ critical: usual }), edition: 3 };
  const story = givenWith({ inForce, onCall: both }, critical, { until: minutes(10) });
  assert.deepEqual(told(story), ['0 anna', '5 ben', '10 nobody 1']);
  assert.deepEqual(
    story.events.find(({ type }) => type === 'paged'),
    {
      ...{ seq: 2, atMs: startMs, actor: system },
      ...{ type: 'paged', step: 0, to: 'anna', nextAtMs: minutes(5) },
    },
  );
});
