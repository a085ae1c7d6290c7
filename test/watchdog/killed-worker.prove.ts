/** A worker killed under the watch, and then the process that watches: who is told what, by which way, how often. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../server/support.ts';
import {
  alarmAfterMs,
  beats,
  hooks,
  kill,
  lookMs,
  mailed,
  silenceMs,
  slackMs,
  start,
  startAll,
  stopAll,
} from './stand.ts';

before(startAll);
after(stopAll);

const dead = 'nobody does the work';

describe('a worker that was killed', () => {
  it('is told by both ways in time, the heartbeat stops, and who watched may be killed as well', async (t) => {
    const killedAtMs = await kill('worker');
    const limitMs = silenceMs + alarmAfterMs + lookMs + slackMs;
    await until(() => hooks().length > 0 && mailed().length > 0, 'the alarm', limitMs);
    t.diagnostic(`told ${Date.now() - killedAtMs} ms after the kill`);
    assert.deepEqual([hooks(), mailed()], [['watchdog.worker.began'], [dead]]);
    assert.deepEqual(
      beats().filter(({ atMs }) => atMs > killedAtMs + 1_000),
      [],
    );
    await kill('web');
    start('web');
    await sleep(lookMs + 15_000);
    assert.deepEqual([hooks(), mailed()], [['watchdog.worker.began'], [dead]]);
  });

  it('and started again is told as over, once, and the heartbeat goes on', async (t) => {
    const startedAtMs = Date.now();
    const earlier = beats().length;
    start('worker');
    const isOver = () => hooks().length > 1 && mailed().length > 1 && beats().length > earlier;
    await until(isOver, 'the end of the alarm', 2 * lookMs + slackMs);
    t.diagnostic(`over ${Date.now() - startedAtMs} ms after the start`);
    await sleep(lookMs);
    assert.deepEqual(hooks(), ['watchdog.worker.began', 'watchdog.worker.over']);
    assert.deepEqual(mailed(), [dead, `over: ${dead}`]);
  });
});
