/** The key ring of an installation: the keys that wrap the data keys of incidents; the newest is the active one. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import { keyBytes } from './box.ts';
import { readKeyFile, unusable, writeOnce, writeOver } from './key-file.ts';

const entry = z.object({
  id: z.string().regex(/^KEY-[0-9A-F]{8}$/),
  key: z.base64(),
  createdAt: z.iso.datetime(),
});
const file = z.array(entry).min(1);

export type RingKey = { readonly id: string; readonly key: Buffer; readonly createdAtMs: number };
/** Never empty; the newest is the last. */
export type Ring = readonly [RingKey, ...RingKey[]];

const othersMayAny = 0o007;

export function ringPath(folder: string): string {
  return join(folder, 'ring.json');
}

export function isRingKeyId(id: string): boolean {
  return id.startsWith('KEY-');
}

export function activeKey(ring: Ring): RingKey {
  return ring.at(-1) ?? ring[0];
}

/** Undefined when there is none. */
export async function readRing(folder: string): Promise<Ring | undefined> {
  const path = ringPath(folder);
  const found = await readKeyFile(path);
  if (found === undefined) return undefined;
  await refuseOpen(path);
  const read = file.safeParse(found);
  if (!read.success) throw unusable(path, 'it is no key ring');
  const [first, ...rest] = read.data.map(toKey);
  if (!first || [first, ...rest].some(({ key }) => key.length !== keyBytes))
    throw unusable(path, `each key must have ${keyBytes} bytes`);
  return [first, ...rest];
}

export async function requireRing(folder: string): Promise<Ring> {
  const ring = await readRing(folder);
  if (ring) return ring;
  throw new Failure(
    'unreachable',
    'no-keys',
    `there is no key ring in ${folder}, and what goes through Temporal and into the register is encrypted; run this where the worker runs, or set SEVENTYTWO_KEYS to its keys folder (see docs/encryption.md)`,
  );
}

/** Made where there is none; two processes at once agree on one. */
export async function ensureRing(folder: string): Promise<Ring> {
  const found = await readRing(folder);
  if (found) return found;
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw unusable(folder, error);
  });
  await chmod(folder, 0o700);
  await writeOnce(ringPath(folder), [toEntry(newKey(Date.now()))]);
  return requireRing(folder);
}

/** With a new active key, once `settle` has put it on record. Its caller holds the lock of the ring. */
export async function extendRing(
  folder: string,
  nowMs: number,
  settle: (from: RingKey, to: RingKey) => Promise<void>,
): Promise<Ring> {
  const before = await requireRing(folder);
  const made = newKey(nowMs);
  await settle(activeKey(before), made);
  const ring: Ring = [...before, made];
  await writeOver(ringPath(folder), ring.map(toEntry));
  return ring;
}

function newKey(nowMs: number): RingKey {
  const id = `KEY-${randomBytes(4).toString('hex').toUpperCase()}`;
  return { id, key: randomBytes(keyBytes), createdAtMs: nowMs };
}

function toKey({ id, key, createdAt }: z.infer<typeof entry>): RingKey {
  return { id, key: Buffer.from(key, 'base64'), createdAtMs: Date.parse(createdAt) };
}

function toEntry({ id, key, createdAtMs }: RingKey): z.infer<typeof entry> {
  return { id, key: key.toString('base64'), createdAt: new Date(createdAtMs).toISOString() };
}

async function refuseOpen(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(path);
  if ((mode & othersMayAny) === 0) return;
  throw new Failure(
    'usage',
    'keys-open',
    `every user of this machine may read the key ring ${path}; chmod 600 ${path}, then seventytwo keys rotate`,
  );
}
