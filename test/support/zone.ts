/** One run over the test files given as arguments, in the time zone of its process; tells its parent the tally. */
import { setMaxListeners } from 'node:events';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { count, emptyTally } from './tally.ts';

/** Two: each workflow file starts a JVM that the SDK gives 5 s to answer. */
const concurrency = 2;
/** Of a file (of a test from Node 24 on): several times what the slowest takes on two slow cores. */
const limitMs = 5 * 60_000;
/** From Node 24 on a file that leaves something open is not ended by the limit above. */
const silenceLimitMs = limitMs + 60_000;

const root = join(import.meta.dirname, '..', '..');
const together = join(import.meta.dirname, 'together.ts');
const files = process.argv.slice(2).map((file) => join(root, relative(root, file)));
const tally = emptyTally();
const silence = new AbortController();
// Every file listens to it.
setMaxListeners(0, silence.signal);
const [alone, computing] = [
  files.filter(needsProcess),
  files.filter((file) => !needsProcess(file)),
];
process.env['SEVENTYTWO_TESTS_TOGETHER'] = computing.join('\n');
const processes = computing.length > 1 ? [together, ...alone] : files;
// Each is a process of its own, which takes over this environment and --import tsx.
const stream = run({ files: processes, concurrency, timeout: limitMs, signal: silence.signal });
count(tally, stream, root, files);
const timer = setTimeout(() => silence.abort(), silenceLimitMs);
stream.on('data', () => timer.refresh());
for await (const text of stream.compose(new spec())) process.stdout.write(String(text));
process.send?.(tally);

/** Whatever does more than compute. */
function needsProcess(file: string): boolean {
  return !/^test[\\/](assess|calendar|domain)[\\/]/.test(relative(root, file));
}
