/** One run over the test files given as arguments, in the time zone of its process; tells its parent the tally. */
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
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
/** What needs no process of its own: starting one costs a second of a processor. */
const groups = [
  {
    ...{ module: 'together.ts', variable: 'SEVENTYTWO_TESTS_TOGETHER' },
    folders: /^test[\\/](assess|calendar|domain)[\\/]/,
  },
  {
    ...{ module: 'together-files.ts', variable: 'SEVENTYTWO_TESTS_WITH_FILES' },
    folders: /^test[\\/](access|api|evidence|language|mail|notices|policy)[\\/]/,
  },
  {
    ...{ module: 'together-register.ts', variable: 'SEVENTYTWO_TESTS_WITH_REGISTER' },
    folders: /^test[\\/](activities|register|retention|upkeep|watchdog|web)[\\/](?!audit-writers)/,
  },
] as const;
const files = process.argv.slice(2).map((file) => join(root, relative(root, file)));
const tally = emptyTally();
const silence = new AbortController();
// Every file listens to it.
setMaxListeners(0, silence.signal);
const processes: string[] = [];
const grouped = new Set<string>();
for (const { module, variable, folders } of groups) {
  const own = files.filter((file) => folders.test(relative(root, file)) && !waits(file));
  if (own.length < 2) continue;
  process.env[variable] = own.join('\n');
  processes.push(join(import.meta.dirname, module));
  for (const file of own) grouped.add(file);
}
processes.push(...files.filter((file) => !grouped.has(file)));
// Each is a process of its own, which takes over this environment and --import tsx.
const stream = run({ files: processes, concurrency, timeout: limitMs, signal: silence.signal });
count(tally, stream, root, files);
const timer = setTimeout(() => silence.abort(), silenceLimitMs);
stream.on('data', () => timer.refresh());
for await (const text of stream.compose(new spec())) process.stdout.write(String(text));
process.send?.(tally);

/** What such a file registers would belong to no file. */
function waits(file: string): boolean {
  return /^(?:const .*= )?await /m.test(readFileSync(file, 'utf8'));
}
