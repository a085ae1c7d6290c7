/** Levels of people and layers of a rota: who is paged, who is not and why, quiet hours, and whether somebody goes on. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { system } from '../../src/domain/commands.ts';
import { describe as inWords } from '../../src/domain/describe.ts';
import { nextDeadline } from '../../src/domain/deadline.ts';
import type { OnCallLayer, OnCallNow } from '../../src/domain/on-call.ts';
import type { Escalation, PolicySnapshot, Severity, Target } from '../../src/domain/policy.ts';
import { status } from '../../src/domain/status.ts';
import {
  accepts,
  declared,
  fails,
  givenWith,
  mailTo,
  minuteMs,
  next,
  policy,
  startMs,
  waiting,
  type CommandStep,
  type Roster,
  type Step,
  type Story,
} from '../support/incidents.ts';

const minutes = (count: number): number => startMs + count * minuteMs;
const target = (name: string): Target =>
  ['primary', 'second'].includes(name) ? { layer: name } : { person: name };
const level = (within: number, ...page: readonly string[]) => ({
  ...{ page: page.map(target), withinMs: within * minuteMs },
});
type Chain = readonly ReturnType<typeof level>[];

const usual: Chain = [level(5, 'primary'), level(10, 'second', 'ben'), level(20, 'clara')];

function under(levels: Escalation['levels'], more: Partial<Escalation> = {}): PolicySnapshot {
  return { ...policy, escalation: { levels, rounds: 1, ...more } };
}

const layer = (name: string, person?: string, insteadOf?: string): OnCallLayer => ({
  ...{ layer: name, untilMs: startMs },
  ...(person !== undefined && { person }),
  ...(insteadOf !== undefined && { insteadOf }),
});
const answer = (...layers: readonly OnCallLayer[]): Roster => {
  return (atMs): OnCallNow => ({ atMs, layers });
};
const both = answer(layer('primary', 'anna'), layer('second', 'dirk'));

const paged = (severity: Severity): CommandStep => declared({ personalData: 'no', severity });
const critical = paged('critical');
const raise = (severity: Severity, at: number): Step => ({
  ...{ name: 'changeSeverity', at },
  fields: { severity, reason: 'it spreads' },
});

/** Everything that paging did, in minutes from the start. */
function told({ events }: Pick<Story, 'events'>): readonly string[] {
  return events.flatMap((event) => {
    const minute = (event.atMs - startMs) / minuteMs;
    const skipped =
      'skipped' in event && event.skipped
        ? ` without ${event.skipped.map((each) => `${each.target}:${each.why}`).join(' ')}`
        : '';
    switch (event.type) {
      case 'paged':
        return [`${minute} ${[event.to, ...(event.also ?? [])].join('+')}${skipped}`];
      case 'nobodyReached':
        return [`${minute} nobody ${event.rounds}${skipped}`];
      case 'pagingHeld':
        return [`${minute} held until ${(event.untilMs - startMs) / minuteMs}`];
      case 'stalled':
        return [`${minute} stalled ${event.by}`];
      default:
        return [];
    }
  });
}

type Case = {
  readonly when: PolicySnapshot;
  readonly onCall?: Roster;
  readonly steps: readonly Step[];
  readonly told: readonly string[];
};

function check(cases: Readonly<Record<string, Case>>): void {
  for (const [name, { when, onCall, steps, told: expected }] of Object.entries(cases))
    test(name, () => {
      const story = givenWith({ inForce: when, ...(onCall && { onCall }) }, ...steps);
      assert.deepEqual(told(story), expected);
    });
}

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

describe('quiet hours', () => {
  /** For an hour and a half. */
  const night: Roster = (atMs) => ({
    ...{ atMs, layers: [layer('primary', 'anna'), layer('second', 'dirk')] },
    ...(atMs < minutes(90) && { quietUntilMs: minutes(90) }),
  });
  const all = under({ low: [level(30, 'anna'), level(30, 'ben')], critical: [level(5, 'clara')] });

  check({
    'hold a low page back until they end': {
      when: all,
      onCall: night,
      steps: [paged('low'), { until: minutes(120) }],
      told: ['0 held until 90', '90 anna', '120 ben'],
    },
    'hold nothing else': {
      when: all,
      onCall: night,
      steps: [critical],
      told: ['0 clara'],
    },
    'are over for an incident whose severity is raised': {
      when: all,
      onCall: night,
      steps: [paged('low'), raise('critical', minutes(10)), { until: minutes(15) }],
      told: ['0 held until 90', '10 clara', '15 nobody 1'],
    },
    'hold the next page of an incident whose severity is lowered': {
      when: all,
      onCall: night,
      steps: [critical, raise('low', minutes(1)), { until: minutes(90) }],
      told: ['0 clara', '5 held until 90', '90 ben'],
    },
    'hold nothing while nobody can say whether they are': {
      when: all,
      steps: [paged('low')],
      told: ['0 anna'],
    },
    'hold the question whether somebody is still on it': {
      when: under({ low: [level(30, 'anna')] }, { progressWithinMs: { low: 30 * minuteMs } }),
      onCall: (atMs) => (atMs < minutes(2) ? undefined : night(atMs)),
      steps: [paged('low'), { name: 'acknowledge', at: minutes(1) }, { until: minutes(90) }],
      told: ['0 anna', '31 held until 90', '90 stalled anna'],
    },
  });

  test('are said at the declaration and on the timeline', () => {
    const story = givenWith({ inForce: all, onCall: night }, paged('low'));
    assert.equal(story.incident.paging?.heldUntilMs, minutes(90));
    assert.deepEqual(nextDeadline(story.incident), {
      ...{ atMs: minutes(90), what: 'page after quiet hours' },
    });
    assert.match(
      story.events.map((event) => inWords(event)).join('\n'),
      /quiet hours, paging begins at 2026-03-27 09:44 UTC/,
    );
    assert.deepEqual(waiting(story, 'page'), []);
  });
});

