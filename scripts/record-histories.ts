/**
 * Records the histories of test/replay, each from the real workflow on a real server. Only what is
 * missing is recorded: an existing file is what running incidents look like, and is never made anew.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, type WorkflowClient } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { hourMs } from '../src/domain/ladder.ts';
import type { Status } from '../src/domain/status.ts';
import {
  commandSignal,
  taskQueue,
  workflowType,
  type IncidentInput,
} from '../src/workflows/messages.ts';
import { startStand, type Stand } from '../test/faults/stand.ts';
import { settle } from '../test/faults/wait.ts';
import { fileNames, scenarios, type Scenario } from '../test/replay/scenarios.ts';
import { createRig } from '../test/support/rig.ts';
import { onRig } from './histories/on-rig.ts';
import { clientOf } from '../test/support/client.ts';

const checkout = join(import.meta.dirname, '..', '/');
const folder = join(import.meta.dirname, '..', 'test', 'replay', 'histories');
/** The smallest that still carries an incident in the middle of its work. */
const historyLimit = 40;
const minute = 60_000;

type Live = { readonly stand: Stand; readonly workflows: WorkflowClient };
/** Plays the scenario and gives back its runs, oldest first. */
type Play = (live: Live, id: string) => Promise<readonly History[]>;
type History = Awaited<ReturnType<ReturnType<WorkflowClient['getHandle']>['fetchHistory']>>;

type Skipping = keyof typeof onRig;

