/** Documents on pages, PDF and DOCX: their libraries are loaded only when one is asked for. */
import type { Document } from '../notices/document.ts';
import type { Io } from './io.ts';

export const pagedFormats = ['pdf', 'docx'] as const;
export type PagedFormat = (typeof pagedFormats)[number];

export type Paged = {
  readonly bytes: Uint8Array;
  /** Signs without a font; a DOCX names none, as its reader's machine brings the fonts. */
  readonly lacking: readonly string[];
};

export function isPaged(format: string): format is PagedFormat {
  return pagedFormats.some((paged) => paged === format);
}

export async function renderPaged(format: PagedFormat, document: Document): Promise<Paged> {
  switch (format) {
    case 'pdf':
      return (await import('../notices/pdf.ts')).renderPdf(document);
    case 'docx':
      return {
        bytes: await (await import('../notices/docx.ts')).renderDocx(document),
        lacking: [],
      };
  }
}

/** More would fill the screen; the file has all of them by their codes. */
const mostTold = 10;

export function tellLacking(io: Io, lacking: readonly string[]): void {
  if (lacking.length === 0) return;
  const more = lacking.length > mostTold ? ' and others' : '';
  io.tell(
    `No font on this machine has ${lacking.length === 1 ? 'this sign' : `these ${lacking.length} signs`}: ${lacking.slice(0, mostTold).join(' ')}${more}. In the PDF they stand as their codes, [U+…]; install a font that has them, such as Noto, or use --format docx.`,
  );
}
