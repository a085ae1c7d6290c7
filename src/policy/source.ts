/** A policy as YAML text: parsed strictly, and every fault tied to its line. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
} from 'yaml';
import { checkPolicy, type Fault } from './faults.ts';
import type { Policy } from './schema.ts';

export type Parsed =
  | { readonly policy: Policy; readonly faults?: never }
  /** One line each, in the order of the file. */
  | { readonly faults: readonly string[] };

/** A hand-written policy needs a handful of aliases; more is an alias bomb (yaml's own limit, made explicit). */
const maxAliasCount = 100;

/** A policy that can be read, before it is checked. */
export type Source = {
  readonly written: unknown;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
};

export function readSource(text: string): Source | { readonly faults: readonly string[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
  });
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const syntax = [...document.errors, ...document.warnings].map(({ code, message, pos }) => {
    const what = code === 'DUPLICATE_KEY' ? 'the same key stands twice in one section' : message;
    return { line: lineAt(pos[0]), text: what };
  });
  visit(document, {
    Pair(_, { key }) {
      // It is no key in JavaScript: what stands under it would be left out without a word.
      if (isScalar(key) && key.value === '__proto__')
        syntax.push({
          line: lineAt(key.range?.[0] ?? 0),
          text: '__proto__ cannot be a name; use another',
        });
    },
  });
  // Below a syntax error the content is a guess: its faults would only mislead.
  if (syntax.length > 0) return { faults: inOrder(syntax) };
  try {
    const written: unknown = document.toJS({ maxAliasCount });
    return { written, lineOf: (path) => lineAt(offsetOf(document, path)) };
  } catch (error) {
    // How yaml tells of aliases that lead nowhere or multiply without end.
    if (!(error instanceof ReferenceError)) throw error;
    return { faults: [error.message] };
  }
}

/** `otherCustomers` are known from the customers file. */
export function checkSource(
  { written, lineOf }: Source,
  otherCustomers: Iterable<string> = [],
): Parsed {
  const checked = checkPolicy(written, otherCustomers);
  if (!checked.faults) return checked;
  return {
    faults: inOrder(
      checked.faults.map((fault) => ({
        line: lineOf(fault.path),
        text: `${nameOf(fault)} ${fault.message}`,
      })),
    ),
  };
}

/** A policy without its customers file. */
export function parsePolicy(text: string): Parsed {
  const source = readSource(text);
  return 'faults' in source ? source : checkSource(source);
}

function inOrder(faults: readonly { line: number; text: string }[]): string[] {
  const sorted = faults.toSorted((a, b) => a.line - b.line);
  return [...new Set(sorted.map(({ line, text }) => `line ${line}: ${text}`))];
}

function nameOf({ path }: Fault): string {
  return path.length === 0 ? 'the file' : path.map(String).join('.');
}

/** Where the path leads, or the nearest section around it when the last keys are missing. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === String(step));
      if (!pair || !isScalar(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (isScalar(node) || isMap(node) || isSeq(node)) offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}
