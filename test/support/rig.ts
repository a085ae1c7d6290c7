/**
 * The rig of the workflow tests: a real time-skipping server, the built workflow bundle, and activities that
 * keep what they were told. After every test each history it produced is replayed, and an execution
 * that is still running must have been named with a reason.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ApplicationFailure } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { isGrpcServiceError, WorkflowClient, type WorkflowHandle } from '@temporalio/client';
import { createAbsorb } from '../../src/absorb.ts';
import { createAssessingActivities } from '../../src/activities/assessing.ts';
import type { Activities } from '../../src/activities/index.ts';
import { replay } from '../../src/domain/apply.ts';
import type { AccessRole, Presented, Verdict } from '../../src/domain/access.ts';
import type { Command, CommandFields, CommandName } from '../../src/domain/commands.ts';
import type { IncidentEvent, MailFault } from '../../src/domain/events.ts';
import { handledBy } from '../../src/domain/handled.ts';
import { messageId, type Mail } from '../../src/domain/mail.ts';
import type { OnCallNow } from '../../src/domain/on-call.ts';
import type { PolicySnapshot } from '../../src/domain/policy.ts';
import type { Status } from '../../src/domain/status.ts';
import { codes, registerSearchAttributes } from '../../src/server/search-attributes.ts';
import { findTemporalCli } from '../../src/server/temporal-cli.ts';
import { findTestServer } from '../../src/server/test-server.ts';
import { isDropped } from '../../src/temporal-fault.ts';
import {
  pagingQueue,
  searchAttributes,
  statusQuery,
  taskQueue,
  type IncidentInput,
  type IncidentResult,
} from '../../src/workflows/messages.ts';
import { policySnapshot } from './policy.ts';

export type World = {
  policy: PolicySnapshot;
  /** The register: events by incident. */
  readonly journal: Map<string, IncidentEvent[]>;
  /** While true, the register cannot be reached. */
  journalDown: boolean;
  /** While true, no draft comes to an end. */
  draftsDown: boolean;
  /** Every mail that an attempt was made to send, in order, with the server's time. */
  readonly sent: { mail: Mail; messageId: string; attempt: number }[];
  /** How the mail server treats somebody: a permanent fault, or failing for ever. */
  readonly faults: Map<string, MailFault | 'flaky'>;
  /** Every list of commands whose senders were to be checked, one an attempt. */
  readonly checked: (readonly Presented[])[];
  /** So many checks fail before one answers. */
  failingChecks: number;
  /** How long a check takes, in milliseconds. */
  checkTakesMs: number;
  /** Who is on call; throws when nobody can say. Default: the policy has no rota. */
  onCall: (atMs: number) => OnCallNow;
  /** Every instant for which it was asked who is on call. */
  readonly asked: number[];
  /** Who is somebody else than the command says, or has other roles than everybody. */
  verdict: (presented: Presented) => Verdict | undefined;
};

export type Rig = {
  readonly env: TestWorkflowEnvironment;
  readonly client: WorkflowClient;
  readonly world: World;
  /** Runs work with a worker polling; replays every history of the test at its end. */
  run(work: (test: TestRun) => Promise<void>): Promise<void>;
  teardown(): Promise<void>;
};

export type TestRun = {
  declare(
    fields?: Partial<CommandFields<'declare'>>,
    input?: Partial<IncidentInput>,
  ): Promise<Subject>;
  /** Starts the incident's next run from the register, as the command line does for a closed one. */
  resume<N extends CommandName>(
    subject: Subject,
    name: N,
    by: string,
    fields: CommandFields<N>,
  ): Promise<Subject>;
  /** An incident that may still run when the test ends, and why. */
  mayRun(subject: Subject, reason: string): void;
  nowMs(): Promise<number>;
  sleep(ms: number): Promise<void>;
};

export type Subject = {
  readonly id: string;
  readonly handle: WorkflowHandle;
  send<N extends CommandName>(
    name: N,
    by: string,
    fields: CommandFields<N>,
    commandId?: string,
  ): Promise<Status>;
  status(): Promise<Status>;
  events(): readonly IncidentEvent[];
  result(): Promise<IncidentResult>;
};

/** It takes tenths of a second; many times that where a dozen programs share the processor. */
const restLimitMs = 60_000;

