/** `up` with a server that was named: it is waited for ten seconds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setUp } from './up-program.ts';

test('a server that was named and does not answer is a failure that says so', async (t) => {
  const { env, up } = setUp(t);
  env['TEMPORAL_ADDRESS'] = '127.0.0.1:9';
  const only = up();
  assert.equal(await only.exited, 3);
  assert.match(only.lines.join('\n'), /no Temporal server answers at 127\.0\.0\.1:9/);
});
