/** Temporal's server killed by SIGKILL and started again on the same database file: what people and the ladder see of it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { exitCodes } from '../../src/failure.ts';
import { checkCollapsed } from './collapsed.ts';
import { count, tell } from './count.ts';
import { dueIn, file, ladder, overdueEveryMs, reminded, rungsTold } from './ladder.ts';
import { startStand, type Stand } from './stand.ts';
import { countNotes, startTalker } from './talker.ts';
import { settle, toldUntil } from './wait.ts';

let stand: Stand;
before(async () => {
  stand = await startStand({ ladder });
  await stand.work();
});
after(() => stand.stop());

/** From the server's readiness: a task that died with the server waits for its limit of 5 s, its queue for 1 s, the worker's connection for its back-off. */
const answersAgainMs = 10_000;

/** Types the command in a process of its own; gives back how it ended. */
async function type(...args: string[]): Promise<{ code: number; err: string; tookMs: number }> {
  const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
  const sinceMs = Date.now();
  const ended = await promisify(execFile)(process.execPath, [cli, ...args], {
    env: stand.env,
  }).then(
    ({ stderr }) => ({ code: 0, err: stderr }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, err: stderr }),
  );
  return { ...ended, tookMs: Date.now() - sinceMs };
}

describe('Temporal’s server killed by SIGKILL', () => {
  it('in the middle of a ladder and of commands: nothing is lost, and the same worker and clients go on by themselves', async (t) => {
    const climbing = 'INC-2RVKC';
    const talked = ['INC-3RVKC', 'INC-4RVKC'] as const;
    for (const id of talked) await stand.declare(id, { personalData: 'no' });
    const dueAtMs = await dueIn(stand, climbing, 17_500);
    await toldUntil(stand, climbing, dueAtMs - 16_000);
    const talkers = talked.map((id, n) => startTalker(stand, id, n === 0));
    t.after(() => Promise.all(talkers.map((talker) => talker.stop())));
    // While the mails of the second rung are on their way.
    await sleep(dueAtMs - 12_000 + 150 - Date.now());
    const killedAtMs = Date.now();
    await stand.killServer();
    const typed = await type('note', climbing, 'during the outage', '--as', 'anna');
    t.diagnostic(`typed meanwhile: exit ${typed.code} after ${typed.tookMs} ms: ${typed.err}`);
    assert.equal(typed.code, exitCodes.unreachable);
    assert.match(
      typed.err,
      /no Temporal server answers at 127\.0\.0\.1:\d+; check TEMPORAL_ADDRESS/,
    );
    await stand.restartServer();
    const readyAtMs = Date.now();
    t.diagnostic(`the server was away for ${readyAtMs - killedAtMs} ms`);

    await toldUntil(stand, climbing, dueAtMs + overdueEveryMs);
    for (const talker of talkers) await talker.stop();
    await file(stand, climbing);
    for (const id of [climbing, ...talked]) await settle(stand, id, 40_000);

    for (const [n, talker] of talkers.entries()) {
      const failed = talker.attempts.flatMap((attempt) => attempt.failure ?? []);
      // Asked just after the server's start, it knows no worker yet, or has not had the time to answer.
      for (const { kind, code } of failed) {
        assert.equal(kind, 'unreachable');
        assert.match(code, /^no-(temporal|worker|answer)$/);
      }
      const first = talker.attempts.find((one) => !one.failure && one.endedAtMs > readyAtMs);
      const againMs = (first?.endedAtMs ?? Infinity) - readyAtMs;
      const told = countNotes(talker.attempts, await stand.events(talked[n] ?? ''));
      t.diagnostic(
        `${n === 0 ? 'a new connection each time' : 'one connection'}: ${failed.length} failures (${failed.map(({ code }) => code).join(', ')}; slowest ${Math.max(...talker.attempts.map((one) => one.endedAtMs - one.sentAtMs))} ms), answered again ${againMs} ms after the server; ${told.sent} notes, ${told.lost.length} lost, ${told.repeated.length} repeated, ${told.again} sent again`,
      );
      assert.ok(againMs <= answersAgainMs, `answered again after ${againMs} ms`);
      assert.deepEqual(told.lost, []);
      assert.deepEqual(told.repeated, []);
    }
    const events = await stand.events(climbing);
    const rungs = rungsTold(reminded(events));
    assert.deepEqual(rungs.slice(0, 6), ['T-16s', 'T-12s', 'T-8s', 'T-4s', 'T', 'T+1']);
    assert.equal(new Set(rungs).size, rungs.length, 'each rung once');
    const counted = count(events, stand.mail.mails);
    t.diagnostic(`the ladder: ${tell(counted)}`);
    assert.deepEqual(counted.lost, []);
    assert.deepEqual(counted.unknown, []);
  });

  it('with the worker, across the due time: one reminder for all that nobody told, and it says how late it is', async (t) => {
    const id = 'INC-5RVKC';
    const dueAtMs = await dueIn(stand, id, 10_000);
    await settle(stand, id);
    await stand.killServer();
    await stand.kill();
    const before = reminded(await stand.events(id)).length;
    await sleep(dueAtMs + 5_000 - Date.now());
    await stand.restartServer();
    await stand.work();
    await toldUntil(stand, id, dueAtMs);
    await file(stand, id);
    await settle(stand, id, 40_000);
    const events = await stand.events(id);
    const collapsed = checkCollapsed(stand, id, events, before);
    t.diagnostic(`${collapsed.rungs.join(', ')} and ${collapsed.overdue?.to} overdue in one`);
    const counted = count(events, stand.mail.mails);
    t.diagnostic(tell(counted));
    assert.deepEqual(counted.lost, []);
    assert.deepEqual(counted.unknown, []);
  });
});
