/** The section `rota` of the policy file: what it takes, and each fault with its place and remedy. */
import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import type { Policy } from '../../src/policy/schema.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { good } from './good.ts';

const right = `rota:
  zone: Europe/Lisbon
  layers:
    - { name: primary, people: [anna, dora], every: week, from: 2026-11-02, at: "09:00" }
    - name: night
      people: [dora]
      every: P2W3D
      from: 2026-11-02
      at: 18:00
      on: [fri, sat]
      between: { from: "18:00", until: "08:00" }
  away:
    - { person: anna, from: 2026-12-24, until: 2026-12-24 }
    - { person: dora, from: 2026-12-24T08:00, until: 2026-12-24 18:00, reason: leave }
`;

function policyOf(text: string): Policy {
  const parsed = parsePolicy(text);
  assert.deepEqual(parsed.faults, undefined);
  assert.ok('policy' in parsed);
  return parsed.policy;
}

test('layers, days, hours and absences are read; without the section there is none', () => {
  const policy = policyOf(good + right);
  assert.equal(policy.rota?.zone, 'Europe/Lisbon');
  assert.deepEqual(
    policy.rota?.layers.map(({ name, every, at }) => [name, every, at]),
    [
      ['primary', 7, '09:00'],
      ['night', 17, '18:00'],
    ],
  );
  assert.equal(policy.rota?.away[1]?.until, '2026-12-24T18:00');
  assert.equal(policyOf(good).rota, undefined);
});

const wrong: readonly [what: string, from: string, to: string, says: RegExp][] = [
  [
    'an unknown person',
    '[anna, dora]',
    '[anna, zoe]',
    /layers\.0\.people\.1 zoe is not one of the people; use one of anna, dora/,
  ],
  ['somebody twice', '[anna, dora]', '[anna, anna]', /layers\.0\.people\.1 anna stands twice/],
  [
    'a name twice',
    'name: night',
    'name: primary',
    /layers\.1\.name primary is the name of two layers/,
  ],
  [
    'hours',
    'every: week',
    'every: PT12H',
    /"PT12H" is not how often people change; write week, day, or days such as P3D/,
  ],
  ['no time at all', 'every: week', 'every: P0D', /must be P1D at least/],
  [
    'a date that does not exist',
    'from: 2026-11-02, at',
    'from: 2026-02-30, at',
    /"2026-02-30" is not a date/,
  ],
  ['a time that does not exist', '"09:00"', '"24:00"', /"24:00" is not a time of day/],
  ['no hours', 'until: "08:00" }', 'until: "18:00" }', /is the time at which it begins/],
  ['an unknown day', '[fri, sat]', '[friday]', /on\.0 must be one of mon, tue/],
  ['nobody', 'people: [dora]', 'people: []', /needs at least one person/],
  [
    'an absence of nobody known',
    'person: anna',
    'person: zoe',
    /away\.0\.person zoe is not one of the people/,
  ],
  [
    'an absence that ends before it begins',
    'until: 2026-12-24 18:00',
    'until: 2026-12-24T07:00',
    /"2026-12-24T07:00" is not behind from|is not behind from/,
  ],
  ['an absence on no calendar', 'from: 2026-12-24,', 'from: 2026-13-24,', /is not on any calendar/],
  ['a zone that nobody knows', 'Europe/Lisbon', 'CET', /"CET" is not an IANA time zone/],
  ['a layer name of words', 'name: night', 'name: "The night"', /is not an id/],
];
describe('a rota is refused', () => {
  for (const [what, from, to, says] of wrong)
    it(`with ${what}`, () => {
      assert.ok(right.includes(from));
      const { faults } = parsePolicy(good + right.replace(from, to));
      assert.match(
        (faults ?? [])
          .map((fault) => (typeof fault === 'string' ? fault : JSON.stringify(fault)))
          .join('\n')
          .replaceAll('\\"', '"'),
        says,
      );
    });
});
