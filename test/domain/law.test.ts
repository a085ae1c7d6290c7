/** The law as data: complete, in order, and true to the rule that incidents already run under. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contradictions, doubts, type Anchors } from '../../src/domain/rules/anchors.ts';
import { describeForce, notInForce } from '../../src/domain/rules/force.ts';
import { law, lawIds } from '../../src/domain/rules/index.ts';
import { inCountry } from '../../src/domain/rules/national.ts';
import {
  anchorKinds,
  describeAmount,
  describeAnchor,
  stageIds,
  type LegalRule,
} from '../../src/domain/rules/rule.ts';
import { rules } from '../../src/domain/rules.ts';

const all = Object.entries(law);
const date = /^\d{4}-\d\d-\d\d$/;

describe('every rule', () => {
  it('is shipped under its own id', () => {
    assert.equal(
      lawIds.join(' '),
      'gdpr-33-1 gdpr-33-2 gdpr-33-4 gdpr-34 nis2-23 dora-19 cra-14-vulnerability cra-14-incident eidas-24 eidas-19a uk-gdpr-33 us-sec-8k gdpr-omnibus-96h',
    );
    for (const [id, rule] of all) assert.equal(rule.id, id);
  });

  for (const [id, rule] of all) {
    it(`${id} has a date, somebody it binds, a source and stages that hang together`, () => {
      assert.ok(rule.binds.length > 0);
      assert.ok(rule.sources.length > 0);
      if (rule.enabled) assert.match(rule.validFrom ?? '', date);
      assert.ok(!rule.verified || rule.sources.some(({ mark }) => mark === 'primary'));
      const stages = rule.stages.map((stage) => stage.id);
      assert.equal(new Set(stages).size, stages.length);
      for (const stage of rule.stages) {
        if (stage.anchor.kind === 'submission' && id !== 'gdpr-33-4')
          assert.ok(stages.indexOf(stage.anchor.of) < stages.indexOf(stage.id));
        if (stage.amount.unit !== 'none') assert.ok(stage.amount.count > 0);
      }
      if (stages.length === 1) assert.deepEqual(stages, ['notification']);
    });
  }

  it('is law except the proposal', () => {
    const disabled = all.filter(([, rule]) => !rule.enabled).map(([id]) => id);
    assert.deepEqual(disabled, ['gdpr-omnibus-96h']);
  });
});

it('the rule of running incidents keeps every value that their histories know', () => {
  assert.deepEqual(rules['gdpr-33-1'], {
    id: 'gdpr-33-1',
    version: '2018-05-25',
    title: 'Notify the supervisory authority',
    article: 'GDPR Art. 33(1)',
    hours: 72,
    anchor: 'awareness',
    validFrom: '2018-05-25',
    addressee: 'competent supervisory authority (Art. 55)',
    source: 'Regulation (EU) 2016/679 (CELEX 32016R0679), Art. 33(1)',
  });
});

describe('in force', () => {
  const contract: LegalRule = { ...law['gdpr-33-1'], validUntil: '2026-12-31' };
  it('is a rule from its first day to its last, both counted', () => {
    assert.match(notInForce(contract, '2018-05-24') ?? '', /not in force on 2018-05-24/);
    assert.equal(notInForce(contract, '2018-05-25'), undefined);
    assert.equal(notInForce(contract, '2026-12-31'), undefined);
    assert.match(notInForce(contract, '2027-01-01') ?? '', /until 2026-12-31/);
    assert.match(notInForce(law['gdpr-omnibus-96h'], '2030-01-01') ?? '', /NOT LAW/);
  });

  it('is said in a few words', () => {
    const { validFrom: _, ...undated } = law['gdpr-33-1'];
    assert.equal(describeForce(contract, '2026-11-22'), '2018-05-25 to 2026-12-31');
    assert.equal(describeForce(law['nis2-23'], '2026-11-22'), 'since 2024-10-18');
    assert.equal(describeForce(law['cra-14-incident'], '2026-09-10'), 'from 2026-09-11');
    assert.equal(describeForce(law['gdpr-omnibus-96h'], '2026-11-22'), 'not law');
    assert.equal(describeForce(undated, '2026-11-22'), 'in force');
  });
});

describe('national law', () => {
  const anchorsIn = (country: string, on = '2026-11-22'): string[] =>
    inCountry(law['nis2-23'], country, on).stages.map(
      ({ id, anchor, amount }) => `${id}: ${describeAmount(amount)} from ${describeAnchor(anchor)}`,
    );

  it('replaces anchors, amounts and stages', () => {
    assert.deepEqual(anchorsIn('PT'), [
      'early-warning: 24 hours from determination',
      'notification: 72 hours from determination',
      'intermediate: on request from awareness',
      'end-of-impact: 24 hours from resolution',
      'final: 30 working days from submission of the end of impact',
    ]);
    assert.deepEqual(anchorsIn('HR').at(-1), 'final: 30 days from submission of the notification');
    for (const country of ['PL', 'FI', 'SK', 'SI', 'BG'])
      assert.match(
        anchorsIn(country).join(),
        /^early-warning: 24 hours from detection,notification: 72 hours from detection/,
      );
  });

  it('counts from the day of its act', () => {
    assert.match(anchorsIn('PL', '2026-04-02')[0] ?? '', /awareness/);
    assert.match(anchorsIn('PL', '2026-04-03')[0] ?? '', /detection/);
  });

  it('changes nothing where none is known, nor for a regulation', () => {
    assert.equal(inCountry(law['nis2-23'], 'DE-BY').stages, law['nis2-23'].stages);
    assert.equal(inCountry(law['nis2-23']).stages, law['nis2-23'].stages);
    assert.equal(inCountry(law['dora-19'], 'PL').stages, law['dora-19'].stages);
  });

  it('says for every country what was found, and where', () => {
    const { national = [] } = law['nis2-23'];
    assert.equal(new Set(national.map(({ country }) => country)).size, national.length);
    for (const { country, note, source, from } of national) {
      assert.match(country, /^[A-Z]{2}$/);
      assert.ok(note.length > 20 && source.text !== '');
      if (from !== undefined) assert.match(from, date);
    }
  });
});

describe('instants that cannot all be true', () => {
  const nameOf = (what: string | { submitted: string }): string =>
    typeof what === 'string' ? what : `sent ${what.submitted}`;
  const cases: readonly (readonly [Anchors, readonly RegExp[]])[] = [
    [{ at: { awareness: 5, 'incident-start': 5 }, submitted: {} }, []],
    [{ at: { awareness: 5, detection: 9 }, submitted: {} }, []],
    [{ at: { awareness: 5, 'fix-available': 1 }, submitted: {} }, []],
    [
      { at: { awareness: 5, 'incident-start': 6 }, submitted: {} },
      [/^awareness lies before incident-start;/],
    ],
    [
      { at: { 'incident-start': 5 }, submitted: { notification: [4] } },
      [/^sent notification lies before incident-start;/],
    ],
    [
      { at: {}, submitted: { 'early-warning': [9], notification: [4] } },
      [/before the early warning was submitted/],
    ],
    [{ at: {}, submitted: { initial: [1], intermediate: [7, 4], final: [5] } }, []],
    [
      { at: { detection: 5, determination: 1, resolution: 2 }, submitted: {} },
      [/determination/, /resolution/],
    ],
  ];
  it('are told and counted where awareness of one regime may follow what another asks for', () => {
    const anchors: Anchors = {
      at: { awareness: 5, classification: 4, determination: 5 },
      submitted: { notification: [9], 'early-warning': [7, 3] },
    };
    assert.deepEqual(contradictions(anchors, nameOf), []);
    assert.deepEqual(doubts(anchors, nameOf), [
      { atMs: 4, note: 'classification lies before awareness: counted as given; check both.' },
      {
        atMs: 3,
        note: 'sent early-warning lies before awareness: counted as given; check both.',
      },
    ]);
    assert.deepEqual(doubts({ ...anchors, at: { classification: 4 } }, nameOf), []);
  });
  for (const [anchors, faults] of cases) {
    it(`${JSON.stringify(anchors)} has ${faults.length} faults`, () => {
      const found = contradictions(anchors, nameOf);
      assert.equal(found.length, faults.length);
      faults.forEach((fault, n) => assert.match(found[n] ?? '', fault));
    });
  }

  it('every anchor and stage has words', () => {
    for (const kind of anchorKinds) assert.ok(describeAnchor({ kind }).length > 5);
    for (const of of stageIds)
      assert.match(describeAnchor({ kind: 'submission', of, which: 'last' }), /latest/);
    assert.equal(describeAmount({ unit: 'months', count: 1 }), '1 month');
    assert.equal(describeAmount({ unit: 'working-days', count: 4 }), '4 working days');
  });
});
