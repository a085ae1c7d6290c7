/** The scenarios that are played with skipped time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { hourMs } from '../../src/domain/ladder.ts';
import { commandSignal } from '../../src/workflows/messages.ts';
import { policySnapshot } from '../../test/support/policy.ts';
import type { Rig, Subject, TestRun, World } from '../../test/support/rig.ts';

const minute = 60_000;

/** The ladder to its end and beyond. */
async function seventyTwoHours(test: TestRun): Promise<Subject> {
  const subject = await test.declare();
  const at = { atMs: await test.nowMs(), zone: 'Europe/Warsaw' };
  await subject.send('declareAwareness', 'dora', { at, reason: 'downloads in the logs' });
  await subject.send('notifyCustomer', 'dora', { customer: 'globex' });
  await test.sleep(30 * hourMs);
  await subject.send('draftNotice', 'dora', {});
  await test.sleep(44.5 * hourMs);
  await subject.send('fileDuty', 'dora', { reference: 'R-4', reasonsForDelay: 'encrypted logs' });
  await subject.send('triage', 'anna', { summary: 'x' });
  await subject.send('contain', 'anna', { summary: 'x' });
  await subject.send('recover', 'anna', { summary: 'x' });
  await subject.send('review', 'anna', { summary: 'x' });
  await subject.send('close', 'anna', {});
  return subject;
}

/** Levels, a layer, several at once, nobody reached, silence, the question, and a note as its answer. */
async function escalated(test: TestRun, { world }: Rig): Promise<Subject> {
  world.policy = policySnapshot({ escalation });
  callAnna(world);
  const subject = await test.declare({ severity: 'critical', personalData: 'no' });
  await test.sleep(16 * minute);
  await subject.send('acknowledge', 'dirk', {});
  await test.sleep(31 * minute);
  await subject.send('note', 'dirk', { text: 'still looking' });
  await subject.send('declareFalseAlarm', 'dirk', { reason: 'a test' });
  return subject;
}

/** Senders are checked and the rota is asked beside the task: more comes meanwhile, one check fails, one sender is forged. */
async function checkedApart(test: TestRun, { world }: Rig): Promise<Subject> {
  world.policy = policySnapshot({ escalation });
  callAnna(world);
  world.verdict = ({ commandId }) =>
    commandId === 'forged'
      ? { accepted: false, message: 'the signature is not of this command' }
      : undefined;
  const subject = await test.declare({ severity: 'critical', personalData: 'no' });
  world.checkTakesMs = 300;
  world.failingChecks = 1;
  const actor = { person: 'anna', channel: 'api' };
  for (const commandId of ['one', 'forged', 'two']) {
    const note = { name: 'note', commandId, actor, text: 'by signal' };
    await subject.handle.signal(commandSignal, note);
    await sleep(100);
  }
  const reason = 'more is known';
  await subject.send('changeSeverity', 'anna', { severity: 'high', reason });
  await subject.send('acknowledge', 'anna', {});
  await subject.send('declareFalseAlarm', 'anna', { reason: 'a test' });
  return subject;
}

/** Played with skipped time. */
export const onRig = {
  'seventy-two-hours': seventyTwoHours,
  escalated,
  'checked-apart': checkedApart,
} as const;

const escalation = {
  levels: {
    critical: [
      { page: [{ layer: 'primary' }], withinMs: 5 * minute },
      { page: [{ person: 'ben' }, { person: 'clara' }], withinMs: 10 * minute },
    ],
  },
  rounds: 1,
  fallback: ['dirk'],
  progressWithinMs: { critical: 30 * minute },
};

function callAnna(world: World): void {
  const layer = { layer: 'primary', person: 'anna' };
  world.onCall = (atMs) => ({ atMs, layers: [{ ...layer, untilMs: atMs }] });
}
