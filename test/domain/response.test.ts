/** Declaring, acknowledging, triage, the steps of the work, tasks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventType } from '../../src/domain/events.ts';
import { limits } from '../../src/domain/incident.ts';
import {
  approved,
  ask,
  declared,
  dutyOf,
  given,
  givenUnder,
  hours,
  minuteMs,
  next,
  policy,
  refused,
  startMs,
  type CommandStep,
  type Step,
  type Story,
} from '../support/incidents.ts';
import { payloads } from './samples.ts';

function types(story: Story, from = 0): readonly EventType[] {
  return story.events.slice(from).map(({ type }) => type);
}

const triage = (personalData?: 'unknown' | 'yes' | 'no'): CommandStep => ({
  name: 'triage',
  fields: { summary: 'it was open', ...(personalData !== undefined && { personalData }) },
});

test('a declaration pages the first on call and starts the provisional clock', () => {
  const story = given(declared());
  assert.deepEqual(types(story), ['declared', 'paged', 'dutyOpened']);
  assert.equal(story.incident.severity, 'high');
  assert.equal(story.incident.personalData, 'unknown');
  assert.deepEqual(story.incident.stamps, {
    detected: { atMs: startMs, zone: 'UTC' },
    declaredAtMs: startMs,
  });
  assert.equal(dutyOf(story).dueAtMs, hours(72).atMs);
  assert.equal(dutyOf(story).anchor.provisional, true);
});

test('a declaration keeps everything that was said', () => {
  const { incident } = given({ at: startMs, name: 'declare', fields: payloads.declare });
  const { title, description, severity, detected, occurred, vendorNotice } = payloads.declare;
  assert.deepEqual(
    { title: incident.title, description: incident.description, severity: incident.severity },
    { title, description, severity },
  );
  assert.deepEqual(incident.stamps, { detected, occurred, vendorNotice, declaredAtMs: startMs });
});

test('without personal data no clock starts', () => {
  assert.deepEqual(types(given(declared({ personalData: 'no' }))), ['declared', 'paged']);
});

test('the provisional clock of a declaration runs from the earlier of detection and vendor notice', () => {
  const story = given(declared({ detected: hours(-1), vendorNotice: hours(-7) }));
  assert.equal(dutyOf(story).anchor.kind, 'vendor-notice');
  assert.equal(dutyOf(story).dueAtMs, hours(65).atMs);
});

test('with nobody on call the declaration says at once that nobody could be reached', () => {
  const story = givenUnder({ ...policy, onCall: [] }, declared());
  assert.deepEqual(types(story).slice(0, 2), ['declared', 'nobodyReached']);
});

const skewMs = 2 * minuteMs;
for (const name of ['detected', 'occurred', 'vendorNotice'] as const) {
  test(`${name} may not lie in the future, but for two minutes between two clocks`, () => {
    const near = { atMs: startMs + skewMs, zone: 'UTC' };
    given(declared({ [name]: near }));
    const far = { ...near, atMs: near.atMs + 1 };
    const { refused: code, message } = refused(undefined, declared({ [name]: far }));
    assert.equal(code, 'in-the-future');
    assert.match(message, new RegExp(`^${name} is 2026-03-27T08:16:00.001Z`));
  });
}

test('the first to acknowledge takes command and ends the paging', () => {
  const { incident } = given(declared(), { name: 'acknowledge', by: 'ben' });
  assert.equal(incident.commander, 'ben');
  assert.equal(incident.phase, 'triage');
  assert.equal(incident.paging, undefined);
  assert.equal(incident.stamps.acknowledgedAtMs, startMs + minuteMs);
});

test('who acknowledges later does not take command away', () => {
  const story = given(declared(), { name: 'acknowledge', by: 'ben' }, { name: 'acknowledge' });
  assert.equal(story.incident.commander, 'ben');
  assert.equal(story.incident.stamps.acknowledgedAtMs, startMs + minuteMs);
});

const acknowledging: readonly CommandStep[] = [
  triage(),
  { name: 'declareAwareness', fields: { at: hours(0), reason: 'the log' } },
];
for (const step of acknowledging) {
  test(`whoever does ${step.name} has acknowledged`, () => {
    const { incident } = given(declared(), { ...step, by: 'ben' });
    assert.equal(incident.paging, undefined);
    assert.equal(incident.commander, 'ben');
  });
}

const repeated: readonly (readonly [step: CommandStep, ...before: readonly Step[]])[] = [
  [{ name: 'acknowledge' }],
  [{ name: 'assign', fields: { commander: 'ben' } }],
  [{ name: 'changeSeverity', fields: { severity: 'low', reason: 'small' } }],
  [
    { name: 'completeTask', fields: { task: 'T1' } },
    { name: 'addTask', fields: { title: 'ask' } },
  ],
  [{ name: 'declareAwareness', fields: { at: hours(0), reason: 'the log' } }],
  [{ name: 'notifyCustomer', fields: { customer: 'globex' } }, ...approved('globex')],
  [{ name: 'notifyCustomers', fields: { customers: ['globex'] } }, ...approved('globex')],
  [
    { name: 'approveNotices', by: 'dora', fields: { customers: ['globex'] } },
    ...approved('globex'),
  ],
];
for (const [step, ...before] of repeated) {
  test(`${step.name} a second time is harmless and changes nothing`, () => {
    assert.deepEqual(ask(given(declared(), ...before, step), step), []);
  });
}

test('a triage answers the breach question: "no" ends the provisional clock, another answer starts it again', () => {
  const no = given(declared(), triage('no'));
  assert.equal(dutyOf(no).state, 'withdrawn');
  assert.equal(no.incident.personalData, 'no');
  for (const answer of ['unknown', 'yes'] as const) {
    const again = next(no, triage(answer));
    assert.equal(dutyOf(again).state, 'open');
    assert.equal(dutyOf(again).anchor.provisional, true);
    assert.equal(dutyOf(again).dueAtMs, hours(72).atMs);
  }
});

test('a triage without an answer leaves question and clock as they are', () => {
  assert.equal(
    given(declared({ personalData: 'no' }), triage()).incident.duties['gdpr-33-1'],
    undefined,
  );
  const story = given(declared({ personalData: 'yes' }), triage());
  assert.equal(story.incident.personalData, 'yes');
  assert.equal(dutyOf(story).state, 'open');
});

test('after awareness a triage may not take the breach back', () => {
  const aware = given(declared(), {
    name: 'declareAwareness',
    fields: { at: hours(0), reason: 'the log' },
  });
  for (const answer of ['unknown', 'no'] as const)
    assert.equal(refused(aware, triage(answer)).refused, 'clock-running');
  assert.equal(next(aware, triage('yes')).incident.phase, 'containment');
});

test('facts are learnt over time and nothing known is lost', () => {
  const story = given(
    declared(),
    { name: 'triage', fields: { summary: 'a', subjects: 10, dataCategories: ['names'] } },
    { name: 'triage', fields: { summary: 'b', subjects: 1_240 } },
  );
  assert.deepEqual(story.incident.facts, { subjects: 1_240, dataCategories: ['names'] });
  assert.equal(story.incident.summary, 'b');
});

test('measures grow from step to step without repeating themselves', () => {
  const story = given(
    declared({ personalData: 'no' }),
    triage(),
    { name: 'contain', fields: { summary: 'bucket made private' } },
    { name: 'contain', fields: { summary: 'bucket made private' } },
    { name: 'recover', fields: { summary: 'runs again', measures: 'keys replaced' } },
  );
  assert.equal(story.incident.facts.measures, 'bucket made private\nkeys replaced');
});

test('telling an earlier step again does not turn the incident back', () => {
  const story = given(
    declared({ personalData: 'no' }),
    triage(),
    { name: 'contain', fields: { summary: 'private' } },
    { name: 'recover', fields: { summary: 'runs' } },
    triage(),
    { name: 'contain', fields: { summary: 'also the second' } },
  );
  assert.equal(story.incident.phase, 'review');
  assert.equal(story.incident.stamps.triagedAtMs, startMs + minuteMs);
  assert.equal(story.incident.stamps.containedAtMs, startMs + 2 * minuteMs);
});

test('tasks are numbered, done once, and each may have an owner and a date', () => {
  const story = given(
    declared(),
    { name: 'addTask', fields: { title: 'one' } },
    { name: 'addTask', fields: payloads.addTask },
    { name: 'completeTask', fields: { task: 'T2' } },
  );
  assert.deepEqual(story.incident.tasks, [
    { id: 'T1', title: 'one', mandatory: false },
    { id: 'T2', ...payloads.addTask, doneAtMs: startMs + 3 * minuteMs },
  ]);
});

test(`an incident holds ${limits.tasks} tasks and no more`, () => {
  const add: CommandStep = { name: 'addTask', fields: { title: 'again' } };
  const full = given(declared(), ...Array.from({ length: limits.tasks }, () => add));
  assert.equal(full.incident.tasks.at(-1)?.id, `T${limits.tasks}`);
  assert.equal(refused(full, add).refused, 'limit-reached');
});
