/** Negative controls of the test run itself: what must not pass unseen, counted over real runs of node:test. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { faults, type Tally } from '../support/tally.ts';

const tallyModule = pathToFileURL(join(import.meta.dirname, '../support/tally.ts')).href;
const togetherModule = join(import.meta.dirname, '../support/together.ts');
const files: Record<string, string> = {
  'mixed.test.mjs': `import { describe, it, test } from 'node:test';
    test('passes', () => {});
    describe('suite', () => { it('passes too', () => {}); it('fails', () => { throw new Error('x'); }); });
    test('skips', { skip: 'not today' }, () => {});
    test('skips late', (t) => t.skip());
    test('is to do', { todo: true }, () => { throw new Error('x'); });
    describe.skip('skipped suite', () => { it('never', () => {}); });`,
  'empty.test.mjs': '',
  'broken.test.mjs': `throw new Error('x');`,
  'hanging.test.mjs': `import { test } from 'node:test';
    test('hangs', () => new Promise((resolve) => setTimeout(resolve, 60_000)));`,
};
const shape = z.object({
  passed: z.number(),
  failed: z.array(z.string()),
  skipped: z.array(z.object({ file: z.string(), name: z.string() })),
});

let folder: string;
let tally: Tally;
let together: Tally;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'seventytwo-tally-'));
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  // None needs tsx: without it each starts in a moment, and only what hangs is still there after 5 s.
  tally = tallyOf({
    run: paths(Object.keys(files)),
    setUp: 'process.execArgv = [];',
    limitMs: 5_000,
  });
  // What hangs would hold up all.
  const names = Object.keys(files).filter((name) => name !== 'hanging.test.mjs');
  together = tallyOf({ run: [togetherModule], of: paths(names), limitMs: 120_000 });
});

function paths(names: readonly string[]): string[] {
  return names.map((name) => join(folder, name));
}

function tallyOf({
  run,
  of = run,
  setUp = '',
  limitMs,
}: {
  run: readonly string[];
  of?: readonly string[];
  setUp?: string;
  limitMs: number;
}): Tally {
  // node:test refuses to run inside of itself: a process of its own, which does not know of this one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const program = `import { run } from 'node:test';
    import { count, emptyTally } from ${JSON.stringify(tallyModule)};
    const files = ${JSON.stringify(run)};
    const tally = emptyTally();
    ${setUp}
    const stream = run({ files, concurrency: 2, timeout: ${limitMs} });
    count(tally, stream, ${JSON.stringify(folder)}, ${JSON.stringify(of)});
    for await (const _ of stream);
    console.log(JSON.stringify(tally));`;
  writeFileSync(join(folder, 'main.mjs'), program);
  const out = execFileSync(process.execPath, ['--import', 'tsx', join(folder, 'main.mjs')], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...env, SEVENTYTWO_TESTS_TOGETHER: of.join('\n') },
    encoding: 'utf8',
  });
  return shape.parse(JSON.parse(out));
}

after(() => rmSync(folder, { recursive: true, force: true }));

test('only tests that ran and held are counted as passed', () => {
  assert.equal(tally.passed, 2);
});

test('a failed test, a broken file, a file without a test and one that hangs all fail the run', () => {
  const failed = tally.failed.join('\n');
  assert.equal(tally.failed.length, 4, failed);
  assert.match(failed, /^mixed\.test\.mjs > fails$/m);
  assert.match(failed, /^broken\.test\.mjs broke/m);
  assert.match(failed, /^empty\.test\.mjs holds no test$/m);
  // Node 24 ends the test by itself, older ones the whole file.
  assert.match(failed, /^hanging\.test\.mjs.*> hangs$/m);
});

test('files that share a process are counted as if each had its own', () => {
  const failed = together.failed.join('\n');
  assert.equal(together.passed, 2);
  assert.equal(together.failed.length, 3, failed);
  assert.match(failed, /^mixed\.test\.mjs > fails$/m);
  assert.match(failed, /^broken\.test\.mjs broke/m);
  assert.match(failed, /^empty\.test\.mjs broke/m);
  assert.deepEqual(together.skipped, tally.skipped);
});

test('whatever was skipped or put off is named', () => {
  const names = tally.skipped.map(({ name }) => name);
  assert.deepEqual(names, ['skips', 'skips late', 'is to do', 'skipped suite']);
});

test('a skip passes only with a reason, and a reason only with a skip', () => {
  const file = 'mixed.test.mjs';
  const reasons = ['skips', 'skips late', 'is to do', 'passes'].map((name) => ({
    file,
    name,
    reason: 'shown here',
  }));
  assert.deepEqual(faults(tally, reasons, [file]), [
    `skipped without a reason in test/support/skips.ts: ${file} > skipped suite`,
    `did run: take it out of test/support/skips.ts: ${file} > passes`,
  ]);
});

test('a listed skip is not missed when its file was not chosen', () => {
  const reasons = [{ file: 'other.test.mjs', name: 'x', reason: 'shown here' }];
  assert.deepEqual(faults({ passed: 1, failed: [], skipped: [] }, reasons, ['a.test.mjs']), []);
});

test('a run without a test is no success', () => {
  assert.deepEqual(faults({ passed: 0, failed: [], skipped: [] }, [], []), ['no test ran']);
});
