/** Signs that no font at hand can show: found by trying, and told by their codes, so that no text is lost. */

/** `canShow` is asked for many signs at once, then for halves of what it refuses. */
export function lackingSigns(
  texts: readonly string[],
  canShow: (signs: string) => boolean,
): readonly string[] {
  // With spaces between them none melts with its neighbour into another sign.
  const areShown = (signs: readonly string[]): boolean => canShow(signs.join(' '));
  const search = (signs: readonly string[]): readonly string[] => {
    if (signs.length === 0 || areShown(signs)) return [];
    if (signs.length === 1 || isWhollyLacking(signs, areShown)) return signs;
    const half = Math.ceil(signs.length / 2);
    return [...search(signs.slice(0, half)), ...search(signs.slice(half))];
  };
  return [...blocksOf(texts).values()].flatMap(search);
}

/** From so many signs of one block on, three of them speak for all: each try leaves Typst some 250 kB larger. */
const many = 12;

function isWhollyLacking(
  signs: readonly string[],
  areShown: (signs: readonly string[]) => boolean,
): boolean {
  if (signs.length < many) return false;
  const samples = [signs.at(0), signs.at(signs.length >> 1), signs.at(-1)];
  return samples.every((sign) => sign !== undefined && !areShown([sign]));
}

/** Signs as people count them, by blocks of 256 codes: a font has most of a block or nothing of it. */
function blocksOf(texts: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const distinct = new Set<string>();
  for (const text of texts)
    for (const { segment } of new Intl.Segmenter('en').segment(text))
      if (!/^[\n -~]$/.test(segment)) distinct.add(segment);
  const blocks = new Map<number, string[]>();
  for (const sign of distinct) {
    const block = (sign.codePointAt(0) ?? 0) >> 8;
    blocks.set(block, [...(blocks.get(block) ?? []), sign]);
  }
  return blocks;
}

export function withCodes(text: string, signs: readonly string[]): string {
  if (signs.length === 0) return text;
  const told = new Map(signs.map((sign) => [sign, Array.from(sign, codeOf).join('')]));
  return Array.from(
    new Intl.Segmenter('en').segment(text),
    ({ segment }) => told.get(segment) ?? segment,
  ).join('');
}

function codeOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}
