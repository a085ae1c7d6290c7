/** What is damaged, made up by somebody else or too large is refused, and leaves nothing behind. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { encrypted } from '../../src/backup/crypt.ts';
import { tarred } from '../../src/backup/tar.ts';
import { unpackBackup } from '../../src/backup/unpack.ts';
import { verifyBackup } from '../../src/backup/verify.ts';
import { sha256Of } from '../../src/sha256.ts';
import { dataFolder } from '../register/sample.ts';
import { createPlace, failure, nowMs, type Place } from './place.ts';

const place: Place = await createPlace();
after(() => place.register.close());
const scratch = (): Promise<string> => mkdtemp(join(place.root, 'scratch-'));
const silent = (): void => undefined;

test('a change of any byte is found', async () => {
  const { path } = await place.make();
  const whole = await readFile(path);
  const scratchIn = await scratch();
  const changed = join(place.root, 'changed.age');
  const verify = () =>
    verifyBackup(changed, [place.identity], { live: undefined, scratchIn, tell: silent });
  await writeFile(changed, whole);
  await verify();
  // Every byte of the header, which says who can open it, and others all over the rest.
  const header = whole.indexOf('\n--- ') + 50;
  const places = [
    ...Array.from({ length: header }, (_, n) => n),
    ...Array.from(
      { length: 60 },
      (_, n) => header + Math.floor((n * (whole.length - header)) / 60),
    ),
    whole.length - 1,
  ];
  for (const at of places) {
    const bytes = Buffer.from(whole);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x01, at);
    await writeFile(changed, bytes);
    await assert.rejects(verify(), failure(/damaged|not-opened/), `byte ${at}`);
  }
  for (const bytes of [
    whole.subarray(0, -1),
    whole.subarray(0, whole.length / 2),
    Buffer.concat([whole, Buffer.from('x')]),
    Buffer.alloc(0),
  ]) {
    await writeFile(changed, bytes);
    await assert.rejects(verify(), failure(/damaged|not-opened/), `${bytes.length} bytes`);
  }
  assert.deepEqual(await readdir(scratchIn), []);
});

type Entry = { readonly name: string; readonly text: string };

/** What somebody who knows the public key could put together. */
async function forged(
  manifest: Readonly<Record<string, unknown>>,
  entries: readonly Entry[],
  change: (tar: Buffer) => Buffer = (tar) => tar,
): Promise<string> {
  const files = [{ name: 'manifest.json', text: JSON.stringify(manifest) }, ...entries];
  const chunks: Uint8Array[] = [];
  const all = files.map(({ name, text }) => ({
    ...{ name, bytes: Buffer.byteLength(text) },
    content: () => Readable.from([Buffer.from(text)]),
  }));
  for await (const chunk of tarred(all, 0)) chunks.push(chunk);
  const gzip = Readable.from([change(Buffer.concat(chunks))]).pipe(createGzip());
  const cipher: Uint8Array[] = [];
  for await (const chunk of encrypted([place.recipient], gzip)) cipher.push(chunk);
  const path = join(place.root, `forged-${Math.random()}.age`);
  await writeFile(path, Buffer.concat(cipher));
  return path;
}

function manifestOf(entries: readonly Entry[], change: object = {}): Record<string, unknown> {
  return {
    ...{ format: 1, product: 'seventytwo', version: '0.1.0', madeAtMs: 0, installation: 'x' },
    head: { n: 0, hash: '0'.repeat(64) },
    register: { engine: 'sqlite', schema: '' },
    temporal: { included: false, why: 'none' },
    policy: { version: '0123456789ab', elsewhere: [] },
    files: entries.map(({ name, text }) => ({
      ...{ path: name, bytes: Buffer.byteLength(text), sha256: sha256Of(text) },
    })),
    ...change,
  };
}

const unpack = async (
  path: string,
): Promise<{ readonly into: string; readonly done: Promise<unknown> }> => {
  const into = await scratch();
  return { into, done: unpackBackup(path, into, [place.identity], silent) };
};

for (const name of [
  '../evil',
  '/tmp/evil',
  'a/../../evil',
  './evil',
  'a//b',
  'C:evil',
  'a\\..\\evil',
  '..',
  'a\nb',
])
  test(`a file named ${JSON.stringify(name)} is refused before anything is unpacked`, async () => {
    const entries = [{ name, text: 'evil' }];
    const { into, done } = await unpack(await forged(manifestOf(entries), entries));
    await assert.rejects(done, failure('backup-manifest', /leads out of the folder/));
    assert.deepEqual(await readdir(into), []);
  });

