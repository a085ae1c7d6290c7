/** How a DOCX looks: sizes in half points, distances in twentieths of a point. */
import { LineRuleType, type INumberingOptions, type IStylesOptions } from 'docx';

export const colours = {
  ink: '1C2430',
  quiet: '56606E',
  hairline: 'C9CED6',
  alarm: 'A3341C',
  alarmGround: 'FDF0E6',
  head: 'EEF1F5',
  mark: 'F1E9E6',
} as const;

/** Word and its heirs all have it, or one that is as wide. Text of the East keeps the reader's own font. */
const font = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial' } as const;

/** A4 without its margins, upright and lying. */
export const page = { short: 11_906, long: 16_838, margin: 1_250 } as const;

/** In 240ths of the font's own line: without the rule LibreOffice takes 20ths of a point, and a title of two lines overlaps. */
function lines(line: number) {
  return { line, lineRule: LineRuleType.AUTO } as const;
}

export function styles(language: string): IStylesOptions {
  const heading = { color: colours.ink, bold: true, font } as const;
  return {
    default: {
      document: {
        run: { font, size: 20, color: colours.ink, language: { value: language } },
        paragraph: { spacing: { after: 100, ...lines(264) } },
      },
      title: {
        run: { ...heading, size: 36 },
        paragraph: { spacing: { after: 160, ...lines(240) } },
      },
      heading1: {
        run: { ...heading, size: 26 },
        paragraph: { keepNext: true, spacing: { before: 400, after: 120 } },
      },
      heading2: {
        run: { ...heading, size: 19 },
        paragraph: { keepNext: true, spacing: { before: 180, after: 40 } },
      },
    },
  };
}

export const bullets = 'bullets';
export const steps = 'steps';

export const numbering: INumberingOptions = {
  config: [list(bullets, 'bullet', '•'), list(steps, 'decimal', '%1.')],
};

function list(reference: string, format: 'bullet' | 'decimal', text: string) {
  const paragraph = { indent: { left: 300, hanging: 300 } };
  return { reference, levels: [{ level: 0, format, text, style: { paragraph } }] };
}
