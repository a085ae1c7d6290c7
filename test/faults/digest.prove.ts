/** The Schedule of the digests on a real server: there as soon as a worker runs, and its turn leaves a line for the day. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { choreIdOf } from '../../src/workflows/messages.ts';
import { clientOf } from '../support/client.ts';
import { startStand } from './stand.ts';

const stand = await startStand();
after(() => stand.stop());

test('the digest has a turn every quarter of an hour, the first when the worker starts', async () => {
  await stand.work();
  const connection = await Connection.connect({ address: stand.settings.address });
  try {
    const handle = clientOf(connection, stand.data).schedule.getHandle(choreIdOf('digest'));
    const taken = async () => {
      const { info, spec } = await handle.describe();
      return { every: spec.intervals?.[0]?.every, run: info.recentActions[0]?.action };
    };
    // The worker makes it after it has begun to poll.
    let seen: Awaited<ReturnType<typeof taken>> | undefined;
    for (let n = 0; n < 60 && seen?.run === undefined; n += 1) {
      await sleep(500);
      seen = await taken().catch(() => undefined);
    }
    assert.equal(seen?.every, 15 * 60_000);
    assert.ok(seen.run);
    const result: unknown = await clientOf(connection, stand.data)
      .workflow.getHandle(seen.run.workflow.workflowId)
      .result();
    assert.deepEqual(result, { done: 'told 0 people, 0 not reached' });
  } finally {
    await connection.close();
  }
});
