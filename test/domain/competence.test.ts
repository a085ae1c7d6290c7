/** Which authority is proposed: cases worked out by hand from the law, each with its source in its name. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  bodies,
  propose,
  type CompetenceFacts,
  type Named,
  type Proposal,
} from '../../src/domain/competence.ts';
import { eeaStates, isInEea, lands, stateOf } from '../../src/domain/countries.ts';
import { authorityIds } from '../../src/policy/authorities.ts';

function facts(given: Partial<CompetenceFacts>): CompetenceFacts {
  return { others: [], people: [], body: 'private', ...given };
}

/** Ids, and a place with a question mark where it has several authorities. */
function ids(all: readonly Named[]): string {
  return all.map(({ place, authority }) => authority ?? `${place}?`).join(' ');
}

type Case = readonly [
  what: string,
  given: Partial<CompetenceFacts>,
  role: Proposal['role'],
  notify: string,
  concerned?: string,
  separately?: string,
];

const cases: readonly Case[] = [
  [
    'Arts. 33(1), 55(1): one establishment, people in its own state',
    { main: 'FR', people: ['FR'] },
    'competent',
    'FR',
  ],
  ['Art. 55(1): people not known yet', { main: 'IE' }, 'competent', 'IE'],
  [
    'Arts. 56(1), 4(23)(a): establishments in two states',
    { main: 'IE', others: ['FR'], people: ['IE'] },
    'lead',
    'IE',
    'FR',
  ],
  [
    'Arts. 56(1), 4(23)(b): one establishment, people in other states',
    { main: 'AT', people: ['AT', 'DE-BY', 'IT'] },
    'lead',
    'AT',
    'DE-BY IT',
  ],
  [
    'Art. 4(22): establishments and people make authorities concerned, each once',
    { main: 'NL', others: ['BE', 'FR', 'BE'], people: ['FR', 'ES', 'NL'] },
    'lead',
    'NL',
    'BE FR ES',
  ],
  [
    'Art. 4(22): concerned people in Germany without a Land',
    { main: 'FR', people: ['DE'] },
    'lead',
    'FR',
    'DE?',
  ],
  [
    'EEA agreement: Norway leads as a Member State does',
    { main: 'NO', others: ['SE'], people: ['IS', 'LI'] },
    'lead',
    'NO',
    'SE IS LI',
  ],
  ['BDSG § 40(1): the Land of the establishment', { main: 'DE-BE' }, 'competent', 'DE-BE'],
  [
    "BDSG § 40(2), Art. 4(16): of two German establishments the main one's Land, and no lead",
    { main: 'DE-HH', others: ['DE-BY'], people: ['DE-SN', 'DE'] },
    'competent',
    'DE-HH',
  ],
  ['BDSG § 40(1): Germany without a Land names nobody', { main: 'DE' }, 'competent', 'DE?'],
  [
    'BDSG § 9(1): a federal public body, whatever its Land; Art. 55(2): no lead',
    { main: 'DE-BE', body: 'federal', people: ['DE', 'PL'] },
    'competent',
    'DE',
  ],
  [
    'BDSG § 9(1), Art. 56(1): telecommunications across borders',
    { main: 'DE-NW', body: 'telecoms', people: ['DE', 'NL'] },
    'lead',
    'DE',
    'NL',
  ],
  ['Bavaria: companies to the BayLDA', { main: 'DE-BY', people: ['DE-BY'] }, 'competent', 'DE-BY'],
  [
    'Bavaria: public bodies to the BayLfD; Art. 55(2)',
    { main: 'DE-BY', body: 'public' },
    'competent',
    'DE-BY-PUB',
  ],
  [
    'Art. 55(2): a public body has no lead, though people in other states are concerned',
    { main: 'SE', body: 'public', people: ['SE', 'FI'] },
    'competent',
    'SE',
  ],
  [
    'Guidelines 9/2022 v2.0 para 73: no establishment, every state with people concerned',
    { people: ['FR', 'DE-BE', 'NO'] },
    'none',
    'FR DE-BE NO',
  ],
  [
    'Guidelines 9/2022 v2.0 para 73: a representative in Ireland makes Ireland no lead',
    { main: 'US', representative: 'IE', people: ['FR', 'AT'] },
    'none',
    'FR AT',
  ],
  [
    'Guidelines 9/2022 v2.0 para 73: without countries of people nobody can be named',
    { main: 'US', representative: 'IE' },
    'none',
    '',
  ],
  [
    'Opinion 04/2024: several establishments and decisions outside the Union: no main one, no lead',
    { main: 'US', others: ['IE', 'DE-HE'], people: ['ES'] },
    'none',
    'IE DE-HE ES',
  ],
  [
    'Art. 56(1): the single establishment of a company from outside leads',
    { main: 'US', others: ['IE'], people: ['IE', 'FR'] },
    'lead',
    'IE',
    'FR',
  ],
  [
    'UK GDPR Art. 33(1): people in the United Kingdom are a notice of their own, not a concern of the lead',
    { main: 'IE', people: ['IE', 'GB'] },
    'competent',
    'IE',
    '',
    'GB',
  ],
  [
    'a company in London without the EEA: para 73 for the EEA, and the ICO',
    { main: 'GB', people: ['FR', 'GB'] },
    'none',
    'FR',
    '',
    'GB',
  ],
  [
    'Swiss FADP Art. 24: Switzerland is a notice of its own',
    { main: 'AT', others: ['CH'], people: ['CH'] },
    'competent',
    'AT',
    '',
    'CH',
  ],
];

