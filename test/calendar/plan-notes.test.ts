/** What is said beside a plan: law that is not in force, contested readings, national law, what is missing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planWith } from '../../src/calendar/plan.ts';
import { noHolidays } from '../../src/calendar/working-days.ts';
import { defaultLadder, hourMs } from '../../src/domain/ladder.ts';
import { law } from '../../src/domain/rules/index.ts';
import type { LegalRule } from '../../src/domain/rules/rule.ts';
import { planned } from './cases.ts';

const said: readonly (readonly [
  what: string,
  known: string,
  note: RegExp | undefined,
  not?: RegExp,
])[] = [
  ['gdpr-33-1 notification', 'awareness=2026-11-27T18:20', /Contested, and not used.*Art\. 3\(5\)/],
  ['gdpr-33-1 notification', 'awareness=2026-11-23T10:00', /outer limit/, /Contested/],
  ['gdpr-33-1 notification', 'awareness=2026-11-25T10:00', /outer limit/, /Contested/],
  ['gdpr-33-1 notification', 'awareness=2026-05-11T10:00 country=DE', undefined, /Contested/],
  ['gdpr-33-1 notification', 'awareness=2026-05-12T10:00 country=DE', /Contested/],
  [
    'gdpr-33-1 notification',
    'awareness=2018-05-20T10:00',
    /not in force on 2018-05-20.*2018-05-25/,
  ],
  ['gdpr-33-1 notification', 'detection=2026-11-20T10:00', /Runs from awareness, and no time/],
  [
    'gdpr-33-2 notification',
    'awareness=2026-11-27T18:20',
    /No number in the law: without undue delay/,
  ],
  [
    'gdpr-33-4 notification',
    'submitted.notification=2026-11-27T18:20',
    /without undue further delay/,
  ],
  ['gdpr-omnibus-96h notification', 'awareness=2026-11-27T18:20', /NOT LAW.*72 hours/],
  ['uk-gdpr-33 notification', 'awareness=2026-11-27T18:20', /United Kingdom was not verified/],
  ['cra-14-incident early-warning', 'awareness=2026-09-10T23:59', /applies from 2026-09-11/],
  ['cra-14-incident early-warning', 'awareness=2026-09-11T00:00', undefined, /not in force/],
  [
    'cra-14-vulnerability final',
    'awareness=2026-11-27T18:20 fix-available=2026-08-01T10:00',
    undefined,
    /not in force/,
  ],
  [
    'cra-14-incident final',
    'awareness=2026-11-27T18:20',
    /goes out at its own limit, this is due Wed 30 Dec 2026, 18:20/,
  ],
  [
    'nis2-23 final',
    'awareness=2026-11-27T18:20',
    /goes out at its own limit, this is due Wed 30 Dec 2026, 18:20/,
  ],
  [
    'nis2-23 final',
    'submitted.notification=2026-01-31T10:00',
    /2026-02-28, is a Saturday.*Art\. 3\(4\)/,
  ],
  [
    'nis2-23 notification',
    'awareness=2026-11-27T18:20 country=PL',
    /from awareness, as the directive has it, it would be due Mon 30 Nov 2026, 18:20/,
  ],
  [
    'nis2-23 notification',
    'awareness=2026-11-27T18:20 country=PL',
    /In Poland.*Dz\.U\. 2026 poz\. 252/,
  ],
  ['nis2-23 notification', 'awareness=2026-03-27T18:20 country=PL', /applies from 2026-04-03/],
  [
    'nis2-23 notification',
    'awareness=2026-11-27T18:20 country=IE',
    /Not transposed in September 2026/,
  ],
  ['nis2-23 early-warning', 'awareness=2026-11-27T18:20 country=CY', /within 6 hours/],
  ['nis2-23 notification', 'awareness=2026-11-27T18:20 country=DE', undefined, /act itself/],
  ['dora-19 initial', 'awareness=2026-11-24T08:10', /Provisional: no classification/],
  ['dora-19 initial', 'classification=2026-11-24T08:10', /No time of awareness is given/],
  [
    'dora-19 initial',
    'awareness=2026-11-23T08:10 classification=2026-11-25T10:15',
    /came later than 24 h after awareness: only 4 hours/,
  ],
  [
    'dora-19 initial',
    'awareness=2026-11-28T08:10',
    /a Sunday: it may be met by noon.*Art\. 5\(6\)/,
  ],
  [
    'dora-19 initial',
    'awareness=2026-11-28T08:10 entity=ccp',
    /not for this report of a ccp \(Art\. 5\(5\)\)/,
  ],
  ['dora-19 intermediate', 'submitted.initial=2026-11-28T08:10', undefined, /Contested/],
  ['us-sec-8k notification', 'determination=2026-11-16T10:00', /17:30/],
];
describe('a note', () => {
  for (const [what, known, note, not] of said) {
    it(`of ${what} with ${known} ${note ? `says ${note.source}` : `does not say ${not?.source}`}`, async () => {
      const notes = (await planned(what, known)).notes.join('\n');
      if (note) assert.match(notes, note);
      if (not) assert.doesNotMatch(notes, not);
    });
  }
});

describe('the anchor of the initial report of DORA', () => {
  it('is the one whose limit governs', async () => {
    const kind = async (known: string): Promise<string> =>
      (await planned('dora-19 initial', known)).anchor.kind;
    assert.equal(
      await kind('awareness=2026-11-24T08:00 classification=2026-11-24T09:30'),
      'classification',
    );
    assert.equal(
      await kind('awareness=2026-11-24T08:00 classification=2026-11-25T07:00'),
      'awareness',
    );
    assert.equal(
      await kind('awareness=2026-11-23T08:00 classification=2026-11-25T07:00'),
      'classification',
    );
    assert.equal(await kind('detection=2026-11-23T08:00'), 'classification');
  });
});

describe('a rule of a contract', () => {
  const contract: LegalRule = { ...law['gdpr-33-1'], id: 'globex', counting: 'contract' };
  const at = { awareness: Date.parse('2026-11-27T17:20:00Z') };
  const options = { zone: 'Europe/Berlin', entities: [], ladder: defaultLadder };

  it('has no later reading: the contract is counted as written', () => {
    const [duty] = planWith(contract, { at, submitted: {} }, options, noHolidays);
    assert.equal(duty?.dueAtMs, at.awareness + 72 * hourMs);
    assert.equal(duty.latestArguableAtMs, undefined);
    assert.doesNotMatch(duty.notes.join(' '), /1182/);
  });

  it('may bring a ladder of its own', () => {
    const ladder = { rungs: [{ beforeMs: 0, level: 'owner' as const }], overdueEveryMs: hourMs };
    const [duty] = planWith({ ...contract, ladder }, { at, submitted: {} }, options, noHolidays);
    assert.deepEqual(
      duty?.ladder.map(({ label, level }) => [label, level]),
      [['T', 'owner']],
    );
  });

  it('says on which dates it holds', () => {
    const ended = { ...contract, validUntil: '2026-11-26' };
    const [duty] = planWith(ended, { at, submitted: {} }, options, noHolidays);
    assert.match(duty?.notes.join(' ') ?? '', /no longer in force on 2026-11-27.*until 2026-11-26/);
  });
});
