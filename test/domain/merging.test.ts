/** Merging: what the incident that goes on takes over, and when a duplicate may not end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFields } from '../../src/domain/commands.ts';
import { absorption, mergeAnswered } from '../../src/domain/merging.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import {
  ask,
  declared,
  given,
  hours,
  next,
  refused,
  startMs,
  type CommandStep,
  type Step,
  type Story,
} from '../support/incidents.ts';

const into = 'INC-B2C4D';
const merge: CommandStep = { name: 'merge', fields: { into, reason: 'the same bucket' } };
const aware = (hour: number): Step => ({
  ...{ name: 'declareAwareness', at: hours(Math.max(hour, 0) + 0.1).atMs },
  fields: { at: hours(hour), reason: 'the log' },
});
const filed: Step = { name: 'fileDuty', fields: { reference: 'AZ 1' } };

/** As the workflow goes on when the other incident has answered. */
function answered(story: Story, refusal?: string): Story {
  const bodies = mergeAnswered(story.incident, refusal === undefined ? {} : { refused: refusal });
  return next(story, ...bodies.map((event): Step => ({ event })));
}

function absorb(fields: Partial<CommandFields<'absorb'>> = {}): CommandStep {
  const told = { duplicate: into, title: 'Bucket', personalData: 'unknown' } as const;
  return { name: 'absorb', fields: { ...told, detected: hours(0), ...fields } };
}

const clock = ({ incident }: Story) => {
  const duty = incident.duties['gdpr-33-1'];
  return duty && `${duty.state} ${duty.anchor.kind} ${(duty.anchor.atMs - startMs) / hourMs} h`;
};

test('a duplicate ends once the other incident has taken it, and its provisional clock with it', () => {
  const asked = given(declared(), merge);
  assert.equal(asked.incident.phase, 'detected');
  const ended = answered(asked);
  const { phase, outcome, mergedInto, paging } = ended.incident;
  assert.deepEqual(
    { phase, outcome, mergedInto },
    {
      ...{ phase: 'closed', outcome: 'merged', mergedInto: into },
    },
  );
  assert.equal(paging, undefined);
  assert.equal(clock(ended), 'withdrawn detection 0 h');
});

test('when the other incident refuses, the duplicate goes on and says why', () => {
  const story = answered(given(declared(), merge), 'it is closed');
  assert.equal(story.incident.phase, 'detected');
  assert.deepEqual(story.incident.mergeFailed, { into, message: 'it is closed' });
  assert.equal(clock(story), 'open detection 0 h');
  assert.equal(next(story, merge).incident.mergeFailed, undefined);
});

test('after awareness a merge is refused until each duty is filed or withheld', () => {
  const running = given(declared(), aware(0));
  assert.equal(refused(running, merge).refused, 'clock-running');
  const initial = next(running, { ...filed, fields: { reference: 'AZ 1', stage: 'initial' } });
  assert.equal(refused(initial, merge).refused, 'duty-open');
  assert.equal(answered(next(running, filed, merge)).incident.outcome, 'merged');
});

test('awareness declared while the answer is on its way keeps the duplicate open', () => {
  const story = answered(next(given(declared(), merge), aware(0)));
  assert.equal(story.incident.phase, 'triage');
  assert.match(story.incident.mergeFailed?.message ?? '', /file or withhold gdpr-33-1 first/);
  assert.equal(clock(story), 'open awareness 0 h');
});

test('an answer that comes after the end changes nothing', () => {
  const closed = next(given(declared(), merge), {
    ...{ name: 'declareFalseAlarm', fields: { reason: 'r' } },
  });
  assert.deepEqual(mergeAnswered(closed.incident, {}), []);
});

test('an incident is not merged into itself, nor into two', () => {
  const own = { into: 'INC-7K3FQ', reason: 'r' };
  assert.equal(
    refused(given(declared()), { name: 'merge', fields: own }).refused,
    'facts-in-conflict',
  );
  const asked = given(declared(), merge);
  assert.deepEqual(ask(asked, merge), []);
  assert.equal(
    refused(asked, { name: 'merge', fields: { into: 'INC-K7F3Q', reason: 'r' } }).refused,
    'merging',
  );
});

