/** Both mail servers killed under the watch: what goes by the webhook alone, and what the second one gets once it is back. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../server/support.ts';
import {
  alarmAfterMs,
  beats,
  canaryMs,
  heartbeatMs,
  hooks,
  lookMs,
  mailed,
  restart,
  slackMs,
  startAll,
  stopAll,
  stopMail,
} from './stand.ts';

before(startAll);
after(stopAll);

const silent = 'mails do not go out';

describe('mail servers that were killed', () => {
  it('both: the webhook alone is told, the heartbeat stops, and the second server once it is back', async (t) => {
    const killedAtMs = Date.now();
    await stopMail();
    const limitMs = canaryMs + alarmAfterMs + lookMs + slackMs;
    await until(() => hooks().length > 0, 'the alarm', limitMs);
    t.diagnostic(`told ${Date.now() - killedAtMs} ms after the kill`);
    const stoppedAt = beats().length;
    await sleep(2 * heartbeatMs);
    assert.equal(beats().length, stoppedAt);
    assert.deepEqual([hooks(), mailed()], [['watchdog.mail.began'], []]);
    await restart('second');
    await until(() => mailed().length > 0, 'the mail', lookMs + slackMs);
    assert.deepEqual([hooks(), mailed()], [['watchdog.mail.began'], [silent]]);
    await restart('first');
    const isOver = () => hooks().length > 1 && mailed().length > 1 && beats().length > stoppedAt;
    await until(isOver, 'the end of the alarm', 2 * canaryMs + lookMs);
    await sleep(lookMs);
    assert.deepEqual(hooks(), ['watchdog.mail.began', 'watchdog.mail.over']);
    assert.deepEqual(mailed(), [silent, `over: ${silent}`]);
  });
});
