/** A command on its way: its envelope, who sends it, and every fault of what came over the wire. */
import { commandShapes, type CommandFields, type CommandName } from './command-table.ts';
import type { PersonId } from './policy.ts';
import { shapeFaults, type Shape } from './shape.ts';

export * from './command-table.ts';

/** By which way a command came in. */
export const channels = ['cli', 'mail', 'web', 'api', 'temporal'] as const;
export type Channel = (typeof channels)[number];

/** Who acts. */
export type Actor = {
  readonly person: PersonId;
  readonly channel: Channel | 'timer';
  /** Of a command on its way; events keep none, but those of before it was checked. */
  readonly signature?: string;
  /** Of an event: the id of the key that signed its command, where there was one. */
  readonly key?: string;
};
/** The product itself: timers, mail outcomes, drafts. No person may bear this id. */
export const system: Actor = { person: 'seventytwo', channel: 'timer' };

/** What every command carries beside its own fields. */
export type Envelope = {
  /** One per user action: the same id is carried out once. */
  readonly commandId: string;
  readonly actor: Actor;
};
export type CommandInput<N extends CommandName> = Envelope & CommandFields<N>;
export type Command<N extends CommandName = CommandName> = {
  [K in N]: { readonly name: K; readonly fields: CommandFields<K> } & Envelope;
}[N];

export const envelopeShape = {
  commandId: { kind: 'text', max: 100, required: true, help: 'an id of your own for this action' },
} as const satisfies Shape;

/** Every fault of an update's payload, one sentence each; never throws, whatever came over the wire. */
export function commandFaults(name: CommandName, input: unknown): string[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return [`the input of ${name} must be one JSON object`];
  const { actor, commandId, ...fields } = { actor: undefined, commandId: undefined, ...input };
  return [
    ...shapeFaults(envelopeShape, { commandId }),
    ...actorFaults(actor),
    ...shapeFaults(commandShapes[name], fields),
  ];
}

function actorFaults(actor: unknown): string[] {
  if (typeof actor !== 'object' || actor === null)
    return ['actor is missing; give {"person": id, "channel": "temporal"}'];
  return shapeFaults(
    {
      person: { kind: 'person', required: true, help: "the actor's id in the policy file" },
      channel: { kind: 'choice', of: channels, required: true, help: 'the way in' },
      signature: { kind: 'text', max: 4_000, required: false, help: 'a signature' },
    },
    { ...actor },
  );
}

/** Splits a payload that passed `commandFaults` into envelope and fields. */
export function toCommand<N extends CommandName>(name: N, input: CommandInput<N>): Command {
  const { commandId, actor, ...fields } = input;
  // oxlint-disable-next-line no-unsafe-type-assertion -- the correlation of N with its fields is beyond the compiler.
  return { name, commandId, actor, fields } as unknown as Command;
}
