/** What is due under which limit, what Art. 33(5) exempts, and which events make a breach. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { retainedUntilMs } from '../../src/calendar/retained.ts';
import type { EventBody } from '../../src/domain/events.ts';
import { duesOf, isExempt, tellsOfBreach, type Limits } from '../../src/domain/retention.ts';

const closedAtMs = Date.UTC(2026, 0, 31, 12);
const one = { id: 'INC-AAAAA', closedAtMs, isBreach: false, isHeld: false, files: 2, drafts: 1 };
const breach = { ...one, isBreach: true };
const endOf = (fromMs: number, limit: string) => retainedUntilMs(fromMs, limit, 'UTC');
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const rows: readonly (readonly [
  what: string,
  incident: typeof one,
  limits: Limits,
  dues: readonly string[],
])[] = [
  ['no limits keep everything', one, {}, []],
  ['all of an incident', one, { incidents: 'P2Y' }, ['content 2028-02-01']],
  ['a breach has no limit of incidents', breach, { incidents: 'P1D' }, []],
  ['a breach by its own limit', breach, { breaches: 'P5Y' }, ['content 2031-02-01']],
  [
    'files and superseded drafts of a breach by theirs, the first first',
    breach,
    { attachments: 'P2M', drafts: 'P1M' },
    ['drafts 2026-03-01', 'attachments 2026-04-01'],
  ],
  [
    'what goes with the whole has no turn of its own',
    one,
    { incidents: 'P1M', attachments: 'P1M', drafts: 'P1D' },
    ['drafts 2026-02-02', 'content 2026-03-01'],
  ],
  [
    'nothing to take is not due',
    { ...breach, files: 0, drafts: 0 },
    { attachments: 'P1D', drafts: 'P1D' },
    [],
  ],
];

describe('what is due', () => {
  for (const [what, incident, limits, dues] of rows)
    it(what, () => {
      const found = duesOf(incident, limits, endOf);
      assert.deepEqual(
        found.map(({ scope, dueAtMs }) => `${scope} ${day(dueAtMs)}`),
        dues,
      );
    });

  it('exempts the record of a breach while no limit is set for breaches', () => {
    assert.equal(isExempt(breach, { incidents: 'P1D' }), true);
    assert.equal(isExempt(breach, { breaches: 'P2Y' }), false);
    assert.equal(isExempt(one, {}), false);
  });
});

describe('what makes a breach', () => {
  const at = { atMs: closedAtMs, zone: 'UTC' };
  const events: readonly (readonly [EventBody, boolean])[] = [
    [{ type: 'triaged', summary: 'x', personalData: 'no', facts: {} }, false],
    [{ type: 'triaged', summary: 'x', personalData: 'unknown', facts: {} }, false],
    [{ type: 'triaged', summary: 'x', personalData: 'yes', facts: {} }, true],
    [{ type: 'awarenessDeclared', at, reason: 'x' }, true],
    [{ type: 'dutyStarted', rule: 'nis2', reason: 'x', at: {} }, true],
    [{ type: 'dutyWithdrawn', duty: 'gdpr-33-1', reason: 'x' }, false],
    [{ type: 'noted', text: 'a breach, said somebody' }, false],
  ];
  for (const [body, expected] of events)
    it(`${body.type} ${'personalData' in body ? body.personalData : ''}: ${expected}`, () => {
      const actor = { person: 'anna', channel: 'cli' } as const;
      assert.equal(tellsOfBreach({ seq: 1, atMs: closedAtMs, actor, ...body }), expected);
    });
});
