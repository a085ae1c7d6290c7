/** Runs the tests: `node --import tsx test/run.ts [part of a file name]…`; the last line counts them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { Failure } from '../src/failure.ts';
import { findTemporalCli } from '../src/server/temporal-cli.ts';
import { findTestServer } from '../src/server/test-server.ts';
import { skips } from './support/skips.ts';
import { count, emptyTally, faults } from './support/tally.ts';

const root = join(import.meta.dirname, '..');

/** The slowest first, so that two processes end at about the same time. */
const heavyFirst = ['workflows', 'replay', 'server', 'cli'];
/** Where the host's time zone could leak into a decision: these run in two zones. */
const zoned = ['domain', 'calendar', 'workflows', 'replay'];
/** Tests that need no server: running only these waits for none. */
const serverless = ['calendar', 'domain', 'mail', 'notices', 'policy', 'register', 'tooling'];

/** Two: each workflow file starts a JVM that the SDK gives 5 s to answer. */
const concurrency = 2;
/** Of a file (of a test from Node 24 on): several times what the slowest takes on two slow cores. */
const limitMs = 5 * 60_000;
/** From Node 24 on a file that leaves something open is not ended by the limit above. */
const silenceLimitMs = limitMs + 60_000;

const tally = emptyTally();

try {
  const files = chosen(process.argv.slice(2));
  if (!files.every((file) => serverless.includes(folder(file)))) await makeServersReady();
  dropOwnSettings();
  await runIn('Asia/Tokyo', files);
  await runIn(
    'UTC',
    files.filter((file) => zoned.includes(folder(file))),
  );
  const problems = [...tally.failed, ...faults(tally, skips, files)];
  for (const problem of problems) console.log(`✖ ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
console.log(
  `${tally.passed} passed, ${tally.failed.length} failed, ${tally.skipped.length} skipped`,
);

/** Relative paths of the test files whose path holds one of the filters. */
function chosen(filters: readonly string[]): string[] {
  const all = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', name))
    .toSorted((a, b) => weight(a) - weight(b) || (a < b ? -1 : 1));
  if (filters.length === 0) return all;
  const some = all.filter((file) => filters.some((filter) => file.includes(filter)));
  if (some.length === 0) {
    throw new Failure(
      'usage',
      'no-test-file',
      `no test file has ${filters.join(' or ')} in its path; give a part of one, such as domain`,
    );
  }
  console.log(`Only ${some.length} of ${all.length} test files: ${filters.join(' or ')}`);
  return some;
}

function folder(file: string): string {
  return file.split(/[\\/]/)[1] ?? '';
}

function weight(file: string): number {
  const at = heavyFirst.indexOf(folder(file));
  return at === -1 ? heavyFirst.length : at;
}

/** Found or made once, here, where the minutes it may take are seen and no test's limit runs. */
async function makeServersReady(): Promise<void> {
  const { env } = process;
  const cli = await findTemporalCli({ env, progress: print });
  const testServer = await findTestServer({ env, progress: print });
  Object.assign(env, { TEMPORAL_CLI_PATH: cli.path, TEMPORAL_TEST_SERVER_PATH: testServer });
}

function print(line: string): void {
  console.log(line);
}

/** What the person running the tests has set up for real use must not be touched, nor change a result. */
function dropOwnSettings(): void {
  const kept = ['SEVENTYTWO_CACHE', 'TEMPORAL_CLI_PATH', 'TEMPORAL_TEST_SERVER_PATH'];
  for (const name of Object.keys(process.env)) {
    if (/^(SEVENTYTWO|TEMPORAL)_/.test(name) && !kept.includes(name)) delete process.env[name];
  }
}

async function runIn(zone: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  console.log(`\n${names.length} test files in the time zone ${zone}\n`);
  // Each file is a process of its own, which takes over this environment and --import tsx.
  process.env['TZ'] = zone;
  const files = names.map((name) => join(root, name));
  const silence = new AbortController();
  const stream = run({ files, concurrency, timeout: limitMs, signal: silence.signal });
  count(tally, stream, root, files);
  const timer = setTimeout(() => silence.abort(), silenceLimitMs);
  stream.on('data', () => timer.refresh());
  for await (const text of stream.compose(new spec())) process.stdout.write(String(text));
  clearTimeout(timer);
}
