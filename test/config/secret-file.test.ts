/** Whose secret file is taken: real files, folders and links; as root with real other users, else with another name for ourselves. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readSecretFile, secretFile, type SecretFileRule } from '../../src/config/secret-file.ts';
import { readSecret } from '../../src/config/secret.ts';
import { Failure } from '../../src/failure.ts';

const secret = 'swordfish 2';
const isRoot = process.geteuid?.() === 0;
const ours = process.geteuid?.() ?? 0;
/** Of whom root makes files; others can only say that it is themselves who are somebody else. */
const stranger = isRoot ? 4711 : ours;
const us = isRoot ? ours : ours + 1;
const key: SecretFileRule = { what: 'the key file', group: 'may-nothing' };

let folder: string;
let count = 0;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'secret-file-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function place(mode = 0o600, at = folder): string {
  const path = join(at, `secret-${(count += 1)}`);
  writeFileSync(path, `${secret}\n`);
  chmodSync(path, mode);
  return path;
}

function give(path: string): string {
  if (isRoot) lchownSync(path, stranger, stranger);
  return path;
}

function refused(path: string, sentence: RegExp, rule = secretFile, as = ours): void {
  assert.throws(
    () => readSecretFile(path, rule, as),
    (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.match(error.message, sentence);
      assert.doesNotMatch(
        JSON.stringify([error.message, error.cause, error.stack]),
        /swordfish|\n$/,
      );
      assert.equal(error.kind, 'usage');
      return true;
    },
  );
}

describe('a secret file', () => {
  it('of ours that only we can read, or our group, is taken', () => {
    for (const mode of [0o400, 0o600, 0o640, 0o440])
      assert.equal(readSecretFile(place(mode), secretFile), `${secret}\n`, mode.toString(8));
  });

  it('that others can read, or its group write, is refused with the remedy', () => {
    for (const mode of [0o604, 0o602, 0o601, 0o644])
      refused(place(mode), /is open to every user of this machine; run chmod 600 \S+ and change/);
    refused(place(0o660), /may be written by its group; run chmod g-w/);
  });

  it('that is a key of ours is shut to the group too', () => {
    assert.equal(readSecretFile(place(0o600), key), `${secret}\n`);
    refused(place(0o640), /^the key file \S+ is open to its group; run chmod 600/, key);
  });

  it('of another user is refused', () =>
    refused(
      give(place()),
      new RegExp(`belongs to the user ${stranger}, neither to us \\(${us}\\).*run chown ${us} `),
      secretFile,
      us,
    ));

  it('reached by a symbolic link of ours is taken, by one of somebody else refused', () => {
    const path = place();
    const link = join(folder, 'link');
    symlinkSync(path, link);
    assert.equal(readSecretFile(link, secretFile), `${secret}\n`);
    const folderLink = join(folder, 'to-folder');
    symlinkSync('.', folderLink);
    assert.equal(readSecretFile(join(folderLink, 'link'), secretFile), `${secret}\n`);
    // Without root the file itself is a stranger's then, which is told first.
    const sentence = isRoot
      ? /is reached by the symbolic link \S+link of the user 4711, who may point it elsewhere/
      : /belongs to the user/;
    give(link);
    refused(link, sentence, secretFile, us);
    refused(join(folderLink, 'link'), sentence, secretFile, us);
  });

  it('through links in a ring is told as one that cannot be read', () => {
    symlinkSync('ring-b', join(folder, 'ring-a'));
    symlinkSync('ring-a', join(folder, 'ring-b'));
    refused(join(folder, 'ring-a'), /cannot be read/);
  });

  it('below a folder that others can write is refused, unless the sticky bit keeps what is ours', () => {
    const open = join(folder, 'open');
    mkdirSync(join(open, 'below'), { recursive: true });
    const path = place(0o600, join(open, 'below'));
    chmodSync(open, 0o777);
    refused(
      path,
      /lies in \S+open, where every user of this machine may exchange it; run chmod o-w/,
    );
    chmodSync(open, 0o1777);
    assert.equal(readSecretFile(path, secretFile), `${secret}\n`);
    const link = join(folder, 'into-open');
    symlinkSync(path, link);
    chmodSync(open, 0o777);
    refused(link, /lies in \S+open, where/);
  });

  it('below a folder of another user is refused', () => {
    const foreign = join(folder, 'foreign');
    mkdirSync(foreign);
    const path = place(0o600, foreign);
    give(foreign);
    refused(path, isRoot ? /lies in \S+foreign of the user 4711/ : /belongs to/, secretFile, us);
  });

  it('that is a FIFO, a device or a folder is refused at once', async () => {
    const fifo = join(folder, 'fifo');
    execFileSync('mkfifo', ['-m', '600', fifo]);
    refused(fifo, /is no regular file/);
    refused('/dev/zero', /is no regular file/);
    refused(folder, /is no regular file/);
    await assert.rejects(readSecret({ file: fifo }, {}), /is no regular file/);
  });

  it('that is not there, or far too large, is told', () => {
    refused(join(folder, 'none'), /none cannot be read; correct the path or its permissions/);
    const large = place();
    writeFileSync(large, 'x'.repeat(300_000));
    refused(large, /is too large for a secret/);
  });

  it('of root for the group of a service is taken by the service, a process of another user', () => {
    if (!isRoot) return assert.notEqual(ours, 0);
    const shared = mkdtempSync(join(tmpdir(), 'secret-service-'));
    chmodSync(shared, 0o711);
    const path = place(0o640, shared);
    chownSync(path, 0, 4711);
    const own = place(0o600, shared);
    chownSync(own, 4712, 4711);
    const source = `
      import { readSecretFile, secretFile } from '${join(import.meta.dirname, '..', '..', 'dist', 'config', 'secret-file.js')}';
      for (const path of process.argv.slice(1))
        try { console.log(readSecretFile(path, secretFile).length) } catch (e) { console.log(e.message) }`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', source, path, own],
      { uid: 4711, gid: 4711, encoding: 'utf8', cwd: '/' },
    );
    rmSync(shared, { recursive: true });
    assert.match(
      stdout,
      /^12\nthe secret file \S+ (belongs to the user 4712|cannot be read)/,
      stderr,
    );
  });
});