const onServer: Readonly<Record<Exclude<Scenario, Skipping>, Play>> = {
  async 'paged-and-acknowledged'({ stand, workflows }, id) {
    await stand.declare(id, { severity: 'critical', personalData: 'no' });
    await stillPaging(stand, id, 2);
    await stand.send(id, 'acknowledge', 'ben', {});
    await close(stand, id);
    return [await lastRun(workflows, id)];
  },

  async 'withheld-by-two'({ stand, workflows }, id) {
    await stand.declare(id);
    await aware(stand, id);
    await stand.send(id, 'withholdDuty', 'dora', { reason: 'encrypted, keys safe' });
    await stand.send(id, 'confirmWithholding', 'clara', {});
    await close(stand, id);
    return [await lastRun(workflows, id)];
  },

  async 'refused-commands'({ stand, workflows }, id) {
    await stand.declare(id);
    await aware(stand, id);
    await refused(stand.send(id, 'note', 'anna', { text: '' }));
    await refused(stand.send(id, 'note', 'mallory', { text: 'let me in' }));
    await refused(stand.send(id, 'declareFalseAlarm', 'anna', { reason: 'embarrassing' }));
    await refused(stand.send(id, 'close', 'anna', {}));
    await stand.send(id, 'fileDuty', 'dora', { reference: 'R-1' });
    await close(stand, id);
    return [await lastRun(workflows, id)];
  },

  async 'closed-and-reopened'({ stand, workflows }, id) {
    await stand.declare(id, { personalData: 'no' });
    await close(stand, id);
    const first = await lastRun(workflows, id);
    await stand.send(id, 'declareAwareness', 'dora', {
      at: { atMs: Date.now(), zone: 'Europe/Berlin' },
      reason: 'a customer found the data',
    });
    await stand.send(id, 'fileDuty', 'dora', { reference: 'R-2' });
    await close(stand, id);
    return [first, await lastRun(workflows, id)];
  },

  async 'continued-as-new'({ stand, workflows }, id) {
    const first = {
      ...({ name: 'declare', commandId: 'declare-it' } as const),
      actor: { person: 'anna', channel: 'cli' },
      fields: { title: 'export was public' },
    } as const;
    const started = await workflows.start(workflowType, {
      workflowId: id,
      taskQueue,
      args: [{ incidentId: id, historyLimit, first } satisfies IncidentInput],
    });
    const { commandId, actor, fields } = first;
    await workflows
      .getHandle(id)
      .executeUpdate('declare', { args: [{ commandId, actor, ...fields }], updateId: commandId });
    await aware(stand, id);
    const current = () => workflows.getHandle(id).describe();
    while ((await current()).runId === started.firstExecutionRunId)
      await stand.send(id, 'note', 'anna', { text: 'still looking' });
    await stand.send(id, 'fileDuty', 'dora', { reference: 'R-3' });
    await close(stand, id);
    const before = await workflows.getHandle(id, started.firstExecutionRunId).fetchHistory();
    const { runId } = await current();
    return [before, await workflows.getHandle(id, runId).fetchHistory()];
  },

  async 'many-duties'({ stand, workflows }, id) {
    await stand.declare(id);
    await aware(stand, id);
    await stand.send(id, 'advise', 'dora', { recommends: 'notify', reason: 'credentials' });
    await stand.send(id, 'startDuty', 'dora', { rule: 'gdpr-34', reason: 'high risk' });
    await stand.send(id, 'startDuty', 'dora', { rule: 'nis2-23', reason: 'significant' });
    const globex = { customers: ['globex'] };
    await stand.send(id, 'startDuty', 'dora', { rule: 'gdpr-33-2', reason: 'theirs', ...globex });
    await stand.send(id, 'draftNotices', 'dora', globex);
    await stand.send(id, 'approveNotices', 'dora', globex);
    await stand.send(id, 'notifyCustomers', 'dora', globex);
    const why = { duty: 'gdpr-34', reason: 'encrypted', exception: 'art-34-3-a' } as const;
    await stand.send(id, 'withholdDuty', 'clara', why);
    await stand.send(id, 'confirmWithholding', 'anna', { duty: 'gdpr-34' });
    await stand.send(id, 'reopenDuty', 'dora', { duty: 'gdpr-34', reason: 'the keys leaked' });
    const at = { atMs: Date.now() - hourMs, zone: 'Europe/Berlin' };
    await stand.send(id, 'declareAwareness', 'dora', { at, reason: 'an older log' });
    await stand.send(id, 'draftNotice', 'dora', {});
    await stand.send(id, 'fileDuty', 'dora', { reference: 'R-5', stage: 'initial' });
    await stand.send(id, 'fileDuty', 'dora', { reference: 'R-6' });
    for (const duty of ['gdpr-34', 'nis2-23/early-warning', 'nis2-23/notification'])
      await stand.send(id, 'fileDuty', 'dora', { duty, reference: 'R-7' });
    await settle(stand, id);
    await stand.send(id, 'fileDuty', 'dora', { duty: 'nis2-23/final', reference: 'R-8' });
    await close(stand, id);
    return [await lastRun(workflows, id)];
  },

  async 'checked-senders'({ stand, workflows }, id) {
    await stand.declare(id);
    await stand.send(id, 'acknowledge', 'anna', {});
    await refused(stand.send(id, 'close', 'erin', {}));
    await workflows.getHandle(id).signal(commandSignal, {
      ...{ name: 'changeSeverity', commandId: 'signalled', severity: 'low', reason: 'x' },
      actor: { person: 'erin', channel: 'api' },
    });
    await stand.send(id, 'note', 'erin', { text: 'it still hums' });
    await stand.send(id, 'declareFalseAlarm', 'anna', { reason: 'x' });
    return [await lastRun(workflows, id)];
  },

  async restricted({ stand, workflows }, id) {
    await stand.declare(id, { severity: 'critical', personalData: 'no' });
    const reason = 'a colleague is involved';
    await stand.send(id, 'restrict', 'dora', { people: ['erin', 'frank'], reason });
    await stillPaging(stand, id, 2);
    await refused(stand.send(id, 'note', 'ben', { text: 'let me see' }));
    await stand.send(id, 'acknowledge', 'frank', {});
    await stand.send(id, 'unrestrict', 'dora', { reason: 'it is known' });
    await close(stand, id);
    return [await lastRun(workflows, id)];
  },

  async 'broken-glass'({ stand, workflows }, id) {
    await stand.declare(id, { personalData: 'no' });
    const reason = 'nobody answers';
    await refused(stand.send(id, 'changeSeverity', 'erin', { severity: 'critical', reason }));
    await stand.send(id, 'breakGlass', 'erin', { reason });
    await stand.send(id, 'changeSeverity', 'erin', { severity: 'critical', reason });
    await refused(stand.send(id, 'declareFalseAlarm', 'anna', { reason }));
    await stand.send(id, 'reviewBreakGlass', 'clara', { verdict: 'justified', reason: 'read' });
    await close(stand, id);
    return [await lastRun(workflows, id)];
  },

  async merged({ stand, workflows }) {
    const [id, other] = ['INC-MRGD2', 'INC-MRGD3'] as const;
    await stand.declare(other);
    await stand.declare(id, { personalData: 'no' });
    await stand.send(id, 'addTask', 'anna', { title: 'ask the host', mandatory: true });
    await stand.send(id, 'merge', 'anna', { into: other, reason: 'the same' });
    const duplicate = await lastRun(workflows, id);
    await stand.send(other, 'completeTask', 'anna', { task: 'T1' });
    await stand.send(other, 'declareFalseAlarm', 'anna', { reason: 'a test' });
    return [duplicate, await lastRun(workflows, other)];
  },
};

