/** The archive inside of a backup: any tar program reads it, and what another program put into one is not trusted. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { tarReader, tarred } from '../../src/backup/tar.ts';
import { dataFolder } from '../register/sample.ts';

const madeAtMs = Date.parse('2026-11-23T00:46:20.300Z');
const names = ['manifest.json', 'keys/ключ-ä.key', `${'long/'.repeat(60)}end.key`, 'empty'];
const bytesOf = (name: string): Buffer =>
  name === 'empty' ? Buffer.alloc(0) : Buffer.from(name.repeat(100));

async function archive(chunkBytes = 1_000): Promise<Buffer> {
  const files = names.map((name) => ({
    ...{ name, bytes: bytesOf(name).length },
    content: () => Readable.from(pieces(bytesOf(name), chunkBytes)),
  }));
  const chunks: Uint8Array[] = [];
  for await (const chunk of tarred(files, madeAtMs)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function* pieces(whole: Buffer, bytes: number): Generator<Buffer> {
  for (let at = 0; at < whole.length; at += bytes) yield whole.subarray(at, at + bytes);
}

async function readAll(tar: Buffer, chunkBytes = 1_000): Promise<Map<string, Buffer>> {
  const reader = tarReader(Readable.from(pieces(tar, chunkBytes)));
  const found = new Map<string, Buffer>();
  for (let entry = await reader.next(); entry; entry = await reader.next()) {
    const content: Uint8Array[] = [];
    assert.equal(entry.isFile, true, entry.name);
    for await (const piece of entry.content()) content.push(piece);
    found.set(entry.name, Buffer.concat(content));
  }
  return found;
}

const unpackedBySystem = (tar: Buffer, folder: string): void =>
  void execFileSync('tar', ['-xf', '-', '-C', folder], { input: tar });

test('any tar program unpacks it: long names, names in other letters, empty files, its owner’s alone', async () => {
  const folder = await dataFolder();
  unpackedBySystem(await archive(), folder);
  for (const name of names)
    assert.deepEqual(await readFile(join(folder, name)), bytesOf(name), name);
  const { mode, mtimeMs } = await stat(join(folder, names[2] ?? ''));
  assert.equal(mode & 0o777, 0o600);
  assert.equal(mtimeMs, Date.parse('2026-11-23T00:46:20Z'));
});

for (const bytes of [100, 512, 1_000_000])
  test(`what comes in chunks of ${bytes} bytes is read as it was written`, async () => {
    const found = await readAll(await archive(), bytes);
    assert.deepEqual([...found.keys()], names);
    for (const name of names) assert.deepEqual(found.get(name), bytesOf(name), name);
  });

for (const format of ['ustar', 'gnu', 'pax'])
  test(`what a tar program wrote as ${format} is read`, async () => {
    const folder = await dataFolder();
    await mkdir(join(folder, 'kept'));
    await writeFile(join(folder, 'kept', 'a'), 'a');
    const tar = execFileSync('tar', [`--format=${format}`, '-cf', '-', '-C', folder, 'kept/a']);
    assert.deepEqual(await readAll(tar), new Map([['kept/a', Buffer.from('a')]]));
  });

test('an archive that ends within a file, or has a changed header, is damaged', async () => {
  const tar = await archive();
  for (const bytes of [100, 512, 700, tar.length - 2_500])
    await assert.rejects(readAll(tar.subarray(0, bytes)), /TAR_BAD_ARCHIVE/, `${bytes}`);
  const changed = Buffer.from(tar);
  changed.writeUInt8(changed.readUInt8(3) ^ 1, 3);
  await assert.rejects(readAll(changed), /checksum failure/);
});

test('a file that is longer or shorter than it was is no backup', async () => {
  const content = () => Readable.from([Buffer.from('abc')]);
  const writing = async (bytes: number) => {
    for await (const _ of tarred([{ name: 'a', bytes, content }], 0));
  };
  await assert.rejects(writing(4), /a has 3 bytes and had 4 before/);
  await assert.rejects(writing(2), /a has 3 bytes and had 2 before/);
});

test('folders, links and devices are told from files, and kinds that nobody knows end it', async () => {
  for (const type of ['1', '2', '3', '4', '5', '6', '7', 'S', 'V', 'Z']) {
    const block = (await archive()).subarray(0, 512);
    block.write(type, 156);
    // What a link leads to; without it the library refuses both.
    if (type === '1' || type === '2') block.write('/etc/passwd', 157);
    block.write('00000000000\0', 124);
    block.write('        ', 148);
    const sum = block.reduce((all, byte) => all + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const read = readAll(Buffer.concat([block, Buffer.alloc(1_024)]));
    await assert.rejects(read, /manifest\.json|there is a |TAR_/, type);
  }
});

test('what is packed once more is not unpacked', async () => {
  const bomb = gzipSync(Buffer.concat([await archive(), Buffer.alloc(50_000_000)]));
  await assert.rejects(readAll(bomb, bomb.length), /decompression ratio/);
});

test('no more of it is in memory than a chunk, and no more is read than was asked for', async () => {
  const bytes = 64 * 1_024 * 1_024;
  const chunk = randomBytes(1_024 * 1_024);
  let given = 0;
  const content = async function* () {
    for (let at = 0; at < bytes; at += chunk.length) yield chunk;
  };
  const counted = async function* () {
    for await (const piece of tarred([{ name: 'large', bytes, content }], 0)) {
      given += piece.length;
      yield piece;
    }
  };
  const reader = tarReader(counted());
  const entry = await reader.next();
  let taken = 0;
  for await (const piece of entry?.content() ?? []) {
    taken += piece.length;
    assert.ok(given - taken <= 2 * chunk.length, `${given} given, ${taken} taken`);
  }
  assert.equal(taken, bytes);
});
