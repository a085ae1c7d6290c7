/** How whoever watches from beside the worker looks at Temporal and the register. */
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import { registerPlace } from '../config/register.ts';
import { readConfig } from '../config.ts';
import { connectTo } from '../connecting.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import { pollersOf, queueTypes } from '../pollers.ts';
import { openRegister, type Register } from '../register/database.ts';
import { createClient } from '../temporal-client.ts';
import type { ConnectionSettings } from '../temporal.ts';
import { sentinelId, taskQueue, watchQuery, type WatchAnswer } from '../workflows/messages.ts';
import type { WatchDeps } from './keep.ts';

/** Of each question; the next look comes soon. */
const limitMs = 5_000;

/** A connection for each look: between two of them the server may have been started anew elsewhere. */
export function lookAt(settings: ConnectionSettings): WatchDeps['look'] {
  return async () => {
    const connection = await connectTo(settings);
    try {
      const { namespace } = settings;
      const of = { namespace, queue: taskQueue, type: queueTypes.workflow, limitMs };
      const pollers = (await pollersOf(connection, of)) ?? [];
      const seen = pollers.map(({ lastAccessTime }) => optionalTsToMs(lastAccessTime) ?? 0);
      const mailAwayMs = await connection.withDeadline(Date.now() + limitMs, () =>
        mailTrouble(createClient(connection, settings)),
      );
      return {
        ...(seen.length > 0 && { workerSeenMs: Math.max(...seen) }),
        ...(mailAwayMs !== undefined && { mailAwayMs }),
      };
    } finally {
      await connection.close();
    }
  };
}

/** What the sentinel saw; undefined also when nobody answers for it, which the missing worker tells. */
async function mailTrouble(client: ReturnType<typeof createClient>): Promise<number | undefined> {
  const asked = client.workflow.getHandle(sentinelId).query<WatchAnswer>(watchQuery);
  const watch = await asked.catch(() => undefined);
  return watch?.episodes['mail']?.sinceMs;
}

/** Opened at the first look that can, and kept. */
export function openOnce(
  policy: () => Promise<LoadedPolicy>,
  env: Readonly<Record<string, string | undefined>>,
  folders: { readonly data: string; readonly policy: string },
): { readonly register: () => Promise<Register>; close(): Promise<void> } {
  let opened: Promise<Register> | undefined;
  const config = readConfig(env, folders);
  async function open(): Promise<Register> {
    const place = await registerPlace((await policy()).policy, config, env);
    return openRegister(config.data, place);
  }
  return {
    register: () => {
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    async close() {
      await (await opened?.catch(() => undefined))?.close();
    },
  };
}