test('a link in place of a file is refused', async () => {
  const entries = [{ name: 'audit-key.pem', text: '' }];
  const toLink = (tar: Buffer): Buffer => {
    const at = tar.indexOf('audit-key.pem\0');
    const block = tar.subarray(at, at + 512);
    block.write('2', 156);
    block.write('/etc/passwd', 157);
    block.write('        ', 148);
    const sum = block.reduce((all, byte) => all + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return tar;
  };
  const { into, done } = await unpack(await forged(manifestOf(entries), entries, toLink));
  await assert.rejects(done, failure('backup-damaged', /should be there is something else/));
  assert.deepEqual(await readdir(into), []);
});

test('what its manifest does not list is refused', async () => {
  const listed = [{ name: 'a', text: 'a' }];
  for (const entries of [
    [...listed, { name: 'b', text: 'b' }],
    [{ name: 'b', text: 'a' }],
    [{ name: 'a', text: 'b' }],
    [],
  ]) {
    const { done } = await unpack(await forged(manifestOf(listed), entries));
    await assert.rejects(done, failure('backup-damaged'));
  }
  const padded = await forged(manifestOf(listed), listed, (tar) =>
    Buffer.concat([tar, Buffer.alloc(1_000_000)]),
  );
  await assert.rejects((await unpack(padded)).done, failure('backup-damaged', /more in it/));
});

test('what would fill the disk is refused before the first byte', async () => {
  const entries = [{ name: 'a', text: 'a' }];
  const files = [{ path: 'a', bytes: 1e15, sha256: sha256Of('a') }];
  const { into, done } = await unpack(await forged(manifestOf(entries, { files }), entries));
  await assert.rejects(done, failure('backup-too-large', /unpacks to 1000000\.0 GB/));
  assert.deepEqual(await readdir(into), []);
});

test('a format that a later version wrote is refused by its number', async () => {
  const { done } = await unpack(await forged(manifestOf([], { format: 2 }), []));
  await assert.rejects(
    done,
    failure('backup-format', /has format 2 .* reads format 1; use the version that made it/),
  );
});

test('an identity that is none, or of somebody else, is told without its words', async () => {
  const [{ path }, other] = [await place.make(nowMs + 1_000), await createPlace()];
  await other.register.close();
  const wrong = await place.run('backup', 'verify', path, '--identity', other.identityFile);
  assert.equal(wrong.code, 6);
  assert.match(wrong.err, /made for another identity than the one given/);
  const file = join(place.root, 'broken.txt');
  await writeFile(file, `${place.identity.slice(0, -3)}\n`);
  const broken = await place.run('backup', 'verify', path, '--identity', file);
  assert.equal(broken.code, 2);
  assert.match(broken.err, /holds no age identity that can be read/);
  assert.equal(broken.err.includes(place.identity.slice(20, 40)), false);
});

/** A file system of this size; undefined where this user may mount none. */
function smallDisk(t: TestContext, folder: string, size: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
  } catch {
    t.skip('this user may mount no small file system');
    return false;
  }
  t.after(() => execFileSync('umount', ['--lazy', folder]));
  return true;
}

test('a full disk leaves no half backup, and is named', async (t) => {
  const root = await dataFolder();
  const small = join(root, 'small');
  await mkdir(small);
  if (!smallDisk(t, small, '16k')) return;
  const full = await createPlace({
    hasTemporal: true,
    backups: `backups: { to: ${small}, recipients: [${place.recipient}] }\n`,
  });
  await assert.rejects(full.make(), failure('disk-full', /no room left in .*small for the backup/));
  assert.deepEqual(readdirSync(small), []);
  assert.equal(existsSync(join(full.data, 'backup-staging')), false);
  await full.register.close();
});

test('a full data folder leaves no copy behind, and is named', async (t) => {
  const root = await dataFolder();
  const small = join(root, 'small');
  await mkdir(small);
  if (!smallDisk(t, small, '2m')) return;
  const full = await createPlace({ dataIn: small, hasTemporal: true });
  const { bavail, bsize } = await statfs(small);
  await writeFile(join(small, 'filler'), Buffer.alloc(bavail * bsize - 150_000));
  await assert.rejects(full.make(), failure('disk-full', /no room left in .*data for the copy/));
  assert.deepEqual(await readdir(full.to), []);
  assert.equal(existsSync(join(full.data, 'backup-staging')), false);
  await full.register.close();
});
