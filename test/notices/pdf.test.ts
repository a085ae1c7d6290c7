/** The PDF of a draft, opened by another reader: text, tags, bookmarks, pages, and nothing that text could do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processorNotice } from '../../src/domain/processor-notice.ts';
import { printable, type Document } from '../../src/notices/document.ts';
import { draftDocument, type DraftView } from '../../src/notices/draft.ts';
import { renderPdf } from '../../src/notices/pdf.ts';
import { lackingSigns, withCodes } from '../../src/notices/signs.ts';
import { english } from '../../src/notices/words.ts';
import { hostile, hostileDocument, places } from './hostile.ts';
import { readPdf, unbroken } from './pdf-reader.ts';
import {
  awareMs,
  complete,
  drafted,
  empty,
  english as sentences,
  full,
  organisation,
} from './sample.ts';

const view: DraftView = { zone: 'Europe/Vienna', words: english, author: 'Example GmbH' };

function documentOf(source = full, more: Partial<DraftView> = {}): Document {
  return draftDocument(drafted(source), { ...view, ...more });
}

async function textOf(document: Document): Promise<string> {
  const { bytes } = await renderPdf(document);
  return unbroken((await readPdf(bytes)).pages.join('\n'));
}

test('it is a tagged A4 document with title, author, language, and the bookmarks of its sections', async () => {
  const draft = drafted(full);
  const { bytes, pages } = await renderPdf(documentOf());
  const pdf = await readPdf(bytes);
  assert.equal(pdf.pages.length, pages);
  assert.ok(pdf.isMarked);
  assert.match(pdf.metadata, /<pdfuaid:part>1<\/pdfuaid:part>/);
  const { Title, Author, Language } = pdf.info;
  assert.deepEqual([Title, Author, Language], [draft.title, 'Example GmbH', 'en']);
  assert.ok(
    pdf.sizes.every(([, , x = 0, y = 0]) => Math.round(x) === 595 && Math.round(y) === 842),
  );
  const headings = pdf.outline.map(({ title }) => title);
  assert.equal(headings[0], 'Still missing');
  for (const { heading } of draft.sections)
    assert.ok(
      headings.some((title) => title.startsWith(heading)),
      heading,
    );
  const fields = pdf.outline.flatMap(({ items }) => items);
  assert.equal(fields.length, draft.sections.flatMap(({ items }) => items).length);
  for (const role of ['H1', 'H2', 'L', 'LI', 'P'])
    assert.ok(pdf.roles.includes(role), `${role} of ${[...new Set(pdf.roles)].join()}`);
});

test('every page says that it is a draft and which of how many, outside of the reading order', async () => {
  const { bytes, pages } = await renderPdf(documentOf());
  const pdf = await readPdf(bytes);
  for (const [n, artifact] of pdf.artifacts.entries()) {
    assert.equal(artifact.split('Draft, not filed').length - 1, 2, 'watermark and header');
    assert.match(artifact, new RegExp(`Page ${n + 1} of ${pages}`));
    assert.match(artifact, /Notification of a personal data breach, INC-7K3FQ/);
  }
  assert.equal(pdf.pages.join('').split('Draft, not filed').length - 1, 1);
});

test('the copy of what was filed has no mark and says when and as what it was filed', async () => {
  const filed = { filed: { atMs: awareMs + 3_600_000, zone: 'UTC' }, reference: 'LDA *4711*' };
  const pdf = await readPdf((await renderPdf(documentOf(full, { filed }))).bytes);
  assert.doesNotMatch(pdf.pages.join() + pdf.artifacts.join(), /not filed/);
  assert.match(
    pdf.pages[0]?.replace(/\s+/g, ' ') ?? '',
    /filed the notice Fri 27 Mar 2026, 10:14 CET .*, reference LDA \*4711\*\. It was made/,
  );
});

test('what people wrote comes out sign by sign in every place, and does nothing', async () => {
  const found = await textOf(hostileDocument(documentOf()));
  for (const text of hostile) {
    const times = found.split(unbroken(printable(text))).length - 1;
    assert.ok(times >= places, `${times} times: ${text}`);
  }
});

test('Greek, Cyrillic, Polish and Vietnamese need no font of the machine', async () => {
  const words = 'Ελλάδα ᾠδή Привіт Ђорђе Zażółć gęślą jaźń Việt œuvre';
  const found = await textOf(documentOf({ ...full, summary: words }));
  assert.ok(found.includes(unbroken(words)), found);
});

test('words longer than a line are broken and stay whole, and long drafts stay within their pages', async () => {
  const long = 'x'.repeat(4_000);
  const document = documentOf({ ...complete, summary: `start ${long} end` });
  const many: Document = {
    ...document,
    sections: document.sections.map((section) => ({
      ...section,
      blocks: section.blocks.map((block) =>
        block.kind === 'field'
          ? { ...block, blocks: [{ kind: 'verbatim', text: 'word '.repeat(800) }] }
          : block,
      ),
    })),
  };
  assert.ok((await textOf(document)).includes(`start${long}end`));
  const { bytes, pages } = await renderPdf(many);
  const fields = many.sections
    .flatMap(({ blocks }) => blocks)
    .filter(({ kind }) => kind === 'field');
  const found = (await readPdf(bytes)).pages.join(' ').split(/\bword\b/).length - 1;
  assert.equal(found, fields.length * 800);
  assert.ok(pages > 50 && pages < 200, `${pages} pages`);
});

test('the same document gives the same bytes, whatever the time', async () => {
  const once = await renderPdf(documentOf());
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  assert.deepEqual((await renderPdf(documentOf())).bytes, once.bytes);
});

test('a sign without a font stands as its code and is told, and the rest is as it was', async () => {
  // The last code for private use: no font of any machine should have it.
  const lone = '\u{10fffd}';
  const document = documentOf({ ...full, summary: `before ${lone} behind` });
  const { bytes, lacking } = await renderPdf(document);
  const found = unbroken((await readPdf(bytes)).pages.join('\n'));
  assert.deepEqual(lacking, [lone]);
  assert.match(found, /before\[U\+10FFFD\]behind/);
});

test('signs without a font are found by halving, and a block without any by three of its signs', () => {
  let tries = 0;
  const lacks = (bad: RegExp) => (signs: string) => {
    tries += 1;
    return !bad.test(signs);
  };
  const kanji = Array.from({ length: 200 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join('');
  assert.deepEqual(lackingSigns([`aé${kanji}`], lacks(/\p{Script=Han}/u)).length, 200);
  assert.ok(tries < 10, `${tries} tries`);
  assert.deepEqual(lackingSigns([`aé${kanji}`], lacks(/[丂七]/)), ['丂', '七']);
  assert.equal(withCodes('a丂b😀', ['丂', '😀']), 'a[U+4E02]b[U+1F600]');
});

test('a notice to a customer and a draft of nothing at all are documents too', async () => {
  const letter = processorNotice(empty, organisation, 'acme', awareMs, sentences);
  assert.match(await textOf(draftDocument(letter, view)), /DearAcmeSA,/);
  assert.match(await textOf(documentOf(empty)), /Missing;askthecommander/);
});