for (const [what, given, role, notify, concerned = '', separately = ''] of cases)
  test(what, () => {
    const proposal = propose(facts(given));
    assert.deepEqual(
      [proposal.role, ids(proposal.notify), ids(proposal.concerned), ids(proposal.separately)],
      [role, notify, concerned, separately],
    );
    assert.ok(proposal.why.length > 0);
    for (const { text, source } of proposal.why) assert.ok(text !== '' && source !== '');
  });

test('what could not be done without is asked for', () => {
  const asks = (given: Partial<CompetenceFacts>) => propose(facts(given)).asks;
  assert.deepEqual(asks({ main: 'FR', people: ['FR'] }), []);
  assert.deepEqual(asks({ main: 'FR' }), ['people']);
  assert.deepEqual(asks({ main: 'DE', people: ['DE'] }), ['land']);
  assert.deepEqual(asks({}), ['people']);
  assert.deepEqual(asks({ others: ['FR', 'IE'], people: ['FR'] }), ['main']);
  assert.deepEqual(asks({ people: ['DE', 'FR'] }), ['land']);
});

test('a law outside the EEA that is not known is said to be unknown', () => {
  const { check } = propose(facts({ main: 'FR', people: ['US', 'GB'] }));
  assert.match(check.join('\n'), /US is outside the EEA/);
  assert.doesNotMatch(check.join('\n'), /GB is outside/);
});

const place = fc.constantFrom(...Object.keys(eeaStates), ...Object.keys(lands), 'GB', 'CH', 'US');
const anything: fc.Arbitrary<CompetenceFacts> = fc.record(
  {
    main: place,
    others: fc.array(place, { maxLength: 4 }),
    people: fc.array(place, { maxLength: 6 }),
    representative: place,
    body: fc.constantFrom(...bodies),
  },
  { requiredKeys: ['others', 'people', 'body'] },
);

test('whatever is given: ids of the directory, no authority twice, one lead at most, nobody in the EEA left out', () => {
  const known = new Set(authorityIds());
  fc.assert(
    fc.property(anything, (given) => {
      const { role, notify, concerned, separately, isEstablished } = propose(given);
      const all = [...notify, ...concerned, ...separately];
      const named = all.flatMap(({ authority }) => authority ?? []);
      for (const id of named) assert.ok(known.has(id), id);
      assert.equal(new Set(named).size, named.length);
      if (role !== 'none') assert.equal(notify.length, 1);
      else assert.deepEqual(concerned, []);
      const places = [...(given.main === undefined ? [] : [given.main]), ...given.others];
      assert.equal(isEstablished, places.some(isInEea));
      const states = new Set(all.map((one) => stateOf(one.place)));
      const isPublic = role === 'competent' && /public|federal/.test(given.body);
      for (const home of given.people.filter(isInEea))
        assert.ok(isPublic || states.has(stateOf(home)), home);
    }),
    { numRuns: 500 },
  );
});
