/** A document as PDF/UA-1, set by Typst: tagged, selectable, with bookmarks. The same document gives the same bytes. */
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFileSync } from 'node:fs';
import { printable, type Document } from './document.ts';
import { lackingSigns, withCodes } from './signs.ts';

export type Pdf = {
  readonly bytes: Uint8Array;
  readonly pages: number;
  /** Signs for which neither Typst nor this machine has a font: they stand as their codes, `[U+6771]`. */
  readonly lacking: readonly string[];
};

// The template stands beside src and dist alike, so one relative place serves both.
const template = new URL('../../data/document.typ', import.meta.url);

/** The families that come with Typst, in the order in which a sign is looked for. */
const families = ['Libertinus Serif', 'DejaVu Sans Mono', 'New Computer Modern'];

/**
 * Typst is loaded here and nowhere else: it takes 40 MB, and most commands never need it. With `isAlike` no other fonts of
 * the machine are taken, so that another machine sets the same, unless it has one of the same name in another version:
 * that one Typst prefers to its own, and offers no way not to.
 */
export async function renderPdf(
  document: Document,
  { isAlike = false }: { readonly isAlike?: boolean } = {},
): Promise<Pdf> {
  const typst = await import('@myriaddreamin/typst-ts-node-compiler');
  const compiler = typst.NodeCompiler.create();
  const source = readFileSync(template, 'utf8');
  const fonts = JSON.stringify({ families, fallback: !isAlike });
  const setWith = (main: string, data: string, madeAtMs: number): Set | undefined =>
    setPages(compiler, { main, inputs: { document: data, fonts } }, madeAtMs);
  const set = (lacking: readonly string[]): Set | undefined =>
    setWith(source, asData(document, lacking), document.madeAtMs);
  try {
    const whole = set([]);
    if (whole) return { ...whole, lacking: [] };
    const lacking = lackingSigns(
      textsOf(document),
      (signs) => setWith(probe, signs, 0) !== undefined,
    );
    const rest = set(lacking);
    if (rest) return { ...rest, lacking };
    throw new Error('the document cannot be set as PDF/UA-1, and no sign in it is the reason');
  } finally {
    // It remembers all that it ever set, beyond the life of the compiler.
    compiler.evictCache(0);
  }
}

type Set = Omit<Pdf, 'lacking'>;

/** The smallest document that fails for want of a font as the whole one does. */
const probe = `#let fonts = json(bytes(sys.inputs.fonts))
#set document(title: "x")
#set text(font: fonts.families, fallback: fonts.fallback)
#sys.inputs.document`;

/** Undefined when the export refuses it, which for the documents of our template means: a sign has no font. */
function setPages(
  compiler: NodeCompiler,
  { main, inputs }: { readonly main: string; readonly inputs: Record<string, string> },
  madeAtMs: number,
): Set | undefined {
  const outcome = compiler.compile({ mainFileContent: main, inputs });
  const { result } = outcome;
  if (!result)
    throw new Error(
      `Typst cannot set the document: ${JSON.stringify(outcome.takeError()?.shortDiagnostics)}`,
    );
  const creationTimestamp = Math.floor(madeAtMs / 1_000);
  try {
    const bytes = compiler.pdf(result, { pdfStandard: 'ua-1', creationTimestamp });
    return { bytes, pages: result.numOfPages };
  } catch {
    // The only answer of the export to a sign without a font; what else it may mean, the caller tries out.
    return undefined;
  }
}

function asData(document: Document, lacking: readonly string[]): string {
  return JSON.stringify(document, (_, value: unknown) =>
    typeof value === 'string' ? withCodes(printable(value), lacking) : value,
  );
}

function textsOf(document: Document): readonly string[] {
  const texts: string[] = [];
  JSON.stringify(document, (_, value: unknown) => {
    if (typeof value === 'string') texts.push(printable(value));
    return value;
  });
  return texts;
}