/** Command ids from a counter, so that a failure reproduces; never the same twice, as from a real client. */
let commands = 0;

const bundlePath = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));

/**
 * `skipping`: hours pass in moments. `real`: the server of production, for what the other one loses now and then,
 * such as a command that meets the start of a new run.
 */
export async function createRig(kind: 'skipping' | 'real' = 'skipping'): Promise<Rig> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
  // The server first: it must answer within 5 s, which a machine busy with bundling may miss.
  const env = kind === 'skipping' ? await startSkipping() : await startReal();
  const namespace = env.namespace ?? 'default';
  assert.ok(existsSync(bundlePath), 'dist/workflow-bundle.js is missing: run npm run build first');
  const workflowBundle = { codePath: bundlePath };
  // Not the environment's own client: that one skips years ahead while it waits for a result.
  const client = new WorkflowClient({ connection: env.connection, namespace });
  const world = emptyWorld();
  let counter = 0;

  function createWorkers(): Promise<Worker[]> {
    const common = {
      ...{ connection: env.nativeConnection, namespace },
      activities: createStubs(world, client),
    };
    return Promise.all([
      Worker.create({
        ...{ ...common, taskQueue, workflowBundle },
        stickyQueueScheduleToStartTimeout: '1s',
        // Workflows in this thread, as in every replay: one of their own costs each test more than its workflow.
        debugMode: true,
      }),
      Worker.create({ ...common, taskQueue: pagingQueue }),
    ]);
  }

  async function run(work: (test: TestRun) => Promise<void>): Promise<void> {
    Object.assign(world, { policy: policySnapshot(), journalDown: false, draftsDown: false });
    Object.assign(world, {
      failingChecks: 0,
      checkTakesMs: 0,
      verdict: () => undefined,
      onCall: noRota,
    });
    world.asked.length = 0;
    world.sent.length = 0;
    world.checked.length = 0;
    world.faults.clear();
    const subjects: Subject[] = [];
    const allowed = new Map<string, string>();
    const stop = await start(await createWorkers());

    const test: TestRun = {
      async declare(fields = {}, input = {}) {
        counter += 1;
        const id = `INC-T${String(counter).padStart(4, '0')}`;
        const first = command(
          'declare',
          'anna',
          { title: `test ${counter}`, ...fields },
          `declare-${id}`,
        );
        const subject = createSubject(client, world, id);
        subjects.push(subject);
        await client.start('incident', {
          workflowId: id,
          taskQueue,
          args: [{ incidentId: id, first, ...input } satisfies IncidentInput],
        });
        await subject.send('declare', 'anna', first.fields, first.commandId);
        return subject;
      },
      async resume(subject, name, by, fields) {
        counter += 1;
        const first = command(name, by, fields, `resume-${counter}`);
        await client.start('incident', {
          workflowId: subject.id,
          taskQueue,
          args: [
            {
              incidentId: subject.id,
              resume: true,
              first,
            },
          ],
        });
        const again = createSubject(client, world, subject.id);
        subjects.push(again);
        await again.send(name, by, fields, first.commandId);
        return again;
      },
      mayRun: (subject, reason) => void allowed.set(subject.id, reason),
      nowMs: () => env.currentTimeMs(),
      sleep: (ms) => sleepByDeadlines(env, world, subjects, ms),
    };
    try {
      await work(test);
      await checkHistories(subjects, allowed, workflowBundle);
    } finally {
      await stop();
    }
  }

  return { env, client, world, run, teardown: () => env.teardown() };
}

/**
 * From deadline to deadline, and only while no activity is under way: this server hangs when time is skipped past the
 * time limit of an activity that runs.
 */
async function sleepByDeadlines(
  env: TestWorkflowEnvironment,
  world: World,
  subjects: readonly Subject[],
  ms: number,
): Promise<void> {
  const endMs = (await env.currentTimeMs()) + ms;
  for (;;) {
    const deadlines = await Promise.all(subjects.map((subject) => quiet(world, subject)));
    const nowMs = await env.currentTimeMs();
    if (nowMs >= endMs) return;
    // A second more, so that the timer has fired and its work has begun when the step ends.
    const nextMs = Math.min(endMs, ...deadlines.map((atMs) => Math.max(atMs, nowMs) + 1_000));
    await env.sleep(Math.max(1, nextMs - nowMs));
  }
}

