/** Reads what the signal `command` brought. Never throws: a task that fails on a signal fails on it for ever. */
import { defaultPayloadConverter, RawValue, rawValueTypeInfo } from '@temporalio/common';
import { defineSignal } from '@temporalio/workflow';
import {
  channels,
  commandFaults,
  commandNames,
  envelopeShape,
  toCommand,
  type Actor,
  type Command,
  type CommandInput,
  type CommandName,
} from '../domain/commands.ts';
import { oneLine } from '../domain/describe.ts';
import { shapeFaults } from '../domain/shape.ts';
import { commandSignal } from './messages.ts';

/** A command, or one sentence about what is wrong with it and what could be read all the same. */
export type SignalledCommand = { readonly command: Command } | Malformed;

export type Malformed = {
  readonly message: string;
  readonly name?: CommandName;
  readonly commandId?: string;
  readonly sender?: Actor;
};

/** Raw, because the SDK would decode the payload before any handler runs, and fail the task when it cannot. */
export const commandSignalled = defineSignal<[unknown]>(commandSignal, {
  typeInfo: { inputTypes: [rawValueTypeInfo] },
});

export function readSignal(payload: unknown): SignalledCommand {
  const input = decode(payload);
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return malformed({}, 'the signal must bring one JSON object');
  const { name: given, ...rest }: { name?: unknown } = input;
  const name = commandNames.find((known) => known === given);
  if (name === undefined) return malformed(rest, `name must be one of ${commandNames.join(', ')}`);
  const faults = commandFaults(name, rest);
  if (faults.length > 0) return { ...malformed(rest, faults.join('; ')), name };
  // oxlint-disable-next-line no-unsafe-type-assertion -- commandFaults has just found that it fits.
  return { command: toCommand(name, rest as CommandInput<CommandName>) };
}

function decode(payload: unknown): unknown {
  if (!(payload instanceof RawValue)) return undefined;
  try {
    return defaultPayloadConverter.fromPayload(payload.payload);
  } catch {
    // Whatever it is, it is no JSON: told as such.
    return undefined;
  }
}

/** Characters: enough for the first faults, too few for what somebody sent by mistake. */
const longestMessage = 500;

function malformed(input: object, fault: string) {
  const { commandId, actor }: { commandId?: unknown; actor?: unknown } = input;
  const sender = senderOf(actor);
  return {
    message: oneLine(fault).slice(0, longestMessage),
    ...(isCommandId(commandId) && { commandId }),
    ...(sender && { sender }),
  };
}

function isCommandId(value: unknown): value is string {
  return shapeFaults(envelopeShape, { commandId: value }).length === 0;
}

/** Whether the person is known is for the incident to say. */
function senderOf(actor: unknown): Actor | undefined {
  if (typeof actor !== 'object' || actor === null) return undefined;
  const { person, channel }: { person?: unknown; channel?: unknown } = actor;
  const way = channels.find((known) => known === channel);
  return typeof person === 'string' && way ? { person, channel: way } : undefined;
}
