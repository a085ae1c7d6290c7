/** The SDK's download as far as it runs without its host: the file found again, and no network. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { downloadBySdk } from '../../src/server/sdk-download.ts';
import { realTemporal, temporaryFolder } from './support.ts';

const sdk: { version: string } = createRequire(import.meta.url)('@temporalio/testing/package.json');
const progress = (): void => {};

test('the file that the SDK keeps in the folder is started by it and found', async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, `temporal-sdk-typescript-${sdk.version}`);
  symlinkSync((await realTemporal()).path, path);
  const env = { ...process.env, HTTPS_PROXY: 'http://127.0.0.1:9' };
  assert.deepEqual(await downloadBySdk({ kind: 'dev-server', folder, env, progress }), { path });
});

test('a download that cannot be reached is a fault with its reason, at once', async (t) => {
  const env = { ...process.env, HTTPS_PROXY: 'http://127.0.0.1:9' };
  const folder = temporaryFolder(t);
  const startedAtMs = Date.now();
  const downloaded = await downloadBySdk({ kind: 'time-skipping', folder, env, progress });
  assert.match('fault' in downloaded ? downloaded.fault : '', /refused/i);
  assert.ok(Date.now() - startedAtMs < 60_000);
});
