/** The section `escalation` of the policy file: what it takes, what it names as wrong, and what incidents pin of it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { escalationReferences, pinnedEscalation } from '../../src/policy/escalation.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { snapshot } from '../../src/policy/snapshot.ts';
import { good } from './good.ts';

function policyOf(section: string) {
  const parsed = parsePolicy(`${good}${section}`);
  return parsed.faults ? assert.fail(parsed.faults.join('\n')) : parsed.policy;
}

function faultsOf(section: string): string {
  return (parsePolicy(`${good}escalation: ${section}\n`).faults ?? []).join('\n');
}

const minute = 60_000;

describe('the section escalation', () => {
  it('is pinned as ids and milliseconds, the severities without levels with the default ones', () => {
    const policy = policyOf(`escalation:
  default:
    - { page: [anna], within: PT10M }
  critical:
    - { page: [anna, dora], within: PT5M }
    - { page: [dora], within: PT1H30M }
  rounds: 2
  fallback: [dora]
  progressWithin: { critical: PT30M }
  quietHours: { from: "22:00", until: "07:00" }
`);
    const usual = [{ page: [{ person: 'anna' }], withinMs: 10 * minute }];
    assert.deepEqual(snapshot(policy, 'v').escalation, {
      levels: {
        critical: [
          { page: [{ person: 'anna' }, { person: 'dora' }], withinMs: 5 * minute },
          { page: [{ person: 'dora' }], withinMs: 90 * minute },
        ],
        ...{ high: usual, medium: usual, low: usual },
      },
      rounds: 2,
      fallback: ['dora'],
      progressWithinMs: { critical: 30 * minute },
    });
  });

  it('is not pinned where there is none: the order of those on call counts', () => {
    assert.equal(snapshot(policyOf(''), 'v').escalation, undefined);
  });

  it('takes the order and its times for a severity without levels when there is no default', () => {
    const policy = policyOf('escalation: { low: [{ page: [dora], within: PT1H }] }\n');
    assert.deepEqual(pinnedEscalation(policy)?.levels.critical, [
      { page: [{ person: 'anna' }], withinMs: 30_000 },
      { page: [{ person: 'dora' }], withinMs: 30_000 },
    ]);
  });

  it('puts the layers of a rota before the order, and knows them from people', () => {
    const layer = '{ name: primary, people: [anna], every: week, from: 2026-11-02, at: "09:00" }';
    const policy = policyOf(`rota: { layers: [${layer}] }\n`);
    assert.deepEqual(
      pinnedEscalation(policy)?.levels.high?.map(({ page }) => page),
      [[{ layer: 'primary' }], [{ person: 'anna' }], [{ person: 'dora' }]],
    );
  });
});

const wrong: readonly (readonly [section: string, fault: RegExp])[] = [
  ['{ critical: [] }', /escalation\.critical.*at least one level/],
  ['{ critical: [{ page: [], within: PT5M }] }', /at least one person or layer/],
  ['{ critical: [{ page: [anna, anna], within: PT5M }] }', /names somebody twice/],
  ['{ critical: [{ page: [anna], within: 5m }] }', /"5m" is not an ISO 8601 duration.*PT5M/],
  ['{ critical: [{ page: [anna], within: PT0S }] }', /PT1S at least/],
  [
    '{ critical: [{ page: [zoe], within: PT5M }] }',
    /zoe is not one of the people; use one of anna, dora/,
  ],
  ['{ fallback: [zoe] }', /escalation\.fallback.*zoe is not one of the people/],
  ['{ rounds: 0 }', /escalation\.rounds/],
  [
    '{ quietHours: { from: "22:00", until: "07:00", severities: [low, high] } }',
    /"high" must be left out: quiet hours hold back pages of severity low only/,
  ],
  ['{ quietHours: { from: "10 pm", until: "07:00" } }', /"10 pm" is not a time of day/],
  ['{ quietHours: { from: "07:00", until: "07:00" } }', /around the clock would page nobody/],
  ['{ quietHours: { from: "22:00", until: "07:00", zone: CET } }', /IANA time zone/],
];
for (const [section, fault] of wrong)
  it(`refuses ${section}`, () => assert.match(faultsOf(section), fault));

it('refuses ten levels and one more, and ten names and one more', () => {
  const level = '{ page: [anna], within: PT5M }';
  assert.equal(faultsOf(`{ high: [${Array(10).fill(level).join(', ')}] }`), '');
  assert.match(faultsOf(`{ high: [${Array(11).fill(level).join(', ')}] }`), /more than 10 levels/);
});

it('a name that is both a person and a layer is refused, and a layer is none of the fallback', () => {
  const faults: string[] = [];
  const report = { addIssue: ({ message }: { message: string }) => void faults.push(message) };
  const policy = {
    people: { anna: {}, primary: {} },
    rota: { layers: [{ name: 'primary' }, { name: 'second' }] },
  };
  const levels = [{ page: ['primary', 'second', 'anna'] }];
  escalationReferences(
    { ...policy, escalation: { default: levels, fallback: ['second'] } },
    report,
  );
  assert.deepEqual(faults, [
    'primary is both a person and a layer of the rota; rename the layer',
    'second is not one of the people; use one of anna, primary',
  ]);
});
