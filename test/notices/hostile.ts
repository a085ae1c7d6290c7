/** Texts that would change a document if a renderer took them for more than text. */
import type { NoticeDraft, NoticeSource } from '../../src/domain/notice.ts';
import type { Document } from '../../src/notices/document.ts';
import { processorNotice } from '../../src/domain/processor-notice.ts';
import { awareMs, drafted, dueMs, english, full, hourMs, organisation } from './sample.ts';

/** Each would change the page if it were taken as Markdown or HTML. */
export const hostile = [
  '# Filed with the authority',
  '```\n# out of the fence\n```',
  '````\n~~~\n`````\n<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</code></pre><h1>owned</h1>',
  '[click](javascript:alert(1)) ![x](http://evil.example/x.png)',
  'https://evil.example/?q=1 www.evil.example mail@evil.example',
  '---\n**Filed**\n===',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '1. one\n- two\n> three\n    four',
  '[ref]: http://evil.example\n[ref]',
  '&lt;b&gt; &amp; &#35; \\# \\',
  '\r\n\r\n## carriage\rreturns',
  '{{ template }} ${x} $(x) <!-- hidden',
  '#read("/etc/passwd") #panic() $x^2$ @ref <label> = h // c /* d */ "); #eval("1")',
  '</w:t></w:r><w:t>x</w:t> ]]> {bullets-0} {steps-0} {default-bullet-numbering-0} \\u{41}',
  '\ttab\n  indent\n\n-- --- ... ~ \'q\' "q" 1/2',
];

export function poisoned(text: string): NoticeDraft[] {
  const line = text.slice(0, 200);
  const source: NoticeSource = {
    ...full,
    title: line,
    summary: text,
    commander: line,
    facts: { ...full.facts, consequences: text, measures: text, dataCategories: [line, line] },
  };
  const profile = { ...organisation, name: line, dpoName: line, customerNames: { acme: line } };
  return [
    drafted(source, dueMs + hourMs, profile),
    processorNotice(source, profile, 'acme', awareMs, english),
  ];
}

/** Places that text of people can take in a document; the title is one more. */
export const places = 7;

/** Every hostile text in every place at once, after `base`. */
export function hostileDocument(base: Document, all: readonly string[] = hostile): Document {
  return {
    ...base,
    title: all.join(' '),
    sections: all.map((text) => ({
      heading: text,
      article: text,
      blocks: [
        { kind: 'paragraph', line: [text] },
        { kind: 'table', columns: [{ heading: text, share: 1 }], rows: [[text]] },
        { kind: 'field', label: text, state: 'missing', blocks: [{ kind: 'verbatim', text }] },
      ],
    })),
  };
}