/** Played with skipped time. */
async function recordOnRig(name: Skipping): Promise<void> {
  const rig = await createRig();
  await rig.run(async (test) => {
    const subject = await onRig[name](test, rig);
    await subject.result();
    keep(name, [await subject.handle.fetchHistory()]);
  });
  await rig.teardown();
}

const missing = Object.keys(scenarios)
  .filter((name): name is Scenario => Object.hasOwn(scenarios, name))
  .filter((name) => fileNames(name).every((file) => !existsSync(join(folder, file))));
if (missing.length === 0) console.log(`Every scenario has its files in ${folder}.`);
mkdirSync(folder, { recursive: true });
for (const name of missing) if (isSkipping(name)) await recordOnRig(name);
if (missing.some((name) => !isSkipping(name))) await recordOnServer();

function isSkipping(name: Scenario): name is Skipping {
  return Object.hasOwn(onRig, name);
}

async function recordOnServer(): Promise<void> {
  const person = (id: string, roles?: readonly string[]) => ({
    [id]: { name: id, email: `${id}@acme.example`, ...(roles && { roles }) },
  });
  const stand = await startStand({
    acknowledgeWithin: { critical: '2s' },
    people: {
      ...{ ...person('anna'), ...person('ben'), ...person('dora'), ...person('dirk') },
      // Clara decides and is the admin; erin only reports.
      ...{ ...person('clara', ['admin', 'responder']), ...person('erin', ['reporter']) },
      ...person('frank'),
    },
  });
  const connection = await Connection.connect({ address: stand.settings.address });
  try {
    await stand.work();
    const { workflow: workflows } = clientOf(connection, stand.data);
    for (const name of missing) {
      if (isSkipping(name)) continue;
      const id = `INC-${name
        .replace(/[^b-df-hj-np-tv-z]/g, '')
        .slice(0, 5)
        .toUpperCase()}`;
      keep(name, await onServer[name]({ stand, workflows }, id));
    }
  } finally {
    await connection.close();
    await stand.stop();
  }
}

/** One event a line; without the names of this machine. */
function keep(name: Scenario, runs: readonly History[]): void {
  for (const [n, file] of fileNames(name).entries()) {
    const run = runs[n];
    if (!run) throw new Error(`${name} has ${runs.length} runs, too few for ${file}`);
    // Traces name where this checkout lies, which is nobody's concern.
    const json = historyToJSON(run).replaceAll(checkout, '/app/');
    // oxlint-disable-next-line no-unsafe-type-assertion -- Temporal's own JSON of a history.
    const { events } = JSON.parse(json) as { events: readonly object[] };
    const lines = events.map((event) =>
      JSON.stringify(event, (key, value: unknown) =>
        key === 'identity' ? 'recorder' : value,
      ).replaceAll(hostname(), 'host'),
    );
    writeFileSync(join(folder, file), `{"events":[\n${lines.join(',\n')}\n]}\n`);
    console.log(`${file}: ${events.length} events`);
  }
}

async function lastRun(workflows: WorkflowClient, id: string): Promise<History> {
  const handle = workflows.getHandle(id);
  await handle.result();
  return await handle.fetchHistory();
}

async function stillPaging(stand: Stand, id: string, people: number): Promise<void> {
  await until(stand, id, ({ paging }) => (paging?.step ?? 0) + 1 >= people);
}

async function until(stand: Stand, id: string, holds: (now: Status) => boolean): Promise<void> {
  const untilMs = Date.now() + minute;
  for (;;) {
    const now = await stand.incidents.status(id);
    if (now && holds(now)) return;
    if (Date.now() > untilMs) throw new Error(`${id} did not come so far within a minute`);
    await sleep(100);
  }
}

async function aware(stand: Stand, id: string): Promise<void> {
  await stand.send(id, 'declareAwareness', 'dora', {
    at: { atMs: Date.now(), zone: 'Europe/Berlin' },
    reason: 'strangers downloaded it',
  });
}

async function close(stand: Stand, id: string): Promise<void> {
  await stand.send(id, 'triage', 'anna', { summary: 'x' });
  await stand.send(id, 'contain', 'anna', { summary: 'x' });
  await stand.send(id, 'recover', 'anna', { summary: 'x' });
  await stand.send(id, 'review', 'anna', { summary: 'x' });
  await settle(stand, id);
  await stand.send(id, 'close', 'anna', {});
}

async function refused(call: Promise<unknown>): Promise<void> {
  const done = await call.then(
    () => true,
    () => false,
  );
  if (done) throw new Error('a command was carried out that should have been refused');
}
