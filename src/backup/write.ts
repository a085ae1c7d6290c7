/** Writes a backup file: whole or not at all, its owner's alone, on the disk before it has its name. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Failure } from '../failure.ts';
import { encrypted } from './crypt.ts';
import { diskFault } from './fault.ts';
import { manifestName } from './manifest.ts';
import { tarred, type TarFile } from './tar.ts';

export type Written = { readonly bytes: number; readonly sha256: string };

/** Large enough that the disk is not asked for every 64 KB that age encrypts at once. */
const readBytes = 1_024 * 1_024;

export async function writeBackup(
  path: string,
  what: {
    readonly manifest: Buffer;
    readonly folder: string;
    readonly files: readonly { readonly path: string; readonly bytes: number }[];
    readonly recipients: readonly string[];
    readonly madeAtMs: number;
    readonly signal: AbortSignal | undefined;
    readonly tell: (bytes: number) => void;
  },
): Promise<Written> {
  const { manifest, folder, files, recipients, madeAtMs, signal, tell } = what;
  const all: TarFile[] = [
    { name: manifestName, bytes: manifest.length, content: () => once(manifest) },
    ...files.map(({ path: name, bytes }) => ({
      ...{ name, bytes },
      content: () => createReadStream(join(folder, name), { highWaterMark: readBytes }),
    })),
  ];
  const draft = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      await pipeline(
        tarred(all, madeAtMs),
        createGzip({ chunkSize: readBytes }),
        (plain: AsyncIterable<Uint8Array>) => encrypted(recipients, plain),
        async (cipher: AsyncIterable<Uint8Array>) => {
          for await (const chunk of cipher) {
            hash.update(chunk);
            bytes += chunk.length;
            tell(bytes);
            await handle.writeFile(chunk);
          }
        },
        { signal },
      );
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Not by a link, which file systems of memory sticks and of networks do not know; the name holds the second.
    await requireFree(path);
    await rename(draft, path);
    await syncFolder(dirname(path));
    return { bytes, sha256: hash.digest('hex') };
  } catch (error) {
    throw diskFault(error, dirname(path), 'the backup');
  } finally {
    await rm(draft, { force: true });
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function requireFree(path: string): Promise<void> {
  const isFree = await access(path).then(
    () => false,
    () => true,
  );
  if (isFree) return;
  throw new Failure(
    'refused',
    'backup-exists',
    `${path} is there already: a backup was made in this very second; try again in the next`,
  );
}

/** So that the new name survives a power cut too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Of a file on a disk; memory does not grow with it. */
export async function hashOf(path: string): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: readBytes })) {
    if (!(chunk instanceof Uint8Array)) continue;
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
