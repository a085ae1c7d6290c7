/** The line below `up` over a Temporal that runs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { readConnectionSettings } from '../../src/temporal.ts';
import { startApp, until } from '../support/app.ts';
import { watchStatus } from './status-line.ts';

test('a running Temporal is looked at, and the line goes away with the end', async () => {
  const app = await startApp();
  try {
    await app.done('declare', 'export readable', '--severity', 'high', '--as', 'anna');
    const { status, shown, printed, written } = watchStatus(
      readConnectionSettings(app.env, app.data),
    );
    try {
      await until(() => /1 open: 1 high · next due INC-/.test(shown()), 20_000);
      status.print('The worker runs again.');
      assert.deepEqual(printed, ['The worker runs again.']);
      assert.match(stripVTControlCharacters(written.at(-1) ?? ''), /1 open/);
    } finally {
      await status.stop();
    }
    const count = written.length;
    assert.equal(written.at(-1), '');
    status.print('Stopped.');
    assert.equal(written.length, count);
  } finally {
    await app.stop();
  }
});
