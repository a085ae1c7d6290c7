/** A letter goes out with its own text alone: nothing of how it was made, of who is to be asked, or of how it is sent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language } from '../../src/domain/language.ts';
import { peopleLetter } from '../../src/domain/people-letter.ts';
import { processorNotice } from '../../src/domain/processor-notice.ts';
import { catalogues } from '../../src/language/index.ts';
import { renderDocx } from '../../src/notices/docx.ts';
import { draftDocument } from '../../src/notices/draft.ts';
import { isLetter, letterDocument } from '../../src/notices/letter.ts';
import { documentMarkdown } from '../../src/notices/markdown.ts';
import { renderPdf } from '../../src/notices/pdf.ts';
import { wordsIn } from '../../src/notices/words.ts';
import { awareMs, duty, full, organisation } from './sample.ts';

const plan = {
  ...{ rule: 'gdpr-34', title: 'tell the people', article: 'GDPR Art. 34' },
  ...{ addressee: 'the people', notes: [], stage: 'notification' as const },
};

function people(language: Language) {
  const duties = { ...full.duties, 'gdpr-34': { ...duty, id: 'gdpr-34', plan } };
  const words = catalogues[language].notices;
  return peopleLetter({ ...full, duties }, organisation, 'gdpr-34', awareMs, words);
}

function letter(draft: ReturnType<typeof people>, isApproved: boolean) {
  const words = wordsIn(draft.language);
  return letterDocument(draft, { zone: 'Europe/Berlin', words, author: 'Acme GmbH', isApproved });
}

test('to the people holds every part that is told, and nothing for its sender', () => {
  const draft = people('en');
  const text = documentMarkdown(letter(draft, true));
  assert.match(plainly(text), /^# Important: what happened to your personal data at /);
  for (const { value } of draft.sections
    .filter(({ isInternal }) => !isInternal)
    .flatMap(({ items }) => items))
    for (const line of value === undefined || /^\d{4}-/.test(value) ? [] : value.split('\n'))
      assert.ok(plainly(text).includes(plainly(line)), line);
  for (const foreign of [/seventytwo/, /from the record|drafted by/, /ask /, /not filed/, /Art\./])
    assert.doesNotMatch(text, foreign);
  assert.doesNotMatch(text, /How it goes out/);
  // Its readers know no UTC.
  assert.match(text, /When it happened: Wed 25 Mar 2026, 09:14 CET\n/);
});

test('that nobody approved says so on every page, in its own language', () => {
  assert.equal(letter(people('en'), false).mark, 'Draft, not approved');
  assert.equal(letter(people('de'), false).mark, 'Entwurf, nicht freigegeben');
  assert.equal(letter(people('de'), true).mark, undefined);
});

test('ends under its last heading, whose signature is the organisation', () => {
  const { sections, opening } = letter(people('de'), true);
  assert.ok(sections.every(({ heading }) => heading !== ''));
  assert.equal(sections.at(-1)?.heading, 'Wen Sie fragen können');
  assert.deepEqual(sections.at(-1)?.blocks.at(-1), {
    ...{ kind: 'paragraph', line: [organisation.name] },
  });
  assert.ok(opening.length >= 2);
});

test('is for people and customers, and can be put on pages', async () => {
  const words = catalogues.de.notices;
  const customer = processorNotice(full, organisation, 'globex', awareMs, words);
  assert.ok(isLetter(customer) && isLetter(people('en')));
  for (const draft of [customer, people('de')]) {
    assert.ok((await renderPdf(letter(draft, true))).pages <= 2);
    assert.ok((await renderDocx(letter(draft, false))).length > 1_000);
  }
});

test('as a draft stands before what is for its sender, which ends with how it goes out', () => {
  const draft = people('en');
  const words = wordsIn('en');
  const headings = draftDocument(draft, { zone: 'UTC', words }).sections.map(
    ({ heading }) => heading,
  );
  assert.deepEqual(headings.slice(-2), [
    'How it goes out; not part of the letter',
    'How it goes out',
  ]);
});

function plainly(text: string): string {
  return text.replace(/\\/g, '').replace(/\s+/g, ' ').trim();
}

test('that went out says so, and names no authority', () => {
  const words = wordsIn('de');
  const filed = { filed: { atMs: awareMs, zone: 'UTC' }, reference: 'per E-Mail an 12 Personen' };
  const { opening, mark } = draftDocument(people('de'), { zone: 'UTC', words, filed });
  const said = JSON.stringify(opening[0]);
  assert.match(said, /Kopie des Schreibens, das hinausging: .*per E-Mail an 12 Personen/);
  assert.doesNotMatch(said, /Behörde|Aktenzeichen/);
  assert.equal(mark, undefined);
});
