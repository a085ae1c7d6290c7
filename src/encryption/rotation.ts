/** Puts a new key into the ring and wraps the keys of all incidents with it. Nothing that was sealed is sealed anew. */
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { tryLock } from '../server/lock.ts';
import { rewrapAll } from './incident-keys.ts';
import { extendRing } from './ring.ts';

export type Rotation = { readonly from: string; readonly to: string };
export type Rotated = Rotation & {
  /** How many keys of incidents are wrapped with the new one now. */
  readonly incidents: number;
};

/** `settle` runs before the new key is in the ring; when it throws, everything stays as it was. */
export async function rotateKeys(
  folder: string,
  nowMs: number,
  settle: (rotation: Rotation) => Promise<void>,
  progress: (done: number) => void,
): Promise<Rotated> {
  // Two at once would each write a ring without the other's key.
  const lock = tryLock(join(folder, 'rotate.lock'));
  if (!lock)
    throw new Failure(
      'usage',
      'keys-busy',
      `the keys in ${folder} are being rotated by another process; look at seventytwo keys list, and repeat it when that has ended`,
    );
  try {
    let rotation: Rotation = { from: '', to: '' };
    const ring = await extendRing(folder, nowMs, async (from, to) => {
      rotation = { from: from.id, to: to.id };
      await settle(rotation);
    });
    return { ...rotation, incidents: await rewrapAll(folder, ring, progress) };
  } finally {
    lock.release();
  }
}
