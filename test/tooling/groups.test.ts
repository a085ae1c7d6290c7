/** Which test files share a process, and which must not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharing } from '../support/groups.ts';

const withApp = ['test/cli/duties.test.ts', 'test/cli/filters.test.ts'];
const withDesk = ['test/cli/names.test.ts', 'test/config.test.ts'];

function shared(...files: string[]): readonly (readonly [string, readonly string[]])[] {
  return sharing(files).map(({ module, files: own }) => [module, own]);
}

test('those that need some running app share one, apart from those that need none', () => {
  assert.deepEqual(shared(...withDesk, ...withApp), [
    ['together-app.ts', withApp],
    ['together-desk.ts', withDesk],
  ]);
});

test('one alone shares with nobody, nor does one with an app of its own, a `up`, a JVM or a wait', () => {
  const alone = [
    ...['test/cli/doctor.test.ts', 'test/cli/incident.test.ts', 'test/cli/up.test.ts'],
    ...['test/workflows/gate.test.ts', 'test/workflows/signal.test.ts'],
    ...['test/cli/digest.test.ts', 'test/backup/damage.test.ts', 'test/cli/names.test.ts'],
  ];
  assert.deepEqual(shared(...alone), []);
});
