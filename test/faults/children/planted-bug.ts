/** The planted bug: every triage breaks the workflow, by a throw or, when its summary says `loop`, by never ending. */
import type { UpdateInput, WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** The bundler finds it by this name. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      async handleUpdate(input: UpdateInput, next) {
        if (input.name === 'triage') fail(JSON.stringify(input.args));
        return next(input);
      },
    },
  ],
});

function fail(args: string): never {
  while (args.includes('loop'));
  throw new Error('planted: triage is broken');
}
