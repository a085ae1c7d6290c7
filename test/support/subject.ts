/** One incident of a workflow test: sent to, asked and read, never while this server would lose it. */
import { isGrpcServiceError, type WorkflowClient, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Command, CommandFields, CommandName } from '../../src/domain/commands.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import type { Status } from '../../src/domain/status.ts';
import { isDropped } from '../../src/temporal-fault.ts';
import { statusQuery, type IncidentResult } from '../../src/workflows/messages.ts';
import type { World } from './world.ts';

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

export function createSubject(client: WorkflowClient, world: World, id: string): Subject {
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
      } = commandOf(name, by, fields, commandId ?? `${name}-${commands}`);
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

export function commandOf<N extends CommandName>(
  name: N,
  person: string,
  fields: CommandFields<N>,
  commandId: string,
): Command<N> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- the correlation of a generic name with its fields is beyond the compiler.
  return { name, commandId, actor: { person, channel: 'cli' }, fields } as unknown as Command<N>;
}

/**
 * From deadline to deadline, and only while no activity is under way: this server hangs when time is skipped past the
 * time limit of an activity that runs.
 */
export async function sleepByDeadlines(
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
