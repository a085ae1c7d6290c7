/** The blocks of a document as paragraphs and tables of a DOCX. */
import {
  HeadingLevel,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
  type IRunPropertiesOptions,
} from 'docx';
import {
  printable,
  textOf,
  type Block,
  type Field,
  type Line,
  type Section,
  type Table as Rows,
} from './document.ts';
import { bullets, colours, steps } from './docx-look.ts';

type Part = Paragraph | Table;

export function sectionParts(
  { heading, article, blocks }: Section,
  width: number,
): readonly Part[] {
  const behind = { size: 17, bold: false, color: colours.quiet };
  return [
    new Paragraph({
      heading: HeadingLevel.HEADING_1,
      children: [...text(heading), ...(article === undefined ? [] : text(`   ${article}`, behind))],
    }),
    ...blocks.flatMap((block) => blockParts(block, width)),
  ];
}

export function blockParts(block: Block, width: number): readonly Part[] {
  switch (block.kind) {
    case 'field':
      return field(block);
    case 'table':
      return [table(block, width)];
    default:
      return flow(block);
  }
}

/** Numbered lists of one document count on, as there is never more than one: how to file. */
function flow(
  block: Exclude<Block, Field | Rows>,
  around: IParagraphOptions = {},
  look: IRunPropertiesOptions = {},
): readonly Paragraph[] {
  switch (block.kind) {
    case 'paragraph':
      return [
        new Paragraph({
          ...around,
          children: line(block.line, { ...look, ...tones[block.tone ?? 'plain'] }),
        }),
      ];
    case 'verbatim':
      return [new Paragraph({ ...around, children: text(block.text, look) })];
    case 'list': {
      const reference = block.isNumbered ? steps : bullets;
      return block.items.map(
        (item) =>
          new Paragraph({
            ...around,
            spacing: { after: 20 },
            numbering: { reference, level: 0 },
            children: line(item, look),
          }),
      );
    }
  }
}

const tones = {
  plain: {},
  strong: { bold: true },
  remark: { italics: true, size: 17, color: colours.quiet },
} as const;

/** What is missing stands on a ground of its own, behind a bar. */
function field({ label, state, blocks }: Field): readonly Paragraph[] {
  const missing: IParagraphOptions = {
    shading: { fill: colours.alarmGround },
    border: { left: { style: 'single', size: 24, space: 6, color: colours.alarm } },
  };
  const around = state === 'missing' ? missing : {};
  const look = { told: {}, missing: { color: colours.alarm }, absent: { color: colours.quiet } };
  return [
    new Paragraph({ ...around, heading: HeadingLevel.HEADING_2, children: text(label) }),
    ...blocks.flatMap((block) => flow(block, around, block.kind === 'list' ? {} : look[state])),
  ];
}

function table({ columns, rows }: Rows, width: number): Table {
  const all = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => Math.floor((width * share) / all));
  const edge = { style: 'single', size: 4, color: colours.hairline } as const;
  const none = { style: 'none', size: 0, color: 'auto' } as const;
  const row = (cells: readonly string[], isHead: boolean): TableRow =>
    new TableRow({
      ...(isHead && { tableHeader: true, cantSplit: true }),
      children: cells.map(
        (cell, n) =>
          new TableCell({
            width: { size: widths[n] ?? 0, type: WidthType.DXA },
            ...(isHead && { shading: { fill: colours.head } }),
            children: [
              new Paragraph({
                spacing: { after: 0 },
                children: text(cell, { size: 17, bold: isHead }),
              }),
            ],
          }),
      ),
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    columnWidths: widths,
    width: { size: widths.reduce((sum, size) => sum + size, 0), type: WidthType.DXA },
    margins: { top: 50, bottom: 50, left: 80, right: 80 },
    borders: {
      top: edge,
      bottom: edge,
      left: none,
      right: none,
      insideVertical: none,
      insideHorizontal: edge,
    },
    rows: [
      row(
        columns.map(({ heading }) => heading),
        true,
      ),
      ...rows.map((cells) => row(cells, false)),
    ],
  });
}

function line(runs: Line, look: IRunPropertiesOptions = {}): TextRun[] {
  return runs.flatMap((run) =>
    text(textOf(run), typeof run !== 'string' && 'strong' in run ? { ...look, bold: true } : look),
  );
}

/**
 * Line ends and tabs are elements of their own. Behind each brace a new run begins, because the library
 * takes `{name}` in the finished XML for a place of its own and would fill it.
 */
export function text(value: string, look: IRunPropertiesOptions = {}): TextRun[] {
  return printable(value)
    .split('\n')
    .flatMap((row, n) =>
      row.split(/(?<=\{)/).map(
        (part, m) =>
          new TextRun({
            ...look,
            ...(n > 0 && m === 0 && { break: 1 }),
            children: withTabs(part),
          }),
      ),
    );
}

function withTabs(part: string): (string | Tab)[] {
  return part.split('\t').flatMap((piece, n) => (n === 0 ? [piece] : [new Tab(), piece]));
}
