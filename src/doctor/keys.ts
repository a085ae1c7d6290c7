/** Whether the keys that encrypt are there, closed to others, young enough, and those of the workers. */
import { stat } from 'node:fs/promises';
import { isGrpcServiceError } from '@temporalio/client';
import { activeKey, readRing, ringPath } from '../encryption/ring.ts';
import { refuseOtherRing } from '../worker-ring.ts';
import { ok, warning, type Finding } from './check.ts';
import type { Reached } from './temporal.ts';

const dayMs = 86_400_000;
/** A year in use is the usual limit for a key that wraps keys (NIST SP 800-57 part 1, table 1: up to two). */
const oldestMs = 365 * dayMs;

/** Throws the Failure of a ring that cannot be used, or is another than the workers'. */
export async function checkKeys(
  folder: string,
  nowMs: number,
  reached: Reached | undefined,
): Promise<Finding> {
  const ring = await readRing(folder);
  if (reached?.retentionMs !== undefined)
    await refuseOtherRing(reached.connection, reached.settings, ring).catch(noAnswer);
  if (!ring)
    return warning(
      `there is no key ring in ${folder} yet`,
      'seventytwo init or the first worker makes it; if a worker runs elsewhere, set SEVENTYTWO_KEYS to its keys folder',
    );
  const { id, createdAtMs } = activeKey(ring);
  const mode = (await stat(ringPath(folder))).mode & 0o777;
  const days = Math.floor((nowMs - createdAtMs) / dayMs);
  const found = `${ring.length} ${ring.length === 1 ? 'key' : 'keys'} in ${folder}, mode ${mode.toString(8)}; the active one, ${id}, is ${days} days old`;
  return nowMs - createdAtMs > oldestMs ? warning(found, 'seventytwo keys rotate') : ok(found);
}

/** That the server is slow or refuses, the checks of it tell. */
function noAnswer(error: unknown): void {
  if (!isGrpcServiceError(error)) throw error;
}
