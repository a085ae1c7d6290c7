/** An incident is its events: every one applies, in one go or one by one, and the result stays small plain JSON. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { apply, replay } from '../../src/domain/apply.ts';
import { describe } from '../../src/domain/describe.ts';
import type { EventBody } from '../../src/domain/events.ts';
import { limits, type Incident } from '../../src/domain/incident.ts';
import { longText, shortText } from '../../src/domain/shape.ts';
import { declared, given, hours, next, startMs, type Step } from '../support/incidents.ts';
import { lives, stories } from './random.ts';
import { bodies, busy } from './samples.ts';

/** Compared strictly: an undefined key, a Map or a Date would differ. */
function throughJson<T>(value: T): T {
  // oxlint-disable-next-line no-unsafe-type-assertion -- the comparison is the test.
  return JSON.parse(JSON.stringify(value)) as T;
}

for (const body of Object.values(bodies)) {
  test(`${body.type} applies to an incident and leaves plain JSON`, () => {
    const story = next(busy(), { event: body });
    assert.equal(story.incident.seq, story.events.length);
    assert.deepEqual(throughJson(story.incident), story.incident);
    assert.deepEqual(throughJson(story.events), story.events);
  });
}

test('every event is told in one line', () => {
  for (const body of Object.values(bodies))
    assert.doesNotMatch(describe(body), /^$|\n|undefined|\[object/);
});

test('every event applies even where the thing it speaks of is gone', () => {
  const bare = given(declared({ personalData: 'no' }));
  for (const body of Object.values(bodies)) {
    if (body.type === 'declared') continue;
    assert.equal(next(bare, { event: body }).incident.id, bare.incident.id);
  }
});

test('nothing can happen before the declaration', () => {
  const [event] = next(given(declared()), { event: bodies.noted }).events.slice(-1);
  assert.ok(event);
  assert.throws(() => apply(undefined, event), /noted comes before the declaration/);
  assert.equal(replay([]), undefined);
});

test('an event never changes the incident it is applied to', () => {
  for (const body of Object.values(bodies)) {
    const story = busy();
    const before = JSON.stringify(story.incident);
    next(story, { event: body });
    assert.equal(JSON.stringify(story.incident), before);
  }
});

test('the list of events tells the same incident as living through it, also after JSON', () => {
  fc.assert(
    fc.property(lives, (life) => {
      for (const { incident, events } of life.slice(-3)) {
        assert.deepEqual(replay(events), incident);
        assert.deepEqual(replay(throughJson(events)), incident);
      }
    }),
    { numRuns: 50 },
  );
});

test('an incident carried on in the middle, as JSON, becomes the same incident', () => {
  fc.assert(
    fc.property(stories, fc.nat(), ({ incident, events }, cut) => {
      const at = 1 + (cut % events.length);
      const carried = replay(events.slice(0, at));
      assert.ok(carried);
      const resumed = events.slice(at).reduce<Incident>(apply, throughJson(carried));
      assert.deepEqual(resumed, incident);
    }),
  );
});

test('events are numbered from one without gaps, and the incident knows the last number', () => {
  fc.assert(
    fc.property(stories, ({ incident, events }) => {
      assert.deepEqual(
        events.map(({ seq }) => seq),
        events.map((_, n) => n + 1),
      );
      assert.equal(incident.seq, events.length);
    }),
  );
});

function times(count: number, step: (n: number) => Step): readonly Step[] {
  return Array.from({ length: count }, (_, n) => step(n));
}

const duty = 'gdpr-33-1';
const long = 'x'.repeat(longText);
const short = 'y'.repeat(shortText);
const mailOutcome = (n: number): EventBody => ({
  ...{ type: 'mailFailed', key: `${n}.0`, kind: 'reminder', to: 'dora', messageId: `<${n}@y>` },
  ...{ fault: 'refused', detail: '550' },
});

test('3,000 notes, 500 mail outcomes, 100 tasks and 200 drafts keep it small', () => {
  const { incident } = next(
    busy(),
    ...times(3_000, () => ({ event: { type: 'noted', text: long } })),
    ...times(500, (n) => ({ event: mailOutcome(n) })),
    ...times(99, () => ({
      name: 'addTask',
      fields: { title: short, owner: 'ben', due: hours(8) },
    })),
    ...times(200, (n) => ({
      event: { type: 'noticeRequested', notice: `N${n}`, about: { duty } },
    })),
  );
  assert.equal(incident.notes, 3_000);
  assert.equal(incident.deliveries.length, limits.deliveries);
  assert.equal(incident.tasks.length, limits.tasks);
  assert.equal(incident.notices.length, limits.notices);
  assert.ok(JSON.stringify(incident).length < 200_000);
});

test('with every text at its longest it still fits an activity and a next run several times', () => {
  const lines = Array.from({ length: 30 }, () => short);
  const facts = { subjectCategories: lines, dataCategories: lines, consequences: long };
  const { incident } = next(
    given(declared({ title: short, description: long })),
    { name: 'triage', fields: { summary: long, personalData: 'yes', measures: long, ...facts } },
    ...times(9, (n) => ({
      name: 'contain',
      fields: { summary: `${n}${long}`.slice(0, longText) },
    })),
    { name: 'recover', fields: { summary: long } },
    { name: 'declareAwareness', fields: { at: hours(-90), reason: long } },
    { name: 'declareAwareness', fields: { at: hours(-80), reason: long } },
    { name: 'withholdDuty', fields: { reason: long } },
    ...times(limits.filings, () => ({
      ...{ name: 'fileDuty', fields: { reference: short, reasonsForDelay: long } },
    })),
    ...times(limits.tasks, () => ({ name: 'addTask', fields: { title: short } })),
    { name: 'review', fields: { summary: long, rootCause: long, improvements: lines } },
  );
  // Temporal ends a workflow that hands an activity more than 2 MB.
  assert.ok(JSON.stringify(incident).length < 500_000);
});

test('refusals and notes are counted, not kept', () => {
  const story = given(declared());
  const { incident } = next(story, { event: bodies.commandRefused }, { event: bodies.noted });
  assert.equal(incident.refusals, 1);
  assert.equal(incident.notes, 1);
  const { refusals: _r, notes: _n, seq: _s, ...rest } = incident;
  const { refusals: _r0, notes: _n0, seq: _s0, ...before } = story.incident;
  assert.deepEqual(rest, before);
});

test('the first stamps stay when a step is told again', () => {
  const at = startMs + 9_000;
  const once = next(busy(), { event: bodies.contained, at });
  const twice = next(once, { event: bodies.contained, at: at + 9_000 });
  assert.equal(twice.incident.stamps.containedAtMs, at);
});
