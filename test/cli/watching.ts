/** A `watch` that runs, with every line that it has printed. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { collect, until, type App } from '../support/app.ts';

type Seen = { readonly line: string; readonly atMs: number };

/** A process of its own; every line with the time when it was there. */
export function watching(app: App, ...args: string[]) {
  const child = app.start(['watch', ...args]);
  const seen: Seen[] = [];
  assert.ok(child.stdout);
  createInterface({ input: child.stdout }).on('line', (line) => {
    seen.push({ line, atMs: Date.now() });
  });
  const err = collect(child.stderr);
  const closed = once(child, 'close');
  return {
    seen,
    err,
    child,
    sees: (words: string) => until(() => seen.some(({ line }) => line.includes(words))),
    async ended(): Promise<unknown> {
      const [code] = await closed;
      return code;
    },
    async pressCtrlC(): Promise<unknown> {
      child.kill('SIGINT');
      const [code] = await closed;
      return code;
    },
  };
}
