import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { it } from 'node:test';
import { createTurns } from '../../src/mail/turns.ts';

const never = new AbortController().signal;

/** Names of mails in the order of their turns. */
function line(connections: number) {
  const turns = createTurns(connections);
  const begun: string[] = [];
  const giveBacks = new Map<string, () => void>();
  return {
    begun,
    async join(name: string, urgent = false, signal = never): Promise<void> {
      giveBacks.set(name, await turns.take(urgent, signal));
      begun.push(name);
    },
    async end(name: string): Promise<void> {
      giveBacks.get(name)?.();
      await setImmediate();
    },
  };
}

it('mails begin in the order in which they came, one fewer at a time than there are connections', async () => {
  const { join, end, begun } = line(3);
  for (const name of ['a', 'b', 'c', 'd']) void join(name);
  await setImmediate();
  assert.deepEqual(begun, ['a', 'b']);
  await end('b');
  assert.deepEqual(begun, ['a', 'b', 'c']);
  await end('a');
  assert.deepEqual(begun, ['a', 'b', 'c', 'd']);
});

it('a page begins at once beside them, and a second one before all that wait', async () => {
  const { join, end, begun } = line(3);
  for (const name of ['a', 'b', 'c']) void join(name);
  void join('page 1', true);
  void join('page 2', true);
  await setImmediate();
  assert.deepEqual(begun, ['a', 'b', 'page 1']);
  await end('a');
  assert.deepEqual(begun, ['a', 'b', 'page 1', 'page 2']);
  await end('page 1');
  assert.equal(begun.length, 4, 'one is kept for the next page');
  await end('page 2');
  assert.equal(begun.at(-1), 'c');
});

it('a mail that has lost its point leaves the line, and nobody waits for it', async () => {
  const { join, end, begun } = line(2);
  const cancel = new AbortController();
  const reason = new Error('no longer wanted');
  void join('a');
  const left = join('b', false, cancel.signal);
  void join('c');
  cancel.abort(reason);
  await assert.rejects(left, reason);
  await end('a');
  assert.deepEqual(begun, ['a', 'c']);
  await assert.rejects(join('d', false, cancel.signal), reason);
});
