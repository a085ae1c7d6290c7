/** A document as DOCX, for who must edit it. The same document gives the same bytes. */
import {
  Document as Docx,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  TabStopType,
  TextRun,
} from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { TextWatermark } from 'docx/watermarks';
import { fill, printable, textOf, type Document } from './document.ts';
import { blockParts, sectionParts, text } from './docx-blocks.ts';
import { colours, numbering, page, styles } from './docx-look.ts';

export async function renderDocx(document: Document): Promise<Uint8Array> {
  const { title, author, isLandscape = false, opening, sections, language } = document;
  const width = (isLandscape ? page.long : page.short) - 2 * page.margin;
  const made = new Docx({
    title: printable(title),
    creator: printable(author ?? ''),
    lastModifiedBy: '',
    styles: styles(language),
    numbering,
    sections: [
      {
        properties: {
          page: {
            // The library turns the two when the page lies.
            size: {
              width: page.short,
              height: page.long,
              orientation: isLandscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
            },
            margin: { top: 1_500, bottom: 1_200, left: page.margin, right: page.margin },
          },
        },
        headers: { default: header(document, width) },
        footers: { default: footer(document, width) },
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, children: text(title) }),
          ...opening.flatMap((block) => blockParts(block, width)),
          ...sections.flatMap((section) => sectionParts(section, width)),
        ],
      },
    ],
  });
  return settled(new Uint8Array(await Packer.toBuffer(made)), document.madeAtMs);
}

const small = { size: 16, color: colours.quiet } as const;

function header({ title, mark }: Document, width: number): Header {
  const marked =
    mark === undefined
      ? []
      : [
          ...text(`\t${mark}`, { size: 16, bold: true, color: colours.alarm }),
          new TextWatermark({ text: mark, font: 'Arial', color: `#${colours.mark}`, opacity: 1 }),
        ];
  return new Header({
    children: [
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: width }],
        border: { bottom: { style: 'single', size: 4, space: 4, color: colours.hairline } },
        children: [...text(shortened(title), small), ...marked],
      }),
    ],
  });
}

/** Longer titles would push the mark beside them off the line. */
function shortened(title: string): string {
  const signs = Array.from(title.replace(/\s+/g, ' '));
  return signs.length > 70 ? `${signs.slice(0, 69).join('')}…` : signs.join('');
}

function footer({ author = '', pageOf }: Document, width: number): Footer {
  const numbers: Readonly<Record<string, 'CURRENT' | 'TOTAL_PAGES'>> = {
    page: 'CURRENT',
    pages: 'TOTAL_PAGES',
  };
  const parts = fill(pageOf, { page: '{page}', pages: '{pages}' }).map((run) => {
    const number = typeof run === 'string' ? numbers[run.slice(1, -1)] : undefined;
    return number === undefined ? textOf(run) : PageNumber[number];
  });
  return new Footer({
    children: [
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: width }],
        children: [
          ...text(`${shortened(author)}\t`, small),
          new TextRun({ ...small, children: parts }),
        ],
      }),
    ],
  });
}

/** The library writes the present time and, for the watermark, a random id: other bytes each time. */
function settled(bytes: Uint8Array, madeAtMs: number): Uint8Array {
  const at = new Date(madeAtMs).toISOString();
  const files = Object.entries(unzipSync(bytes)).map(([name, content]): [string, Uint8Array] => {
    const pattern = random.find(([part]) => name.startsWith(part));
    if (!pattern) return [name, content];
    return [name, strToU8(strFromU8(content).replace(pattern[1], `$1${pattern[2] ?? at}`))];
  });
  return zipSync(Object.fromEntries(files), { mtime: zipEpoch, level: 6 });
}

/** Part, what stands there, and what shall; text of people cannot look like it, as its `<` is an entity. */
const random: readonly (readonly [string, RegExp, string?])[] = [
  ['docProps/core.xml', /(<dcterms:(?:created|modified)[^>]*>)[^<]*/g],
  ['word/header', /(<v:shape id="PowerPlusWaterMarkObject)[^"]*/g, '1'],
];

/** The first day a zip can tell, in the time of the machine, as zips have it. */
const zipEpoch = new Date(1980, 0, 1);
