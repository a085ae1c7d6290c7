/** Chains, rotas and stories of paging in tables: what was told, in minutes from the start. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OnCallLayer, OnCallNow } from '../../src/domain/on-call.ts';
import type { Escalation, PolicySnapshot, Severity, Target } from '../../src/domain/policy.ts';
import {
  declared,
  givenWith,
  minuteMs,
  policy,
  startMs,
  type CommandStep,
  type Roster,
  type Step,
  type Story,
} from '../support/incidents.ts';

export const minutes = (count: number): number => startMs + count * minuteMs;
const target = (name: string): Target =>
  ['primary', 'second'].includes(name) ? { layer: name } : { person: name };
export const level = (within: number, ...page: readonly string[]) => ({
  ...{ page: page.map(target), withinMs: within * minuteMs },
});
type Chain = readonly ReturnType<typeof level>[];

export const usual: Chain = [level(5, 'primary'), level(10, 'second', 'ben'), level(20, 'clara')];

export function under(
  levels: Escalation['levels'],
  more: Partial<Escalation> = {},
): PolicySnapshot {
  return { ...policy, escalation: { levels, rounds: 1, ...more } };
}

export const layer = (name: string, person?: string, insteadOf?: string): OnCallLayer => ({
  ...{ layer: name, untilMs: startMs },
  ...(person !== undefined && { person }),
  ...(insteadOf !== undefined && { insteadOf }),
});
export const answer = (...layers: readonly OnCallLayer[]): Roster => {
  return (atMs): OnCallNow => ({ atMs, layers });
};
export const both = answer(layer('primary', 'anna'), layer('second', 'dirk'));

export const paged = (severity: Severity): CommandStep =>
  declared({ personalData: 'no', severity });
export const critical = paged('critical');
export const raise = (severity: Severity, at: number): Step => ({
  ...{ name: 'changeSeverity', at },
  fields: { severity, reason: 'it spreads' },
});

/** Everything that paging did, in minutes from the start. */
export function told({ events }: Pick<Story, 'events'>): readonly string[] {
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

export function check(cases: Readonly<Record<string, Case>>): void {
  for (const [name, { when, onCall, steps, told: expected }] of Object.entries(cases))
    test(name, () => {
      const story = givenWith({ inForce: when, ...(onCall && { onCall }) }, ...steps);
      assert.deepEqual(told(story), expected);
    });
}
