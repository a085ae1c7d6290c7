/** The Markdown of a draft, read back by a Markdown parser: hostile text stays text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParserOptions } from 'prettier';
import { parsers } from 'prettier/plugins/markdown';
import { processorNotice } from '../../src/domain/processor-notice.ts';
import { renderJson, renderTemplateJson } from '../../src/notices/json.ts';
import { draftDocument } from '../../src/notices/draft.ts';
import { documentMarkdown, renderMarkdown } from '../../src/notices/markdown.ts';
import { english } from '../../src/notices/words.ts';
import { hostile, hostileDocument, poisoned } from './hostile.ts';
import {
  awareMs,
  complete,
  drafted,
  empty,
  english as sentences,
  full,
  organisation,
} from './sample.ts';

type Node = { readonly type: string; readonly value?: string; readonly children?: readonly Node[] };

/** Every node of the document, in its order. */
function nodes(markdown: string): readonly Node[] {
  const walk = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(walk)];
  // The options say how to print, which is not asked for here.
  // oxlint-disable-next-line no-unsafe-type-assertion -- the parser gives an mdast tree.
  return walk(parsers.markdown.parse(markdown, {} as ParserOptions) as Node);
}

function shape(markdown: string): readonly string[] {
  return nodes(markdown)
    .map(({ type }) => type)
    .filter((type) => !['text', 'word', 'whitespace', 'sentence'].includes(type));
}

test('no text can add headings, links, lists, tables or HTML', () => {
  const plain = poisoned('harmless words').map((draft) => shape(renderMarkdown(draft, 'UTC')));
  for (const text of hostile) {
    const pages = poisoned(text).map((draft) => renderMarkdown(draft, 'UTC'));
    assert.deepEqual(pages.map(shape), plain, text);
  }
});

test('in a document of every kind of block, tables too, text stays text', () => {
  const base = draftDocument(drafted(full), { zone: 'UTC', words: english });
  const [plain, ...pages] = ['harmless words', ...hostile].map((text) =>
    shape(documentMarkdown(hostileDocument(base, [text]))),
  );
  assert.ok(plain?.includes('tableCell'), plain?.join());
  for (const [n, page] of pages.entries()) assert.deepEqual(page, plain, hostile[n]);
});

test('a value can be copied word for word', () => {
  for (const text of hostile) {
    const [draft] = poisoned(text);
    assert.ok(draft);
    const blocks = nodes(renderMarkdown(draft, 'UTC')).filter(({ type }) => type === 'code');
    assert.ok(
      blocks.some(({ value }) => value === text.replace(/\r\n?/g, '\n')),
      text,
    );
  }
});

test('control and direction characters become visible', () => {
  const [draft] = poisoned('gpj.\u202eexe\u0007\u009b31m\u2028x');
  assert.ok(draft);
  const markdown = renderMarkdown(draft, 'UTC');
  assert.match(markdown, /gpj\.�exe��31m�x/);
  assert.doesNotMatch(markdown, /[^\P{Cc}\n]|[\u202e\u2028]/u);
});

test('every page says Draft, not filed at its top and at its bottom', () => {
  for (const draft of [
    drafted(full),
    processorNotice(empty, organisation, 'acme', awareMs, sentences),
  ]) {
    const lines = renderMarkdown(draft, 'Europe/Vienna').trimEnd().split('\n');
    assert.match(lines[2] ?? '', /^\*\*Draft, not filed\*\*/);
    assert.equal(lines.at(-1), '**Draft, not filed**');
  }
});

test('what is missing stands first, with whom to ask, and its options where it stands', () => {
  const markdown = renderMarkdown(drafted(empty), 'Europe/Vienna');
  const [, list = ''] = markdown.split('## Still missing\n\n');
  const [items = ''] = list.split('\n\n');
  assert.equal(items.split('\n').length, drafted(empty).missing.length);
  assert.match(items, /^- 89\. Outcome of the risk assessment .*: ask Carla Cerny \(DPO\)$/m);
  assert.match(items, /^- 70\. .*: ask the commander \(nobody has taken command yet\)$/m);
  assert.match(markdown, /^### 87\. [^#]*\*\*Missing\*\*[^#]*^- b\\?\) Moderate$/m);
  assert.match(
    renderMarkdown(drafted(complete), 'Europe/Vienna'),
    /^No mandatory item is missing\.$/m,
  );
});

test('the page says how a person files it, and whether the address of the portal was verified', () => {
  const page = (verified: boolean) =>
    renderMarkdown(
      drafted(full, awareMs, {
        ...organisation,
        authority: { name: 'A', portal: 'https://a.example', asOf: '2026-11-22', verified },
      }),
      'UTC',
    );
  assert.match(page(false), /^3\. The address of the portal is NOT verified/m);
  assert.match(page(true), /^3\. Open the portal; its address was confirmed/m);
  assert.match(page(true), /duty file INC-7K3FQ --reference REFERENCE --stage initial$/m);
});

test("the template's own JSON has its field numbers for keys and letters for values", () => {
  const answers = JSON.parse(renderTemplateJson(drafted(full)) ?? '');
  assert.deepEqual(
    [answers.field_3, answers.field_4, answers.field_7, answers.field_68],
    ['a', 'b', 'INC-7K3FQ', 0],
  );
  assert.equal(
    renderTemplateJson(processorNotice(full, organisation, 'acme', awareMs, sentences)),
    undefined,
  );
});

test('instants are told in the zone of the organisation and in UTC', () => {
  const markdown = renderMarkdown(drafted(full), 'Europe/Vienna');
  const [, aware = ''] = markdown.split(/### 48\. .*\n\n/);
  assert.match(aware, /^Fri 27 Mar 2026, 09:14 .* \(2026-03-27 08:14 UTC\)\n/);
});

test('the JSON of a draft is the draft, and the same draft gives the same bytes', () => {
  const draft = drafted(full);
  assert.deepEqual(JSON.parse(renderJson(draft)), draft);
  assert.equal(renderJson(draft), renderJson(drafted(full)));
});
