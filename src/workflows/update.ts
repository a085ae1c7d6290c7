/** Reads what an update brought, or refuses it in a sentence of ours: the SDK's own is about encodings. */
import { defaultPayloadConverter, RawValue, rawValueTypeInfo } from '@temporalio/common';
import { ApplicationFailure, defineUpdate } from '@temporalio/workflow';
import { commandFaults, type CommandName } from '../domain/commands.ts';
import { badShape, openedMark, type UpdateAnswer, type UpdatePayload } from './messages.ts';

/** Raw, because the SDK would decode the payload before any handler of ours runs. */
export function commandUpdate(name: CommandName) {
  return defineUpdate<UpdateAnswer, [unknown]>(name, {
    typeInfo: { inputTypes: [rawValueTypeInfo] },
  });
}

/** Synchronous and read-only, as validators must be: rules are decided in the handler. */
export function rejectBadShape(name: CommandName, raw: unknown): void {
  const faults = commandFaults(name, decoded(raw));
  if (faults.length > 0) throw ApplicationFailure.nonRetryable(faults.join('; '), badShape);
}

/** Of one that the validator has let through. */
export function payloadOf(raw: unknown): UpdatePayload<CommandName> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- `rejectBadShape` has found that it fits.
  return decoded(raw) as UpdatePayload<CommandName>;
}

function decoded(raw: unknown): unknown {
  if (!(raw instanceof RawValue)) return undefined;
  try {
    return defaultPayloadConverter.fromPayload(raw.payload);
  } catch {
    // Whatever it is, it is no JSON: sealed with another key, altered, or never one of ours.
    const mark = raw.payload.metadata?.[openedMark];
    const why = mark ? ` (${String.fromCharCode(...mark)})` : '';
    throw ApplicationFailure.nonRetryable(
      `what the update brought cannot be read${why}; send it with the keys of this installation, or as JSON`,
      badShape,
    );
  }
}