describe('after an acknowledgement', () => {
  const watched = under(
    { critical: [level(5, 'anna'), level(5, 'ben')], high: [level(5, 'anna')] },
    { progressWithinMs: { critical: 30 * minuteMs } },
  );
  const ack: Step = { name: 'acknowledge', at: minutes(2), by: 'ben' };
  const note = (at: number, by = 'ben'): Step => ({
    ...{ name: 'note', at: minutes(at), by },
    fields: { text: 'still looking' },
  });

  check({
    'silence asks whoever acknowledged, and without an answer begins the chain anew': {
      when: watched,
      steps: [critical, ack, { until: minutes(47) }],
      told: ['0 anna', '32 stalled ben', '37 anna', '42 ben', '47 nobody 1'],
    },
    'any command of a person is news': {
      when: watched,
      steps: [critical, ack, note(20, 'clara'), { until: minutes(50) }],
      told: ['0 anna', '50 stalled ben'],
    },
    'so is another acknowledgement, also of the same person': {
      when: watched,
      steps: [
        critical,
        ack,
        { name: 'acknowledge', at: minutes(30), by: 'ben' },
        { until: minutes(60) },
      ],
      told: ['0 anna', '60 stalled ben'],
    },
    'what the product does by itself is none, nor what was refused': {
      when: watched,
      steps: [
        ...[critical, ack],
        { event: { type: 'noticesDrafted', notices: [], missing: [] }, at: minutes(20) },
        {
          ...{ at: minutes(25), by: 'ben' },
          event: { type: 'commandRefused', command: 'close', code: 'wrong-phase', message: 'x' },
        },
        { until: minutes(32) },
      ],
      told: ['0 anna', '32 stalled ben'],
    },
    'the question is answered by any command, and the wait begins anew': {
      when: watched,
      steps: [critical, ack, { until: minutes(33) }, note(34), { until: minutes(64) }],
      told: ['0 anna', '32 stalled ben', '64 stalled ben'],
    },
    'a chain that has begun anew ends with an acknowledgement alone': {
      when: watched,
      steps: [
        ...[critical, ack, { until: minutes(38) }, note(39, 'clara'), { until: minutes(42) }],
        ...[{ name: 'acknowledge', at: minutes(43), by: 'anna' } as const, { until: minutes(73) }],
      ],
      told: ['0 anna', '32 stalled ben', '37 anna', '42 ben', '73 stalled anna'],
    },
    'whoever took it over is the one who is asked': {
      when: watched,
      steps: [
        critical,
        ack,
        { name: 'acknowledge', at: minutes(10), by: 'clara' },
        { until: minutes(40) },
      ],
      told: ['0 anna', '40 stalled clara'],
    },
    'triage is news too, and containment ends the wait': {
      when: watched,
      steps: [
        ...[critical, ack],
        { name: 'triage', at: minutes(20), by: 'ben', fields: { summary: 'x' } },
        { until: minutes(51) },
        { name: 'contain', at: minutes(52), by: 'ben', fields: { summary: 'x' } },
        { until: minutes(999) },
      ],
      told: ['0 anna', '50 stalled ben'],
    },
    'a severity without such a time waits for nobody': {
      when: watched,
      steps: [critical, ack, raise('high', minutes(3)), { until: minutes(999) }],
      told: ['0 anna'],
    },
    'a policy without such times waits for nobody': {
      when: under({ critical: [level(5, 'anna')] }),
      steps: [critical, ack, { until: minutes(999) }],
      told: ['0 anna'],
    },
    'closing ends the wait': {
      when: watched,
      steps: [
        ...[critical, ack],
        { name: 'declareFalseAlarm', fields: { reason: 'a test' } },
        { until: minutes(999) },
      ],
      told: ['0 anna'],
    },
  });

  test('the question is a mail that an answer cancels, and whose failure begins the chain at once', () => {
    const story = givenWith({ inForce: watched }, critical, ack, { until: minutes(32) });
    const mail = mailTo(story, 'still-on-it', 'ben');
    assert.deepEqual(waiting(next(story, note(33)), 'still-on-it'), []);
    const failed = next(story, fails(mail, minutes(33)), { until: minutes(33) });
    assert.deepEqual(told(failed), ['0 anna', '32 stalled ben', '33 anna']);
  });

  test('the silence is told on the timeline', () => {
    const story = givenWith({ inForce: watched }, critical, ack, { until: minutes(32) });
    assert.match(
      inWords(story.events.at(-1) ?? assert.fail('no event')),
      /^heard nothing since 2026-03-27 08:16 UTC: asked ben whether they are still on it; paging begins anew at 2026-03-27 08:51 UTC/,
    );
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
