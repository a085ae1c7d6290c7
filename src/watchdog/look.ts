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
import type { Seen } from './judge.ts';
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
      const pollers = await pollersOf(connection, of);
      const seen = pollers.map(({ lastAccessTime }) => optionalTsToMs(lastAccessTime) ?? 0);
      const mail = await connection.withDeadline(Date.now() + limitMs, () =>
        mailTrouble(createClient(connection, settings)),
      );
      return { ...(seen.length > 0 && { workerSeenMs: Math.max(...seen) }), ...mail };
    } finally {
      await connection.close();
    }
  };
}

/** What the sentinel saw. */
async function mailTrouble(
  client: ReturnType<typeof createClient>,
): Promise<Pick<Seen, 'mailAwayMs' | 'isMailUnseen'>> {
  const asked = client.workflow.getHandle(sentinelId).query<WatchAnswer>(watchQuery);
  const watch = await asked.catch(() => undefined);
  // A worker that is too busy to answer is no sign that mails go out again.
  if (!watch) return { isMailUnseen: true };
  const mailAwayMs = watch.episodes['mail']?.sinceMs;
  return mailAwayMs === undefined ? {} : { mailAwayMs };
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
