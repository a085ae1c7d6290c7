/** The DOCX of a draft, opened as what it is: a zip of XML. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable, type Document } from '../../src/notices/document.ts';
import { renderDocx } from '../../src/notices/docx.ts';
import { draftDocument, type DraftView } from '../../src/notices/draft.ts';
import { english } from '../../src/notices/words.ts';
import { readDocx } from './docx-reader.ts';
import { hostile, hostileDocument, places } from './hostile.ts';
import { awareMs, drafted, full } from './sample.ts';

const view: DraftView = { zone: 'Europe/Vienna', words: english, author: 'Example & Söhne' };
const document = draftDocument(drafted(full), view);

test('it has a title, real headings, properties, a language and A4 pages', async () => {
  const draft = drafted(full);
  const docx = readDocx(await renderDocx(document));
  const styled = (style: string) =>
    docx.paragraphs.filter((paragraph) => paragraph.style === style);
  assert.deepEqual(
    styled('Title').map(({ text }) => text),
    [draft.title],
  );
  assert.equal(styled('Heading1').length, document.sections.length);
  assert.deepEqual(
    styled('Heading2').map(({ text }) => text),
    draft.sections.flatMap(({ items }) => items.map(({ label }) => label)),
  );
  assert.match(docx.core, /<dc:title>Notification of a personal data breach, INC-7K3FQ</);
  assert.match(docx.core, /<dc:creator>Example &amp; Söhne</);
  assert.deepEqual([docx.language, docx.pageSize], ['en', [11_906, 16_838]]);
});

test('a title of two lines is spaced by the font, in LibreOffice too', async () => {
  const { styles } = readDocx(await renderDocx(document));
  const spacings = styles.match(/<w:spacing [^>]*w:line="[^>]*>/g) ?? [];
  assert.ok(spacings.length >= 2);
  for (const spacing of spacings) assert.match(spacing, /w:lineRule="auto"/);
});

test('each page says that it is a draft, and which of how many', async () => {
  const docx = readDocx(await renderDocx(document));
  assert.match(docx.header, /INC-7K3FQ\tDraft, not filed$/);
  assert.deepEqual(docx.watermarks, ['Draft, not filed']);
  assert.equal(docx.footer, 'Example & Söhne\tPage {PAGE} of {NUMPAGES}');
  const filed = { filed: { atMs: awareMs, zone: 'UTC' }, reference: 'LDA-1' };
  const copy = readDocx(await renderDocx(draftDocument(drafted(full), { ...view, filed })));
  assert.deepEqual(copy.watermarks, []);
  assert.doesNotMatch(copy.header + copy.paragraphs.map(({ text }) => text).join(), /not filed/);
});

test('what people wrote comes out sign by sign in every place', async () => {
  const { paragraphs } = readDocx(await renderDocx(hostileDocument(document)));
  const all = paragraphs.map(({ text }) => text).join('\n');
  for (const text of hostile) {
    const times = all.split(printable(text)).length - 1;
    assert.ok(times >= places, `${times} times: ${text}`);
  }
});

test('signs that XML cannot hold become visible, others stay', async () => {
  const draft = drafted({ ...full, summary: 'a\u0001b\ud800c\uffff 東京 😀' });
  const { paragraphs } = readDocx(await renderDocx(draftDocument(draft, view)));
  assert.ok(paragraphs.some(({ text }) => text.includes('a�b�c� 東京 😀')));
});

test('a table repeats its head and has its widths', async () => {
  const columns = [
    { heading: 'a', share: 1 },
    { heading: 'b', share: 3 },
  ];
  const table: Document = {
    ...document,
    isLandscape: true,
    sections: [{ heading: 'x', blocks: [{ kind: 'table', columns, rows: [['1', '2\n3']] }] }],
  };
  const docx = readDocx(await renderDocx(table));
  assert.deepEqual(docx.rows, [
    { isHead: true, cells: ['a', 'b'] },
    { isHead: false, cells: ['1', '2\n3'] },
  ]);
  assert.deepEqual(docx.pageSize, [16_838, 11_906]);
});

test('the same document gives the same bytes, whatever the time', async () => {
  const once = await renderDocx(document);
  // A zip knows every second second.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  assert.deepEqual(await renderDocx(document), once);
});
