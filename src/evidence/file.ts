/** A file of an evidence pack: its name inside, and its content as it comes. */

export type Part = string | Uint8Array;

export type PackFile = {
  /** With `/` between folders, and nothing in it that a person typed unless `safeName` made it. */
  readonly name: string;
  /** Read once, from beginning to end. */
  readonly parts: Iterable<Part> | AsyncIterable<Part>;
};

export function textFile(name: string, ...lines: readonly string[]): PackFile {
  return { name, parts: lines.map((line) => `${line}\n`) };
}

export function jsonFile(name: string, value: unknown): PackFile {
  return textFile(name, JSON.stringify(value, null, 2));
}

/** Of up to four bytes each: with what stands in front below the 255 bytes that file systems take. */
const mostLetters = 50;

/**
 * A name that came from outside, as one that every system takes: letters, digits, dot, hyphen and underscore of any
 * script. It cannot leave its folder; callers put something of their own in front, so that no reserved name is left.
 */
export function safeName(typed: string): string {
  const plain = typed
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '');
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(plain)?.[0] ?? '';
  const letters = Array.from(plain.slice(0, plain.length - ending.length));
  const name = `${letters.slice(0, mostLetters - ending.length).join('')}${ending}`;
  return name === '' ? 'unnamed' : name;
}