test('two incidents that are merged into one another both go on', () => {
  const asked = given(declared(), merge);
  assert.equal(refused(asked, absorb()).refused, 'merging');
});

test('what a duplicate hands over: its times, its awareness and the mandatory tasks still open', () => {
  const story = given(
    declared({ occurred: hours(-5), detected: hours(-2), vendorNotice: hours(-3) }),
    { name: 'addTask', fields: { title: 'must', mandatory: true } },
    { name: 'addTask', fields: { title: 'may' } },
    { name: 'addTask', fields: { title: 'was', mandatory: true } },
    { name: 'completeTask', fields: { task: 'T3' } },
    { name: 'triage', fields: { summary: 'it was open', personalData: 'yes' } },
    aware(0),
  );
  assert.deepEqual(absorption(story.incident), {
    ...{ duplicate: 'INC-7K3FQ', title: 'Backup bucket was public', summary: 'it was open' },
    ...{ personalData: 'yes', detected: hours(-2), occurred: hours(-5), vendorNotice: hours(-3) },
    ...{ aware: hours(0), awareReason: 'the log', tasks: ['must'] },
  });
});

const anchors: readonly (readonly [
  name: string,
  before: Story,
  told: Partial<CommandFields<'absorb'>>,
  clock: string | undefined,
])[] = [
  [
    'the earlier detection of both',
    given(declared()),
    { detected: hours(-4) },
    'open detection -4 h',
  ],
  [
    'its own detection, when that is earlier',
    given(declared()),
    { detected: hours(2) },
    'open detection 0 h',
  ],
  [
    "an earlier vendor's notice",
    given(declared()),
    { vendorNotice: hours(-6) },
    'open vendor-notice -6 h',
  ],
  [
    'an awareness that only the duplicate had',
    given(declared()),
    { aware: hours(-1) },
    'open awareness -1 h',
  ],
  [
    'the earlier awareness of both',
    given(declared(), aware(0)),
    { aware: hours(-1) },
    'open awareness -1 h',
  ],
  [
    'its own awareness, when that is earlier',
    given(declared(), aware(-2)),
    { aware: hours(-1) },
    'open awareness -2 h',
  ],
  [
    'its own awareness, whatever was detected before',
    given(declared(), aware(0)),
    { detected: hours(-9) },
    'open awareness 0 h',
  ],
  [
    'no clock while both say that no personal data was breached',
    given(declared({ personalData: 'no' })),
    { personalData: 'no' },
    undefined,
  ],
  [
    'a provisional clock when the duplicate is not sure',
    given(declared({ personalData: 'no' })),
    { detected: hours(-1) },
    'open detection -1 h',
  ],
  [
    'the earlier awareness also where it has filed already',
    given(declared(), aware(0), filed),
    { aware: hours(-1) },
    'filed awareness -1 h',
  ],
];
for (const [name, before, told, expected] of anchors)
  test(`the incident that goes on keeps ${name}`, () => {
    const after = next(before, { ...absorb(told), at: hours(1).atMs });
    assert.equal(clock(after), expected);
    assert.deepEqual(after.incident.absorbed, [into]);
  });

test('a breach found by one of both is a breach; mandatory tasks move over', () => {
  const story = next(
    given(declared({ personalData: 'no' }), { name: 'addTask', fields: { title: 'own' } }),
    absorb({ personalData: 'yes', tasks: ['must'] }),
  );
  assert.equal(story.incident.personalData, 'yes');
  assert.deepEqual(
    story.incident.tasks.map(({ id, title, mandatory }) => `${id} ${title} ${mandatory}`),
    ['T1 own false', 'T2 must true'],
  );
});

test('a duplicate is taken in once, however often it is told', () => {
  const story = next(given(declared()), absorb());
  assert.deepEqual(ask(story, absorb({ detected: hours(-9) })), []);
});

test('a merged incident can be reopened, and then stands on its own again', () => {
  const story = next(answered(given(declared(), merge)), {
    ...{ name: 'reopen', fields: { reason: 'it is another one' } },
  });
  const { phase, mergedInto, outcome } = story.incident;
  assert.deepEqual([phase, mergedInto, outcome], ['triage', undefined, undefined]);
  assert.equal(clock(story), 'open detection 0 h');
});
