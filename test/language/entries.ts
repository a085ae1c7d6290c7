/** A catalogue as a flat list: every string, and every function with what it says of values. */

export type Entry = {
  readonly path: string;
  readonly kind: 'text' | 'function';
  /** How many values a function takes; 0 for a text. */
  readonly values: number;
  /** The sentence; a function's, told of `value`. */
  readonly said: string;
};

/** Reads as a word, and as no number at all, so that what stands for a value is found again in a sentence. */
export const value = '\ue000';

/** `law` is keyed by the texts of the rules, not by names of its own. */
export function entriesOf(catalogue: object, path: readonly string[] = []): readonly Entry[] {
  return Object.entries(catalogue).flatMap(([key, found]: readonly [string, unknown]) => {
    const here = [...path, key];
    if (here.join('.') === 'law') return [];
    const name = here.join('.');
    if (typeof found === 'string') return [{ path: name, kind: 'text', values: 0, said: found }];
    if (typeof found === 'function') {
      const said = String(Reflect.apply(found, undefined, Array(found.length).fill(value)));
      return [{ path: name, kind: 'function', values: found.length, said }];
    }
    if (typeof found === 'object' && found !== null) return entriesOf(found, here);
    throw new Error(`${name} is neither a sentence nor a function that says one`);
  });
}

/** The fixed words of a sentence, between the values; a number that is none reads as NaN. */
export function fragments({ said }: Entry): readonly string[] {
  return said
    .split(new RegExp(`${value}|NaN`))
    .map((part) => part.trim())
    .filter((part) => /\p{L}/u.test(part));
}
