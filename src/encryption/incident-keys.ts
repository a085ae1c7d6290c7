/** One data key for each incident, wrapped by the ring; what is sealed with it can be erased by erasing the key. */
import { randomBytes } from 'node:crypto';
import { open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { isCode } from '../error-code.ts';
import { Failure } from '../failure.ts';
import { keyBytes, lock, unlock } from './box.ts';
import {
  isKeyFile,
  readKeyFileAtOnce,
  syncFolder,
  unusable,
  writeOnce,
  writeOver,
} from './key-file.ts';
import { activeKey, type Ring } from './ring.ts';

const file = z.object({ incident: z.string(), ring: z.string(), wrapped: z.base64() });

/** It becomes the name of a file. */
const incidentId = /^INC-[0-9A-Z]{1,20}$/;

export function isIncidentKeyId(id: string): boolean {
  return incidentId.test(id);
}

/** Of the workflow of an incident, and of those that write for it, such as `INC-K7F3Q/outbox/12`. */
export function incidentOf(workflowId: string): string | undefined {
  const [id = ''] = workflowId.split('/', 1);
  return isIncidentKeyId(id) ? id : undefined;
}

function pathOf(folder: string, incident: string): string {
  return join(folder, 'incidents', `${incident}.json`);
}

function tombstoneOf(folder: string, incident: string): string {
  return join(folder, 'incidents', `${incident}.erased.json`);
}

/** Undefined when none was made. Throws Failure `key-erased`, or `unknown-key` when the ring cannot unwrap it. */
export async function readIncidentKey(
  folder: string,
  ring: Ring,
  incident: string,
): Promise<Buffer | undefined> {
  if (isErased(folder, incident)) throw erased(incident);
  const path = pathOf(folder, incident);
  const found = readKeyFileAtOnce(path);
  if (found === undefined) return undefined;
  const read = file.safeParse(found);
  if (!read.success || read.data.incident !== incident)
    throw unusable(path, `it is no key of ${incident}`);
  const wrapping = ring.find(({ id }) => id === read.data.ring);
  if (!wrapping) throw unknownKey(read.data.ring, folder);
  const key = unlock(wrapping.key, Buffer.from(read.data.wrapped, 'base64'), bind(incident));
  if (!key) throw unusable(path, `it was altered, or is of another key than ${wrapping.id}`);
  return key;
}

/** Made on first use; of two processes at once both get the same. */
export async function incidentKey(folder: string, ring: Ring, incident: string): Promise<Buffer> {
  const found = await readIncidentKey(folder, ring, incident);
  if (found) return found;
  await writeOnce(pathOf(folder, incident), wrap(ring, incident, randomBytes(keyBytes)));
  const made = await readIncidentKey(folder, ring, incident);
  if (!made) throw erased(incident);
  return made;
}

/** All of them with the active key of the ring; returns how many were wrapped anew. Erased ones stay erased. */
export async function rewrapAll(
  folder: string,
  ring: Ring,
  progress: (done: number) => void,
): Promise<number> {
  const names = await readdir(join(folder, 'incidents')).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  });
  let count = 0;
  for (const name of names) {
    const incident = name.replace(/\.json$/, '');
    if (!isIncidentKeyId(incident) || isErased(folder, incident)) continue;
    const key = await readIncidentKey(folder, ring, incident);
    if (!key) continue;
    await writeOver(pathOf(folder, incident), wrap(ring, incident, key));
    // Erased meanwhile: what was just written would bring it back.
    if (isErased(folder, incident)) await destroy(pathOf(folder, incident));
    else progress((count += 1));
  }
  return count;
}

/** For good: whatever was sealed for this incident cannot be read again, and no new key is made. */
export async function eraseKeyFile(folder: string, incident: string, nowMs: number): Promise<void> {
  if (!isIncidentKeyId(incident)) throw new Error(`${incident} is no id of an incident`);
  // First, so that a key which is being made or wrapped anew is seen to be erased.
  await writeOnce(tombstoneOf(folder, incident), {
    incident,
    erasedAt: new Date(nowMs).toISOString(),
  });
  await destroy(pathOf(folder, incident));
}

function isErased(folder: string, incident: string): boolean {
  return isKeyFile(tombstoneOf(folder, incident));
}

/** Overwritten first: a file system that keeps blocks of removed files then keeps noise, where it overwrites in place. */
async function destroy(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r+');
    try {
      const { size } = await handle.stat();
      await handle.write(randomBytes(size), 0, size, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rm(path);
    await syncFolder(dirname(path));
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw unusable(path, error);
  }
}

function wrap(ring: Ring, incident: string, key: Buffer): z.infer<typeof file> {
  const { id, key: wrapping } = activeKey(ring);
  const wrapped = lock(wrapping, key, bind(incident)).toString('base64');
  return { incident, ring: id, wrapped };
}

function bind(incident: string): Buffer {
  return Buffer.from(incident);
}

function erased(incident: string): Failure {
  return new Failure(
    'refused',
    'key-erased',
    `the key of ${incident} was erased, and with it what was sealed for it: it cannot be read again; only a backup of the keys folder from before could open it`,
  );
}

export function unknownKey(id: string, folder: string): Failure {
  return new Failure(
    'unreachable',
    'unknown-key',
    `this was sealed with the key ${id}, which is not in ${folder}; set SEVENTYTWO_KEYS to the keys folder of the worker, or restore it from a backup`,
  );
}
