/** How a command fails: in one sentence, for people and machines, in time. */
import assert from 'node:assert/strict';
import type { Desk } from '../support/app.ts';

/** Longer than any limit of the command line together, shorter than patience. */
const longestMs = 30_000;

/** The same sentence for people and machines, no stack, in time. */
export async function fails(
  desk: Desk,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<{ code: string; message: string; exit: number | null }> {
  const beganMs = Date.now();
  const { code: exit, json, err } = await desk.run([...args, '--json'], options);
  assert.ok(Date.now() - beganMs < longestMs, `took ${Date.now() - beganMs} ms`);
  const { error } = json();
  assert.deepEqual(Object.keys(error), ['code', 'message']);
  // What takes long says so first.
  assert.equal(err.replace(/^Waiting for an answer .*\n/, ''), `seventytwo: ${error.message}`);
  assert.doesNotMatch(err, /\n\s+at |Error:|\[object|undefined|NaN|\p{Cc}(?<!\n)/u);
  for (const line of err.split('\n')) assert.ok(line.length < 400, line);
  return { ...error, exit };
}
