/** Decrypts and unpacks a backup into a folder of its own, and trusts nothing that stands in it before it was checked. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Failure } from '../failure.ts';
import { decrypted } from './crypt.ts';
import { diskFault } from './fault.ts';
import {
  manifestName,
  mostManifestBytes,
  readManifest,
  type Manifest,
  type ManifestFile,
} from './manifest.ts';
import { tarReader, type TarEntry, type TarReader } from './tar.ts';

const readBytes = 1_024 * 1_024;
/** Headers and padding of one file; the longest path that a disk knows has four kilobytes. */
const mostAround = 8 * 1_024;
/** Tar programs fill up to ten kilobytes with zeros. */
const mostTail = 64 * 1_024;

/** `folder` is new and empty. What is in it after a failure is for the caller to take away. */
export async function unpackBackup(
  path: string,
  folder: string,
  identities: readonly string[],
  tell: (bytes: number) => void,
): Promise<Manifest> {
  let isOpened = false;
  let manifest: Manifest | undefined;
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: readBytes }),
      (cipher: AsyncIterable<Uint8Array>) =>
        decrypted(identities, cipher, () => {
          isOpened = true;
        }),
      createGunzip({ chunkSize: readBytes }),
      async (plain: AsyncIterable<Uint8Array>) => {
        manifest = await unpack(tarReader(plain), path, folder, tell);
      },
    );
  } catch (error) {
    const told = diskFault(error, folder, 'what is unpacked');
    throw told instanceof Failure ? told : isOpened ? damaged(path, error) : unopened(path, error);
  }
  if (manifest) return manifest;
  throw damaged(path, undefined);
}

async function unpack(
  reader: TarReader,
  path: string,
  folder: string,
  tell: (bytes: number) => void,
): Promise<Manifest> {
  reader.limit(2 * mostManifestBytes);
  const first = await reader.next();
  if (first?.name !== manifestName || !first.isFile || first.bytes > mostManifestBytes)
    throw new Error('it does not begin with a manifest');
  const manifest = readManifest(await allOf(first), path);
  await requireRoom(folder, manifest);
  reader.limit(roomOf(first, manifest));
  let done = 0;
  for (const file of manifest.files) {
    const found = await reader.next();
    // In the order of the manifest and as it says: what else a tar may hold, links and devices, never comes to be.
    if (found?.name !== file.path || found.bytes !== file.bytes || !found.isFile)
      throw new Error(`where ${file.path} should be there is something else`);
    await writeFile(found, folder, file, (bytes) => tell((done += bytes)));
  }
  if (await reader.next()) throw new Error('there is more in it than its manifest lists');
  return manifest;
}

async function allOf({ content }: TarEntry): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content()) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** That a tar of these files can take, so that nothing else in it is read for ever. */
function roomOf(first: TarEntry, { files }: Manifest): number {
  return [first, ...files].reduce((sum, { bytes }) => sum + bytes + mostAround, mostTail);
}

async function writeFile(
  entry: TarEntry,
  folder: string,
  { path, sha256 }: ManifestFile,
  tell: (bytes: number) => void,
): Promise<void> {
  const place = join(folder, path);
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  // `wx` follows no link, and there is none: the folder is new and only files are made in it.
  const handle = await open(place, 'wx', 0o600);
  const hash = createHash('sha256');
  try {
    for await (const chunk of entry.content()) {
      hash.update(chunk);
      await handle.writeFile(chunk);
      tell(chunk.length);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (hash.digest('hex') !== sha256)
    throw new Error(`${path} is not the file that its manifest lists`);
}

/** Before the first byte of it is written: a file that unpacks to terabytes shall not fill the disk. */
async function requireRoom(folder: string, { files }: Manifest): Promise<void> {
  const needed = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const { bavail, bsize } = await statfs(folder);
  if (needed <= bavail * bsize) return;
  throw new Failure(
    'refused',
    'backup-too-large',
    `the backup unpacks to ${gigabytes(needed)} GB and ${folder} has ${gigabytes(bavail * bsize)} GB left; make room, or name a folder on another disk`,
  );
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

function damaged(path: string, error: unknown): Failure {
  const why = error instanceof Error ? error.message : 'it is empty';
  return new Failure(
    'checkFailed',
    'backup-damaged',
    `the backup ${path} is damaged (${why}); take another one, see seventytwo backup list`,
    error,
  );
}

/** Which of the two it is, age does not tell apart. */
function unopened(path: string, error: unknown): Failure {
  return new Failure(
    'checkFailed',
    'backup-not-opened',
    `the backup ${path} cannot be opened: it was made for another identity than the one given, or its beginning is damaged; give the identity of one of backups.recipients`,
    error,
  );
}
