/** How one incident reaches another: over Temporal, as the command line does. */
import { WorkflowUpdateFailedError, type WorkflowClient } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import {
  workflowIdOf,
  type Absorbed,
  type AbsorbInput,
  type UpdateAnswer,
  type UpdatePayload,
} from './workflows/messages.ts';

/** Below the activity's own limit, so that an attempt ends here instead of living on beside the next. */
const answerMs = 9_000;

/** An answer that does not come throws: the activity asks again. */
export function createAbsorb(client: WorkflowClient): (input: AbsorbInput) => Promise<Absorbed> {
  return async ({ into, command }) => {
    const handle = client.getHandle(workflowIdOf(into));
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
