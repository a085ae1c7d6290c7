/** Every promise of the security policy is kept in an installation that runs and was asked for all; whoever stops watching is told at once. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { sentinelId } from '../../src/workflows/messages.ts';
import { startApp, until, type App } from '../support/app.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import * as place from './promise-stand.ts';

/** The worker looks for a lost sentinel once a minute. */
const restartLimitMs = 120_000;

let app: App;
let smtp: TestSmtp;
let stand: place.Stand;

before(async () => {
  smtp = await startSmtp();
  app = await startApp();
  const { identity, ...asked } = await place.ask(app, smtp);
  stand = asked;
  // The worker takes the edited file up with the next thing that it has to do.
  await app.done('declare', 'a printer that hums', '--as', 'anna');
  await until(async () => (await app.done('policy', 'history')).versions.length === 2);
  await app.done('audit', 'checkpoint', '--mail', '--as', 'anna');
  await app.done('backup', 'now', '--as', 'anna');
  await app.done('backup', 'verify', '--identity', identity, '--as', 'anna');
});
after(async () => {
  await app.stop();
  place.clear(stand);
  await smtp.stop();
});

async function missing(section: number): Promise<readonly string[]> {
  const { sections } = await place.show(stand);
  return sections.find((one) => one.section === section)?.missing ?? [];
}

it('a change that nobody was told of keeps §10 from being kept, until it is announced', async () => {
  assert.match((await missing(10)).join('\n'), /^announcements: seventytwo policy announce /m);
  await app.done('policy', 'announce', '--as', 'dora');
  assert.doesNotMatch((await missing(10)).join('\n'), /announcements/);
});

it('all that can be kept is kept', async () => {
  await until(async () => !(await missing(6)).join().includes('upkeep'));
  const { sections, code, out } = await place.show(stand);
  assert.equal(code, 0, out);
  const less = sections.filter(({ state }) => state !== 'kept');
  // Where no machine tells whether its clock is right, nobody can.
  const known = [
    ...[/^not known at this moment: clock$/],
    ...(place.hasOtherDisk ? [] : [/let backups\.to lead to another one/]),
  ];
  for (const { section, missing: told } of less)
    for (const text of told)
      assert.ok(
        known.some((one) => one.test(text)),
        `§${section}: ${text}`,
      );
});

it('a sentinel that was ended breaks §6 and §8, until the worker has started it again', async () => {
  await app.client.workflow.getHandle(sentinelId).terminate('a test');
  const shown = await place.show(stand);
  assert.equal(shown.code, 6);
  for (const section of [6, 8]) assert.equal(place.stateOf(shown, section), 'broken', shown.out);
  const doctor = await place.examined(stand);
  assert.equal(doctor.code, 6);
  assert.equal(doctor.checks.find(({ name }) => name === 'sentinel')?.result, 'failed');
  await until(async () => {
    const again = await place.show(stand);
    return again.code === 0 && place.stateOf(again, 6) === 'kept';
  }, restartLimitMs);
});
