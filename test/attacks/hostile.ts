/** Texts that parsers stumble over, and a way to run properties whose seed is told. */
import fc from 'fast-check';

const nasty = [
  ...['__proto__', 'constructor', '{"__proto__": {"x": 1}}', '\0', '\r\n', '\r\nBcc: x@y.example'],
  ...['=cmd|calc!A1', '@SUM(1)', '"', '""', "'", '<script>', '../../../etc/passwd', '%00', '${x}'],
  ...[
    '&a [*a]',
    '*a',
    '!!js/function x',
    '!!binary x',
    '<<: *a',
    '- '.repeat(300),
    '['.repeat(3_000),
  ],
  ...[
    '\u202e',
    '\ud800',
    '\ufeff',
    '\u2028',
    'e\u0301'.repeat(50),
    '9'.repeat(400),
    '1e999',
    '-0',
    'NaN',
  ],
  ...['x'.repeat(70_000), '\t', '0x10', '2026-02-30T25:61:00Z', 'null', '~', '\u001b[2J'],
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...nasty), { maxLength: 4 }).map((parts) => parts.join('')),
);

/** A good text with something hostile in it, in the place of a part of it, or instead of it. */
export function spliced(text: string): fc.Arbitrary<string> {
  const cut = fc
    .tuple(fc.nat(text.length), fc.nat(30), hostileText)
    .map(([at, gone, hostile]) => text.slice(0, at) + hostile + text.slice(at + gone));
  return fc.oneof({ weight: 4, arbitrary: cut }, { weight: 1, arbitrary: hostileText });
}

/** The same cases each time, and with SEVENTYTWO_SEED others; a failure tells the seed and the smallest case. */
export async function seeded<T>(property: fc.IRawProperty<T>, numRuns: number): Promise<void> {
  await fc.assert(property, { numRuns, seed: Number(process.env.SEVENTYTWO_SEED ?? 72) });
}
