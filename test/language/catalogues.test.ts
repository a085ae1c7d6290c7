import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages } from '../../src/domain/language.ts';
import { law } from '../../src/domain/rules/index.ts';
import { catalogues, inLaw } from '../../src/language/index.ts';
import { list, number, plural } from '../../src/language/numbers.ts';
import { plansOfLaw } from '../mail/variety.ts';
import { entriesOf, value } from './entries.ts';

const english = entriesOf(catalogues.en.mails);
const others = languages.filter((language) => language !== 'en');

/** Meant: the words are the same, or there are none beside the values. */
const same: Readonly<Record<string, readonly string[]>> = {
  de: [
    ...['incident.phase', 'filing.portal', 'within', 'list'],
    ...['customers.abridged', 'duties.task', 'duties.ended.subject', 'duties.reminder.subject'],
    ...['upkeep.item'],
  ],
};

/** Said by the product itself, beside the shipped rules. */
const ownTexts = [
  ...['Tell the customers concerned', 'each customer concerned'],
  'GDPR Art. 33(2), by contract',
];

function textsOfLaw(): ReadonlySet<string> {
  const notes = Object.values(law).flatMap(({ notes: common = [], stages }) => [
    ...common,
    ...stages.flatMap(({ note, amount }) => [
      ...(note === undefined ? [] : [note]),
      ...(amount.unit === 'none' ? [`No number in the law: ${amount.wording}.`] : []),
    ]),
  ]);
  const asked = plansOfLaw().flatMap(({ title, article, addressee }) => [
    title,
    article,
    addressee,
  ]);
  return new Set([...asked, ...notes, ...ownTexts]);
}

for (const language of others)
  describe(`the mails in ${language}`, () => {
    const { mails } = catalogues[language];
    const entries = entriesOf(mails);

    it('have every sentence that the English ones have, and no other', () => {
      const shape = (list: typeof entries) =>
        list.map(({ path, kind }) => `${path}: ${kind}`).sort();
      assert.deepEqual(shape(entries), shape(english));
    });

    it('are told the same values', () => {
      const told = new Map(entries.map(({ path, values }) => [path, values]));
      for (const { path, values } of english) assert.equal(told.get(path), values, path);
    });

    it('say every value that the English ones say', () => {
      const said = new Map(entries.map((entry) => [entry.path, times(entry.said)]));
      for (const entry of english)
        assert.equal(said.get(entry.path), times(entry.said), entry.path);
    });

    it('are translated, but for what is meant to be the same', () => {
      const said = new Map(entries.map((entry) => [entry.path, entry.said]));
      const equal = english
        .filter((entry) => said.get(entry.path) === entry.said)
        .map(({ path }) => path);
      assert.deepEqual(equal.sort(), [...(same[language] ?? [])].sort());
    });

    it('know every title, article, addressee and note of the shipped rules, and nothing else', () => {
      assert.deepEqual(Object.keys(mails.law).sort(), [...textsOfLaw()].sort());
    });

    it('leave the words of a contract as they are', () => {
      assert.equal(inLaw(mails.law, 'Tell Globex'), 'Tell Globex');
      assert.equal(inLaw(mails.law, 'constructor'), 'constructor');
    });
  });

/** How often a value is said, as it is or as a number. */
function times(said: string): number {
  return said.split(value).length + said.split('NaN').length - 2;
}

describe('numbers and lists', () => {
  it('are written as the language writes them', () => {
    assert.equal(number('en', 12_400), '12,400');
    assert.equal(number('de', 12_400), '12.400');
    assert.equal(list('en', ['a', 'b', 'c']), 'a, b, c');
    assert.equal(list('de', ['a', 'b', 'c']), 'a, b und c');
  });
  it('take the form of the noun that the language wants', () => {
    const forms = { one: 'Aufgabe', other: 'Aufgaben' };
    assert.equal(plural('de', 1, forms), '1 Aufgabe');
    assert.equal(plural('de', 0, forms), '0 Aufgaben');
    assert.equal(plural('de', 2, { other: 'Aufgaben' }), '2 Aufgaben');
  });
});
