/**
 * Runs the tests: `node --import tsx test/run.ts [--prove] [part of a file name]…`; the last line counts them.
 * With `--prove` the slow proofs, files that end in `.prove.ts`, instead of the tests.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../src/failure.ts';
import { findTemporalCli } from '../src/server/temporal-cli.ts';
import { findTestServer } from '../src/server/test-server.ts';
import { skips } from './support/skips.ts';
import { add, emptyTally, faults, type Tally } from './support/tally.ts';

const root = join(import.meta.dirname, '..');

/** The slowest first, so that two processes end at about the same time. */
const heavyFirst = ['faults', 'workflows', 'replay', 'server', 'cli'];
/** Where the host's time zone could leak into a decision: these run in two zones. */
const zoned = ['domain', 'calendar', 'workflows', 'replay'];
/** Tests that need no server: running only these waits for none. */
const serverless = [
  'assess',
  'calendar',
  'domain',
  'evidence',
  'mail',
  'notices',
  'policy',
  'register',
  'tooling',
];

const tally = emptyTally();

const words = process.argv.slice(2);
const ending = words.includes('--prove') ? '.prove.ts' : '.test.ts';

try {
  const files = chosen(words.filter((word) => word !== '--prove'));
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
    .filter((name) => name.endsWith(ending))
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
  const kept = [
    ...['SEVENTYTWO_CACHE', 'SEVENTYTWO_TEST_POSTGRES'],
    ...['TEMPORAL_CLI_PATH', 'TEMPORAL_TEST_SERVER_PATH'],
  ];
  for (const name of Object.keys(process.env)) {
    if (/^(SEVENTYTWO|TEMPORAL)_/.test(name) && !kept.includes(name)) delete process.env[name];
  }
}

/** In a process group of its own, because a hung test of Temporal's worker answers no SIGTERM: at the end whatever is left is killed. */
async function runIn(zone: string, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  console.log(`\n${files.length} test files in the time zone ${zone}\n`);
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/zone.ts', ...files], {
    cwd: root,
    env: { ...process.env, TZ: zone },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  const interrupted = () => {
    endGroup(child);
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  let told = false;
  child.on('message', (part: Tally) => {
    told = true;
    add(tally, part, zone);
    endGroup(child);
  });
  await once(child, 'close');
  if (!told) tally.failed.push(`the run in ${zone} ended without a result`);
  endGroup(child);
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Nothing left to kill is how it should be.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
