/** How one incident reaches another: over Temporal, as the command line does. */
import { WorkflowUpdateFailedError, type WorkflowClient } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { Signable } from './access/signing.ts';
import {
  workflowIdOf,
  type Absorbed,
  type AbsorbInput,
  type UpdateAnswer,
  type UpdatePayload,
} from './workflows/messages.ts';

/** Below the activity's own limit, so that an attempt ends here instead of living on beside the next. */
const answerMs = 9_000;

/** An answer that does not come throws: the activity asks again. `sign`: with the worker's own key. */
export function createAbsorb(
  client: WorkflowClient,
  sign?: (command: Signable) => Promise<string>,
): (input: AbsorbInput) => Promise<Absorbed> {
  return async ({ into, command: told }) => {
    const handle = client.getHandle(workflowIdOf(into));
    const command = sign ? await signed(into, told, sign) : told;
    try {
      await client.withDeadline(Date.now() + answerMs, () =>
        handle.executeUpdate<UpdateAnswer, [UpdatePayload<'absorb'>]>('absorb', {
          args: [command],
          updateId: command.commandId,
        }),
      );
      return {};
    } catch (error) {
      if (error instanceof WorkflowNotFoundError)
        return { refused: `there is no open incident ${into}; check the id, or reopen it first` };
      if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
        return { refused: error.cause.message };
      throw error;
    }
  };
}

async function signed(
  incidentId: string,
  command: AbsorbInput['command'],
  sign: (command: Signable) => Promise<string>,
): Promise<AbsorbInput['command']> {
  const { commandId, actor, ...fields } = command;
  const signature = await sign({ incidentId, name: 'absorb', commandId, actor, fields });
  return { ...command, actor: { ...actor, signature } };
}
