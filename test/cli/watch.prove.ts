/** `watch` through a restart of the server: half a minute of patience that `npm test` does not have. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { startApp, until, type App } from '../support/app.ts';
import { createTyped } from '../support/typed.ts';
import { watching } from './watching.ts';

let app: App;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

const { incident } = createTyped(() => app);

it('watch goes on through a restart of the server, and says so once', async () => {
  const { id } = await incident('declare', 'restart', '--as', 'anna');
  const watch = watching(app, id);
  await watch.sees('restart');
  const { pid } = JSON.parse(readFileSync(join(app.data, 'server.json'), 'utf8'));
  // Silent first: `up` replaces a dead server sooner than anybody would ask it.
  process.kill(pid, 'SIGSTOP');
  await until(() => watch.err().includes('still watching'), 40_000);
  process.kill(pid, 'SIGKILL');
  await until(() => watch.err().includes('answer again'), 60_000);
  await until(async () => (await app.run(['note', id, 'after it', '--as', 'anna'])).code === 0);
  await watch.sees('noted: after it');
  assert.equal(await watch.pressCtrlC(), 0);
  assert.equal(watch.err().match(/still watching/g)?.length, 1, watch.err());
  assert.equal(watch.err().trim().split('\n').length, 2, watch.err());
});
