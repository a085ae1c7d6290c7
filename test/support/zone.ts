/** One run over the test files given as arguments, in the time zone of its process; tells its parent the tally. */
import { setMaxListeners } from 'node:events';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { sharing } from './groups.ts';
import { count, emptyTally } from './tally.ts';

/** One more than two processors, as many wait for a server; and few, as each workflow file starts a JVM that the SDK gives 5 s to answer. */
const concurrency = 3;
/** Of a process (of a test from Node 24 on): several times what the slowest takes on two slow cores. */
const limitMs = 15 * 60_000;
/** Longer than any test. From Node 24 on a file that leaves something open is not ended by the limit above. */
const silenceLimitMs = 6 * 60_000;

const root = join(import.meta.dirname, '..', '..');
const files = process.argv.slice(2).map((file) => join(root, relative(root, file)));
const tally = emptyTally();
const silence = new AbortController();
// Every file listens to it.
setMaxListeners(0, silence.signal);
const processes: string[] = [];
const grouped = new Set<string>();
for (const { module, variable, files: own } of sharing(files.map((file) => relative(root, file)))) {
  const paths = own.map((file) => join(root, file));
  process.env[variable] = paths.join('\n');
  processes.push(join(import.meta.dirname, module));
  for (const path of paths) grouped.add(path);
}
processes.push(...files.filter((file) => !grouped.has(file)));
// Each is a process of its own, which takes over this environment and --import tsx.
const stream = run({ files: processes, concurrency, timeout: limitMs, signal: silence.signal });
count(tally, stream, root, files);
const timer = setTimeout(() => silence.abort(), silenceLimitMs);
stream.on('data', () => timer.refresh());
for await (const text of stream.compose(new spec())) process.stdout.write(String(text));
process.send?.(tally);
