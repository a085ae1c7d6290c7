/** `list` narrowed: by every filter alone and together, open and closed, and never by what is not a choice. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { connectIncidents } from '../../src/client.ts';
import { readConnectionSettings } from '../../src/temporal.ts';
import { until, type App, type Json } from '../support/app.ts';
import { sharedApp } from '../support/shared-app.ts';
import { createTyped } from '../support/typed.ts';

let app: App;
/** Two open ones, one of them overdue, and a closed one. */
const ids = { leak: '', printer: '', closed: '' };
before(async () => {
  app = await sharedApp();
  const { incident } = createTyped(() => app);
  const leak = ['leak', '--severity', 'critical', '--detected', '-80h', '--personal-data', 'yes'];
  ids.leak = (await incident('declare', ...leak, '--as', 'ben')).id;
  const printer = ['printer', '--severity', 'low', '--personal-data', 'no'];
  ids.printer = (await incident('declare', ...printer, '--as', 'ben')).id;
  const closed = ['odd mail', '--severity', 'low', '--personal-data', 'no'];
  ids.closed = (await incident('declare', ...closed, '--as', 'ben')).id;
  await incident('ack', ids.leak, '--as', 'anna');
  await incident('ack', ids.closed, '--as', 'anna');
  await incident('false-alarm', ids.closed, 'nothing', '--as', 'anna');
  // Visibility and the register lag a little.
  await until(async () => (await listed('--all')).length === 3);
  await until(async () => (await listed('--commander', 'anna')).length === 1);
  await until(async () => (await listed('--phase', 'closed')).length === 1);
});

/** Of these three: others use the same app. */
async function listed(...args: string[]): Promise<readonly string[]> {
  const { incidents } = await app.done('list', ...args);
  const found: readonly string[] = incidents.map(({ id }: Json) => id);
  return found.filter((id) => Object.values(ids).includes(id));
}

describe('the list', () => {
  const cases: readonly (readonly [typed: string, wanted: readonly (keyof typeof ids)[]])[] = [
    ['--severity critical', ['leak']],
    ['--severity low', ['printer']],
    ['--severity low --all', ['printer', 'closed']],
    ['--severity high', []],
    ['--phase triage', ['leak']],
    ['--phase detected', ['printer']],
    ['--phase closed', ['closed']],
    ['--personal-data yes', ['leak']],
    ['--personal-data no --all', ['printer', 'closed']],
    ['--commander anna', ['leak']],
    ['--commander anna --all', ['leak', 'closed']],
    ['--commander dora --all', []],
    ['--overdue', ['leak']],
    ['--overdue --severity low --all', []],
    ['--severity critical --phase triage --personal-data yes --commander anna --overdue', ['leak']],
  ];
  for (const [typed, wanted] of cases)
    it(`${typed} has ${wanted.join(' and ') || 'nothing'}`, async () => {
      assert.deepEqual(
        await listed(...typed.split(' ')),
        wanted.map((name) => ids[name]),
      );
    });

  it('says so when nothing fits', async () => {
    const { code, out } = await app.run(['list', '--commander', 'clara', '--overdue']);
    assert.equal(code, 0);
    assert.equal(out, 'No such incident.');
  });
});

describe('a filter that is no choice', () => {
  const cases: readonly (readonly [args: string[], sentence: RegExp])[] = [
    [
      ['--severity', 'terrible'],
      /--severity is "terrible"; use one of critical, high, medium, low/,
    ],
    [['--phase', "x' OR 1=1"], /--phase is .*; use one of detected, triage, .*closed/],
    [['--personal-data', 'maybe'], /--personal-data is "maybe"; use one of unknown, yes, no/],
    [['--commander', 'zoe'], /--commander: "zoe" is not a person .*; use one of anna, ben/],
    [['--severity', 'x', '--phase', 'y'], /--severity[^]*--phase/],
  ];
  for (const [args, sentence] of cases)
    it(`ends with 2 and the choices: ${args.join(' ')}`, async () => {
      const { code, err } = await app.run(['list', ...args]);
      assert.equal(code, 2);
      assert.match(err, sentence);
    });

  it('never reaches the query, not even past the command line', async () => {
    const incidents = await connectIncidents(readConnectionSettings(app.env, app.data));
    try {
      const commanderKey = "x' OR WorkflowType = 'incident";
      await assert.rejects(incidents.listOpen({ commanderKey }), /not a value for a query/);
    } finally {
      await incidents.close();
    }
  });
});
