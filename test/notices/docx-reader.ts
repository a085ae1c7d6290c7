/** A DOCX as an independent reader sees it: the zip by fflate, its XML by xmldom. */
import { DOMParser, type Element } from '@xmldom/xmldom';
import { strFromU8, unzipSync } from 'fflate';

const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

export type ReadParagraph = { readonly style: string; readonly text: string };

export type ReadDocx = {
  readonly paragraphs: readonly ReadParagraph[];
  /** Rows of all tables; `isHead` where the row is repeated on each page. */
  readonly rows: readonly { readonly isHead: boolean; readonly cells: readonly string[] }[];
  readonly header: string;
  readonly watermarks: readonly string[];
  /** Text and the instructions of its fields. */
  readonly footer: string;
  readonly core: string;
  /** `styles.xml` as it is written. */
  readonly styles: string;
  readonly language: string;
  readonly pageSize: readonly number[];
};

export function readDocx(bytes: Uint8Array): ReadDocx {
  const files = unzipSync(bytes);
  const part = (name: string): Element => {
    const content = files[name];
    if (!content) throw new Error(`no ${name} among ${Object.keys(files).join(', ')}`);
    const root = new DOMParser().parseFromString(strFromU8(content), 'text/xml').documentElement;
    if (!root) throw new Error(`${name} has no element`);
    return root;
  };
  const [document, header, footer] = [
    part('word/document.xml'),
    part('word/header1.xml'),
    part('word/footer1.xml'),
  ];
  const size = all(document, 'pgSz')[0];
  return {
    paragraphs: all(document, 'p').map((paragraph) => ({
      style: value(all(paragraph, 'pStyle')[0]),
      text: textIn(paragraph),
    })),
    rows: all(document, 'tr').map((row) => ({
      isHead: all(row, 'tblHeader').length > 0,
      cells: all(row, 'tc').map(textIn),
    })),
    header: textIn(header),
    watermarks: Array.from(header.getElementsByTagName('v:textpath')).flatMap(
      (path) => path.getAttribute('string') ?? [],
    ),
    footer: textIn(footer),
    core: strFromU8(files['docProps/core.xml'] ?? new Uint8Array()),
    styles: strFromU8(files['word/styles.xml'] ?? new Uint8Array()),
    language: value(all(part('word/styles.xml'), 'lang')[0]),
    pageSize: ['w', 'h'].map((name) => Number(size?.getAttributeNS(word, name))),
  };
}

function all(within: Element, name: string): Element[] {
  return Array.from(within.getElementsByTagNameNS(word, name));
}

function value(element: Element | undefined): string {
  return element?.getAttributeNS(word, 'val') ?? '';
}

function textIn(within: Element): string {
  return Array.from(within.getElementsByTagNameNS(word, '*'), (element) => {
    switch (element.localName) {
      case 't':
        return element.textContent ?? '';
      case 'instrText':
        return `{${element.textContent ?? ''}}`;
      case 'br':
        return '\n';
      case 'tab':
        // Those of a paragraph's properties are stops.
        return element.parentNode?.nodeName === 'w:r' ? '\t' : '';
      default:
        return '';
    }
  }).join('');
}