/**
 * Waits until nothing is under way but what the test made fail; answers with the next deadline. Before a command too:
 * told to cancel an activity that has just ended, this server refuses the workflow task and never gives it out again.
 * The real server copes; test/faults and test/cli race them there.
 */
async function quiet(world: World, subject: Subject): Promise<number> {
  const isFlaky = [...world.faults.values()].includes('flaky');
  const endMs = Date.now() + restLimitMs;
  do {
    // Null before the first command of a run was carried out.
    const status: Status | null = await subject.status();
    if (!status) return Infinity;
    const { unjournaled, mailsWaiting, nextDeadline } = status;
    const isWritten = unjournaled === 0 || world.journalDown;
    if (isWritten && (mailsWaiting === 0 || isFlaky)) return nextDeadline?.atMs ?? Infinity;
    await new Promise((resolve) => setTimeout(resolve, 20));
  } while (Date.now() < endMs);
  throw new Error(`${subject.id} did not come to rest within ${restLimitMs} ms`);
}

async function start(workers: readonly Worker[]): Promise<() => Promise<void>> {
  const running = workers.map((worker) => worker.run());
  await Promise.resolve();
  return async () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.all(running);
  };
}

/**
 * This server now and then forgets a query that meets a workflow task: asked again, it answers.
 * A query that is never answered still fails the test.
 */
async function askStatus(client: WorkflowClient, handle: WorkflowHandle): Promise<Status> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await client.connection.withDeadline(Date.now() + queryDeadlinesMs(tries), () =>
        handle.query<Status>(statusQuery),
      );
    } catch (error) {
      // Between two runs the real server has no task to ask in.
      if (tries === 7 || !(isDeadline(error) || isDropped(error))) throw error;
      if (isDropped(error)) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Most are answered within 50 ms: 250 ms at first, 4 s at most, 14 s together. */
function queryDeadlinesMs(tries: number): number {
  return Math.min(4_000, 125 * 2 ** tries);
}

/** gRPC status code DEADLINE_EXCEEDED 4 or CANCELLED 1, as the client says it, wherever the SDK has wrapped it. */
function isDeadline(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (isGrpcServiceError(at) && (at.code === 4 || at.code === 1)) return true;
  return false;
}

async function startSkipping(): Promise<TestWorkflowEnvironment> {
  const path = await findTestServer({ env: process.env, progress: console.error });
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  // This server knows no list of them, only this call.
  await env.connection.operatorService.addSearchAttributes({
    searchAttributes: Object.fromEntries(
      Object.entries(searchAttributes).map(([name, type]) => [name, codes[type]]),
    ),
  });
  return env;
}

async function startReal(): Promise<TestWorkflowEnvironment> {
  const { path } = await findTemporalCli({ env: process.env, progress: console.error });
  const env = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path } },
  });
  await registerSearchAttributes(env.connection, env.namespace ?? 'default', searchAttributes);
  return env;
}

/** Every run of every incident, also those that continued as new. */
async function checkHistories(
  subjects: readonly Subject[],
  allowed: ReadonlyMap<string, string>,
  workflowBundle: { codePath: string },
): Promise<void> {
  for (const { id, handle } of subjects) {
    const { status } = await handle.describe();
    assert.ok(
      status.name === 'COMPLETED' || allowed.has(id),
      `${id} is ${status.name} at the end of the test and nobody said why`,
    );
    const history = await handle.fetchHistory();
    await Worker.runReplayHistory({ workflowBundle, replayName: id }, history, id);
  }
}

function createSubject(client: WorkflowClient, world: World, id: string): Subject {
  const handle = client.getHandle(id);
  const subject: Subject = {
    id,
    handle,
    async send(name, by, fields, commandId) {
      // A note ends no mail.
      if (name !== 'declare' && name !== 'note') await quiet(world, subject);
      commands += 1;
      const {
        fields: body,
        name: update,
        ...envelope
      } = command(name, by, fields, commandId ?? `${name}-${commands}`);
      return handle.executeUpdate<Status, [object]>(update, {
        args: [{ ...envelope, ...body }],
        updateId: envelope.commandId,
      });
    },
    status: () => askStatus(client, handle),
    events: () => world.journal.get(id) ?? [],
    result: () => handle.result(),
  };
  return subject;
}

