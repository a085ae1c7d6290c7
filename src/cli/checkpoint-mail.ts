/** `audit checkpoint --mail`: has the worker mail one now, as the Schedule does, and waits for what becomes of it. */
import { randomUUID } from 'node:crypto';
import { type Client, WorkflowFailedError } from '@temporalio/client';
import { connectTo } from '../connecting.ts';
import { Failure } from '../failure.ts';
import { readConnectionSettings } from '../temporal.ts';
import { createClient } from '../temporal-client.ts';
import { grpcError, isDeadline, unreachable } from '../temporal-fault.ts';
import {
  checkpointIdPrefix,
  checkpointType,
  taskQueue,
  type CheckpointInput,
  type CheckpointMailed,
} from '../workflows/messages.ts';
import { printJson } from './json.ts';
import type { Session } from './session.ts';

/** Longer than one attempt at a slow mail server: what is not sent then is tried on without anybody waiting. */
const waitMs = 60_000;

export async function mailCheckpointNow(session: Session): Promise<void> {
  const { policy, io, config, person, options } = session;
  const { checkpoints } = policy.audit;
  if (!checkpoints)
    throw new Failure(
      'usage',
      'no-address',
      `the policy file ${config.policyPath} names no address for checkpoints; add audit: { checkpoints: { to: <address> } }, or write one with --out`,
    );
  const settings = readConnectionSettings(io.env, config.data);
  const connection = await connectTo(settings);
  try {
    const client = createClient(connection, settings);
    io.tell(`Mailing a checkpoint to ${checkpoints.to}.`);
    const { n, messageId } = await connection.withDeadline(Date.now() + waitMs, () =>
      mailed(client, person === undefined ? {} : { person }),
    );
    if (options.json) return printJson(session, { mailed: { n, messageId, to: checkpoints.to } });
    io.print(`Entry ${n} is the head. The mail server took the checkpoint for ${checkpoints.to}.`);
  } catch (error) {
    if (grpcError(error)?.code === 14) throw unreachable(settings, error);
    throw explained(error);
  } finally {
    await connection.close();
  }
}

function mailed(client: Client, input: CheckpointInput): Promise<CheckpointMailed> {
  return client.workflow.execute<(input: CheckpointInput) => Promise<CheckpointMailed>>(
    checkpointType,
    { workflowId: `${checkpointIdPrefix}-${randomUUID()}`, taskQueue, args: [input] },
  );
}

function explained(error: unknown): unknown {
  if (isDeadline(error))
    return new Failure(
      'unreachable',
      'no-answer',
      `the checkpoint was not mailed within ${waitMs / 1_000} s; it is tried on for a day: see seventytwo doctor for the worker and the mail server`,
      error,
    );
  if (!(error instanceof WorkflowFailedError)) return error;
  const why = error.cause?.cause ?? error.cause;
  return new Failure(
    'unreachable',
    'checkpoint-not-mailed',
    `the checkpoint was not mailed: ${why instanceof Error ? why.message : 'the mail failed'}; check audit.checkpoints.to and seventytwo doctor`,
    error,
  );
}
