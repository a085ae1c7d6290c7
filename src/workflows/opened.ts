/** Refuses the input of a run that nobody with our keys has sealed: whoever reaches Temporal could have made it up. */
import { defaultPayloadConverter, RawValue, rawValueTypeInfo } from '@temporalio/common';
import {
  ApplicationFailure,
  continueAsNew,
  defineWorkflowOptions,
  patched,
} from '@temporalio/workflow';
import { openedMark, unsealedInput } from './messages.ts';

type Run<I, R> = (input?: I) => Promise<R>;

/** Raw, because only the payload's metadata tells how it came: the codec of the worker marks what was not sealed. */
export function opened<I, R>(run: (input: I) => Promise<R>): Run<RawValue, R>;
export function opened<I, R>(run: Run<I, R>): Run<RawValue, R> {
  // Not async: one turn more at its end would be another order of commands than in the histories of before.
  const workflow = (raw?: RawValue): Promise<R> => {
    const refused = raw && refusal(raw);
    if (refused) return Promise.reject(refused);
    return run(raw && defaultPayloadConverter.fromPayload<I>(raw.payload));
  };
  defineWorkflowOptions(workflow, {
    staticOptions: { typeInfo: { inputTypes: [rawValueTypeInfo] } },
  });
  return workflow;
}

/** On to the next run of the same workflow. */
export function goOn<I>(input: I): Promise<never> {
  return continueAsNew<Run<RawValue, unknown>>(new RawValue(input));
}

/** Without a mark it was sealed, or there is no encryption at all: a replay of what was recorded plain. */
function refusal({ payload: { metadata } }: RawValue): Error | undefined {
  const mark = metadata?.[openedMark];
  if (!mark) return undefined;
  const state = String.fromCharCode(...mark);
  // The worker's ring may be the wrong one: that must not end an incident, and can be mended.
  if (state === 'unknown-key')
    return new Error('the input is sealed with a key that this worker does not have');
  // A run that began before there was encryption goes on.
  if (!patched('sealed-input')) return undefined;
  return ApplicationFailure.nonRetryable(
    `the input of this run was refused (${state}): only seventytwo itself, with the key ring of this installation, may start one`,
    unsealedInput,
  );
}
