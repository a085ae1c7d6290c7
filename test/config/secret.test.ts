import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readSecret } from '../../src/config/secret.ts';
import { Failure } from '../../src/failure.ts';

const secret = 'swordfish 1';

describe('a secret', () => {
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secret-'));
    file = join(folder, 'smtp');
    await writeFile(file, `${secret}\n`, { mode: 0o600 });
  });
  after(() => rm(folder, { recursive: true }));

  it('is read from a file, without the newline at its end', async () => {
    assert.equal(await readSecret({ file }, {}), secret);
  });
  it('is read from the environment', async () => {
    assert.equal(await readSecret({ env: 'SMTP' }, { SMTP: secret }), secret);
  });
  it('is read from a systemd credential', async () => {
    const env = { CREDENTIALS_DIRECTORY: folder };
    assert.equal(await readSecret({ credential: 'smtp' }, env), secret);
  });
  it('is read from a command without a shell', async () => {
    const command = `${process.execPath} -p 1+1;$HOME`;
    await assert.rejects(readSecret({ command }, {}), Failure);
    assert.equal(await readSecret({ command: `${process.execPath} -p 1+1` }, {}), '2');
  });

  const open = process.platform === 'win32';
  it('in a file that every user can read is refused with the remedy', { skip: open }, async () => {
    const readable = join(folder, 'open');
    await writeFile(readable, secret);
    await chmod(readable, 0o644);
    await refused({ file: readable }, {}, /chmod 600/);
  });
  it('that is not there is told by its reference', async () => {
    await refused({ file: join(folder, 'none') }, {}, /none cannot be read/);
    await refused({ env: 'NONE' }, {}, /variable NONE/);
    await refused({ credential: 'smtp' }, {}, /LoadCredential=smtp/);
    await refused({ command: '/nowhere/pass show' }, {}, /pass show could not be run/);
    await refused({ env: 'EMPTY' }, { EMPTY: '\n' }, /variable EMPTY/);
  });
  it('that a failing command wrote is in no message', async () => {
    const script = join(folder, 'fail.mjs');
    await writeFile(script, `console.log(${JSON.stringify(secret)}); process.exit(1);`);
    await refused({ command: `${process.execPath} ${script}` }, {}, /run it by hand/);
  });
});

async function refused(
  reference: Parameters<typeof readSecret>[0],
  env: Record<string, string>,
  pattern: RegExp,
): Promise<void> {
  await assert.rejects(readSecret(reference, env), (error) => {
    assert.ok(error instanceof Failure);
    assert.match(error.message, pattern);
    assert.doesNotMatch(JSON.stringify([error.message, error.cause, error.stack]), /swordfish/);
    return true;
  });
}
