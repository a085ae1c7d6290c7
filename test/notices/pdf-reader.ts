/** A PDF as an independent reader sees it: pdf.js. */
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

export type ReadPdf = {
  /** What belongs to the reading order, page by page; artifacts such as the watermark apart. */
  readonly pages: readonly string[];
  readonly artifacts: readonly string[];
  /** Headings of the bookmarks, nested. */
  readonly outline: readonly Bookmark[];
  /** Roles of the tag tree, in reading order. */
  readonly roles: readonly string[];
  readonly sizes: readonly (readonly number[])[];
  readonly isMarked: boolean;
  readonly info: Readonly<Record<string, unknown>>;
  readonly metadata: string;
};

type Bookmark = { readonly title: string; readonly items: readonly Bookmark[] };

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  // pdf.js takes the buffer for itself.
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 });
  const pdf = await task.promise;
  try {
    return await read(pdf);
  } finally {
    await task.destroy();
  }
}

async function read(pdf: PDFDocumentProxy): Promise<ReadPdf> {
  const pages: string[] = [];
  const artifacts: string[] = [];
  const roles: string[] = [];
  const sizes: number[][] = [];
  for (let n = 1; n <= pdf.numPages; n += 1) {
    const page = await pdf.getPage(n);
    sizes.push([...page.view]);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    const open: boolean[] = [];
    const told = { body: '', artifact: '' };
    for (const item of items) {
      if ('str' in item)
        told[open.includes(true) ? 'artifact' : 'body'] += item.str + (item.hasEOL ? '\n' : '');
      else if (item.type === 'endMarkedContent') open.pop();
      else open.push('tag' in item && item.tag === 'Artifact');
    }
    pages.push(told.body);
    artifacts.push(told.artifact);
    roles.push(...rolesIn(await page.getStructTree()));
    page.cleanup();
  }
  const { info, metadata } = await pdf.getMetadata();
  return {
    ...{ pages, artifacts, roles, sizes },
    outline: (await pdf.getOutline()) ?? [],
    isMarked: (await pdf.getMarkInfo())?.Marked === true,
    info: Object.fromEntries(Object.entries(info)),
    metadata: metadata?.getRaw() ?? '',
  };
}

function rolesIn(tag: unknown): readonly string[] {
  if (typeof tag !== 'object' || tag === null || !('role' in tag)) return [];
  const children = 'children' in tag && Array.isArray(tag.children) ? tag.children : [];
  return [String(tag.role), ...children.flatMap(rolesIn)];
}

/** Where lines break says nothing about the text. */
export function unbroken(text: string): string {
  return text.replace(/\s+/g, '');
}
