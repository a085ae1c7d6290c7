/** Which key ring the workers of a Temporal hold, as their identity says it: with another one nothing would be understood. */
import { hostname } from 'node:os';
import type { ConnectionLike } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import { activeKey, ensureRing, readRing, type Ring } from './encryption/ring.ts';
import { Failure } from './failure.ts';
import { pollersOf, queueTypes } from './pollers.ts';
import type { ConnectionSettings } from './temporal.ts';
import { taskQueue } from './workflows/messages.ts';

/** What only guards a command must not take as long as the command. */
const lookDeadlineMs = 5_000;

/** Everybody who may look into Temporal sees it: a key's id is no secret. */
export function workerIdentity(ring: Ring): string {
  return `${process.pid}@${hostname()} ${activeKey(ring).id}`;
}

/** The id of the key that the worker seen last began with; undefined when none was seen, or none that encrypts. */
async function workersKey(
  connection: ConnectionLike,
  namespace: string,
): Promise<string | undefined> {
  const { workflow: type } = queueTypes;
  const of = { namespace, queue: taskQueue, type, limitMs: lookDeadlineMs };
  const pollers = await pollersOf(connection, of);
  const seen = pollers
    .map(({ identity, lastAccessTime }) => ({
      id: / (KEY-[0-9A-F]{8})$/.exec(identity ?? '')?.[1],
      atMs: optionalTsToMs(lastAccessTime) ?? 0,
    }))
    .filter(({ id }) => id !== undefined);
  return seen.toSorted((a, b) => b.atMs - a.atMs)[0]?.id;
}

/** Before a command goes out: a worker with another ring could not read it, and its sender would wait for nothing. */
export async function refuseOtherRing(
  connection: ConnectionLike,
  settings: Pick<ConnectionSettings, 'namespace' | 'keys'>,
  ring: Ring | undefined,
): Promise<void> {
  const theirs = await workersKey(connection, settings.namespace);
  if (theirs === undefined || ring?.some(({ id }) => id === theirs)) return;
  const ours = ring ? `has ${activeKey(ring).id} and not that one` : 'is empty';
  throw new Failure(
    'unreachable',
    'other-keys',
    `the worker encrypts with the key ${theirs}, and the key ring in ${settings.keys} ${ours}; set SEVENTYTWO_KEYS to the keys folder of the worker (one that ended is remembered for five minutes)`,
  );
}

/** The ring of a worker that starts: made where there is none, unless workers of another ring are there already. */
export async function joinRing(
  connection: ConnectionLike,
  settings: Pick<ConnectionSettings, 'namespace' | 'keys'>,
): Promise<Ring> {
  const ring = await readRing(settings.keys);
  await refuseOtherRing(connection, settings, ring);
  return ring ?? ensureRing(settings.keys);
}
