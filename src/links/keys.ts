/** The keys that sign the links in mails: a folder that all machines of one register share, a file for each key. */
import { hkdfSync, type KeyObject } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode } from '../error-code.ts';
import { Failure } from '../failure.ts';
import { lockOrWait } from '../server/lock.ts';
import { makePrivateKey, readPrivateKey, writePrivateKey } from '../access/person-key.ts';
import { keyIdOf, publicKeyOf } from '../access/signing.ts';

export type LinkKey = {
  readonly id: string;
  readonly key: KeyObject;
  readonly createdAtMs: number;
};

/** No link lives longer, whatever the policy says: what lives longer is a secret that lies in mailboxes. */
export const longestLinkMs = 7 * 24 * 3_600_000;

/** `0001764043385000-0f3a5b7c9d1e2f40.pem`: the names stand in the order in which the keys were made. */
const form = /^(\d{16})-([0-9a-f]{16})\.pem$/;

export function linksFolder(data: string): string {
  return join(data, 'links');
}

/** Oldest first; none in a folder that is not there. Throws a Failure for a file that others may read. */
export async function readLinkKeys(folder: string): Promise<readonly LinkKey[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  });
  const keys: LinkKey[] = [];
  for (const name of names.toSorted((a, b) => a.localeCompare(b, 'en'))) {
    const [, made, id] = form.exec(name) ?? [];
    const key = made !== undefined && (await readPrivateKey(join(folder, name)));
    // Gone between the two: rotated away.
    if (!key || id === undefined) continue;
    if (keyIdOf(publicKeyOf(key)) !== id)
      throw new Failure(
        'checkFailed',
        'key-unusable',
        `the key ${join(folder, name)} is not the one of its name; take it away, and make another with seventytwo links rotate`,
      );
    keys.push({ id, key, createdAtMs: Number(made) });
  }
  return keys;
}

/** Made on first need, and only once however many processes need it. */
export async function ensureLinkKeys(folder: string, nowMs: number): Promise<readonly LinkKey[]> {
  const found = await readLinkKeys(folder);
  if (found.length > 0) return found;
  return locked(folder, async () => {
    const meanwhile = await readLinkKeys(folder);
    return meanwhile.length > 0 ? meanwhile : [await addKey(folder, nowMs)];
  });
}

export type LinkRotation = { readonly to: string; readonly dropped: readonly string[] };

/**
 * A new key for the links of from now on. Those that signed older links go once the last of these has expired, or at
 * once with `isLeaked`, and then no link that is out works any longer. `settle` runs before anything is changed.
 */
export async function rotateLinkKeys(
  folder: string,
  { nowMs, isLeaked }: { readonly nowMs: number; readonly isLeaked: boolean },
  settle: (rotation: LinkRotation) => Promise<void>,
): Promise<LinkRotation> {
  return locked(folder, async () => {
    const before = await readLinkKeys(folder);
    const over = before.filter((_key, n) => {
      const next = before[n + 1];
      return isLeaked || (next !== undefined && next.createdAtMs + longestLinkMs < nowMs);
    });
    const key = makePrivateKey();
    const to = keyIdOf(publicKeyOf(key));
    const rotation = { to, dropped: over.map(({ id }) => id) };
    await settle(rotation);
    await writePrivateKey(join(folder, nameOf(to, nowMs)), key);
    for (const { id, createdAtMs } of over)
      await rm(join(folder, nameOf(id, createdAtMs)), { force: true });
    return rotation;
  });
}

/** The key of a link follows from when it was caused: a retry after a rotation carries the same link. */
export function keyAt(keys: readonly LinkKey[], causedAtMs: number): LinkKey | undefined {
  return keys.findLast(({ createdAtMs }) => createdAtMs <= causedAtMs) ?? keys[0];
}

/** A secret of its own for each use, which whoever has the key can compute again and nobody else. */
export function secretOf({ key }: LinkKey, use: string): Buffer {
  const seed = key.export({ type: 'pkcs8', format: 'der' });
  return Buffer.from(hkdfSync('sha256', seed, '', `seventytwo link ${use}`, 32));
}

async function addKey(folder: string, nowMs: number): Promise<LinkKey> {
  const key = makePrivateKey();
  const id = keyIdOf(publicKeyOf(key));
  await writePrivateKey(join(folder, nameOf(id, nowMs)), key);
  return { id, key, createdAtMs: nowMs };
}

function nameOf(id: string, createdAtMs: number): string {
  return `${String(createdAtMs).padStart(16, '0')}-${id}.pem`;
}

async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  // It is held for milliseconds.
  const lock = await lockOrWait(join(folder, 'links.lock'), () => undefined);
  try {
    return await work();
  } finally {
    lock.release();
  }
}