function command<N extends CommandName>(
  name: N,
  person: string,
  fields: CommandFields<N>,
  commandId: string,
): Command<N> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- the correlation of a generic name with its fields is beyond the compiler.
  return { name, commandId, actor: { person, channel: 'cli' }, fields } as unknown as Command<N>;
}

function emptyWorld(): World {
  return {
    policy: policySnapshot(),
    journal: new Map(),
    journalDown: false,
    draftsDown: false,
    sent: [],
    faults: new Map(),
    checked: [],
    failingChecks: 0,
    checkTakesMs: 0,
    onCall: noRota,
    asked: [],
    verdict: () => undefined,
  };
}

const noRota = (atMs: number): OnCallNow => ({ atMs, layers: [] });

/** Typed as the real ones, so that a change of theirs is a change here. */
function createStubs(world: World, client: WorkflowClient): Activities {
  return {
    absorb: createAbsorb(client),
    async authenticate(presented) {
      world.checked.push(presented);
      if (world.checkTakesMs > 0) await new Promise((done) => setTimeout(done, world.checkTakesMs));
      if (world.failingChecks > 0) {
        world.failingChecks -= 1;
        throw new Error('the policy file cannot be read');
      }
      return presented.map(
        (each) => world.verdict(each) ?? { accepted: true, roles: rolesOf(world.policy, each) },
      );
    },
    async readPolicy() {
      return world.policy;
    },
    async whoIsOnCall({ atMs }) {
      world.asked.push(atMs);
      return world.onCall(atMs);
    },
    async journal({ incidentId, events }) {
      if (world.journalDown) throw new Error('the register cannot be reached');
      const kept = world.journal.get(incidentId) ?? [];
      // As the real one: a gap is tried again soon.
      if ((events[0]?.seq ?? 0) > kept.length + 1)
        throw ApplicationFailure.create({ message: 'a gap', nextRetryDelay: 200 });
      for (const event of events) {
        const same = kept[event.seq - 1];
        if (same) assert.deepEqual(event, same);
        else kept.push(event);
      }
      world.journal.set(incidentId, kept);
      return { upTo: kept.at(-1)?.seq ?? 0 };
    },
    async loadIncident({ incidentId }) {
      const events = world.journal.get(incidentId) ?? [];
      const incident = replay(events);
      if (!incident) throw ApplicationFailure.nonRetryable('not known', 'unknown-incident');
      return { incident, handled: handledBy(events) };
    },
    async sendMail({ mail, subject, mailDomain }) {
      const id = messageId(subject.id, mail.key, mailDomain);
      const attempt = world.sent.filter(({ messageId: other }) => other === id).length + 1;
      world.sent.push({ mail, messageId: id, attempt });
      const fault = world.faults.get(mail.to);
      if (fault === 'flaky')
        throw ApplicationFailure.retryable('try later', 'unreachable', { detail: '' });
      if (fault) throw ApplicationFailure.nonRetryable('no', fault, { detail: '550' });
      return { messageId: id, detail: '250' };
    },
    ...createAssessingActivities(),
    async planRule() {
      return { stages: [], waiting: [] };
    },
    async planRules(inputs) {
      return inputs.map(() => ({ stages: [], waiting: [] }));
    },
    async draftNotices({ notices }) {
      return {
        notices: notices.map((asked) => ({ ...asked, sha256: 'f'.repeat(64) })),
        missing: ['Approximate number of records'],
      };
    },
    async draftNotice({ language }) {
      if (world.draftsDown) throw new Error('no draft today');
      const label = language === 'de' ? 'Ungefähre Zahl' : 'Approximate number of records';
      return { sha256: 'f'.repeat(64), missing: [label] };
    },
  };
}

/** As in a company that limits nobody. */
function rolesOf(policy: PolicySnapshot, { actor: { person } }: Presented): readonly AccessRole[] {
  if (!Object.hasOwn(policy.people, person)) return [];
  const isOfficer = person === policy.dpo || person === policy.deputy;
  return [
    ...(['reporter', 'responder', 'commander'] as const),
    ...(isOfficer ? (['dpo'] as const) : []),
    ...(person === policy.decisionMaker ? (['decision-maker'] as const) : []),
  ];
}
