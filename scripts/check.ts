/** The static checks behind `npm run check`: a line each, and their output only where there is trouble. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

// A place of its own: any prettier run without --cache deletes the usual one.
const prettierCache = ['--cache', '--cache-location', 'node_modules/.cache/check/prettier'];
const checks = [
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'lint', command: 'oxlint', args: [] },
  {
    name: 'format',
    command: 'prettier',
    args: ['--check', ...prettierCache, '--log-level', 'warn', '.'],
  },
  { name: 'unused code', command: 'knip', args: ['--no-progress', '--cache'] },
];

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };

const failed = checks.filter((check) => !passes(check)).map(({ name }) => name);
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

function passes({ name, command, args }: (typeof checks)[number]): boolean {
  const startedAtMs = Date.now();
  // Five minutes is far beyond any of them: a hung tool must not hang CI.
  const options = { cwd: root, env, encoding: 'utf8', timeout: 300_000 } as const;
  const { status, error, stdout, stderr } = spawnSync(command, args, options);
  const ok = status === 0;
  const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1);
  console.log(`check: ${name.padEnd(12)} ${ok ? 'ok' : 'FAILED'}  ${seconds} s`);
  if (!ok) console.error([error?.message, stdout, stderr].filter(Boolean).join('\n'));
  return ok;
}
