/** Whatever is typed after `clock` or handed to `assess` is answered or refused with a sentence, and never a bug. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { main } from '../../src/cli/program.ts';
import { contents, factNames, scales } from '../../src/domain/assess/facts.ts';
import { law } from '../../src/domain/rules/index.ts';
import { entityKinds, stageIds } from '../../src/domain/rules/rule.ts';

const runs = { numRuns: 400 };

type Ended = { readonly code: number; readonly out: string };

async function run(args: readonly string[], input = ''): Promise<Ended> {
  const out: string[] = [];
  const code = await main([...args], {
    env: { SEVENTYTWO_DATA: '/nonexistent/seventytwo' },
    print: (text) => void out.push(text),
    tell: () => undefined,
    isTerminal: false,
    readInput: () => Promise.resolve(input),
    now: () => Date.parse('2026-11-27T18:20:00Z'),
  });
  return { code, out: out.join('\n') };
}

const odd = fc.oneof(fc.string(), fc.string({ unit: 'binary' }));
/** Every day and hour of the years that count, in every offset, and near misses. */
const time = fc.oneof(
  { weight: 8, arbitrary: fc.date({ min: new Date('2000-01-02'), max: new Date('2100-11-01') }) },
  { weight: 1, arbitrary: fc.date() },
);
const written = fc
  .tuple(time, fc.constantFrom('', 'Z', '+05:45', '-12:00', '+14:00'), fc.constantFrom(16, 19, 23))
  .map(([at, offset, length]) =>
    Number.isNaN(at.getTime()) ? 'NaN' : at.toISOString().slice(0, length) + offset,
  );
const moment = fc.oneof(
  { weight: 9, arbitrary: written },
  { weight: 1, arbitrary: fc.oneof(odd, fc.constantFrom('now', '-90m', '2026-03-29T02:30')) },
);
const zone = fc.constantFrom(
  ...['Europe/Warsaw', 'Europe/Dublin', 'Asia/Kolkata', 'Asia/Kathmandu', 'Africa/Casablanca'],
  ...['Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Apia', 'America/Sao_Paulo', 'UTC'],
);
const flags = fc.array(
  fc.oneof(
    fc.tuple(
      fc.constantFrom('--aware', '--occurred', '--detected', '--classified', '--determined'),
      moment,
    ),
    fc.tuple(fc.constantFrom('--fix-available', '--resolved'), moment),
    fc.tuple(
      fc.constant('--submitted'),
      fc.tuple(fc.constantFrom(...stageIds), moment).map(([stage, at]) => `${stage}=${at}`),
    ),
    fc.tuple(fc.constant('--rule'), fc.constantFrom('all', ...Object.keys(law))),
    fc.tuple(fc.constant('--entity'), fc.constantFrom(...entityKinds)),
    fc.tuple(
      fc.constant('--country'),
      fc.constantFrom('PL', 'de-by', 'PT', 'CZ', 'EL', 'US', 'NO', 'HR', 'XX'),
    ),
    fc.tuple(fc.constant('--authority-zone'), zone),
    fc.tuple(fc.constantFrom('--country', '--entity', '--rule', '--zone', '--submitted'), odd),
  ),
  { maxLength: 7 },
);

describe('never a bug', () => {
  it('clock', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(flags, zone, moment, async (given, where, aware) => {
        const args = ['clock', '--json', '--zone', where, '--aware', aware, ...given.flat()];
        const { code, out } = await run(args);
        assert.ok([0, 2].includes(code), `${code}: ${out}`);
        if (code !== 0) return;
        answered += 1;
        for (const { due, latestArguable, anchor, ladder } of JSON.parse(out).duties) {
          assert.ok(due === null || anchor.utc !== null);
          assert.ok(latestArguable === null || latestArguable.utc >= due.utc);
          const rungs: string[] = ladder.map(({ utc }: { utc: string }) => utc);
          assert.deepEqual(rungs, [...new Set(rungs)].toSorted());
          assert.ok((rungs.at(-1) ?? due?.utc ?? '') === (due?.utc ?? ''));
        }
      }),
      runs,
    );
    assert.ok(answered > runs.numRuns / 10, `only ${answered} were answered`);
  });

  it('assess', async () => {
    const value = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom<unknown>(...Object.values(scales).flat()) },
      { weight: 2, arbitrary: fc.oneof(fc.nat(200), fc.subarray([...contents])) },
      { weight: 1, arbitrary: fc.jsonValue() },
    );
    const item = fc.record({
      category: fc.constantFrom('simple', 'behavioural', 'financial', 'sensitive'),
      adjustment: fc.integer({ min: -5, max: 5 }),
      reason: fc.constant('it is so'),
    });
    const right: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
      ...Object.fromEntries(
        Object.entries(scales).map(([name, steps]) => [name, fc.constantFrom<unknown>(...steps)]),
      ),
      ...{ data: fc.array(item, { maxLength: 3 }), contents: fc.subarray([...contents]) },
      ...{ individuals: fc.nat(200), restoreHours: fc.nat(200) },
    };
    const entries = factNames.map((name) => [
      name,
      fc.oneof(
        { weight: 40, arbitrary: right[name] ?? fc.constant(undefined) },
        { weight: 20, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: value },
      ),
    ]);
    const facts = fc.oneof(
      { weight: 9, arbitrary: fc.record(Object.fromEntries(entries)) },
      { weight: 1, arbitrary: fc.jsonValue() },
    );
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(facts, async (given) => {
        const { code, out } = await run(
          ['assess', '--facts', '-', '--json'],
          JSON.stringify(given),
        );
        assert.ok([0, 2].includes(code), `${code}: ${out}`);
        if (code !== 0) return;
        answered += 1;
        const { enisa, advice } = JSON.parse(out);
        assert.deepEqual(Object.keys(enisa), ['dpc', 'ei', 'cb', 'se', 'level', 'flags']);
        assert.deepEqual(Object.keys(advice), ['document', 'authority', 'people', 'because']);
      }),
      runs,
    );
    assert.ok(answered > runs.numRuns / 10, `only ${answered} were answered`);
  });
});
