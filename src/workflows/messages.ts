/**
 * The contract: all that the command line, the web and Temporal's own tools need to talk to an incident.
 * The workflow type is `incident`; every command is an update of its own name with one JSON object.
 */
import type { Command, CommandInput, CommandName } from '../domain/commands.ts';
import type { IncidentEvent } from '../domain/events.ts';
import type { Handled } from '../domain/handled.ts';
import type { Incident, Outcome } from '../domain/incident.ts';
import type { Status } from '../domain/status.ts';
import type { Pace, Watch } from '../domain/trouble.ts';

export const taskQueue = 'seventytwo';
/** What must reach people at once, and the sentinel: slots, threads and connections of its own. */
export const pagingQueue = 'seventytwo-paging';
/** What every command waits for before it is decided: mails that hang take every slot of the other two. */
export const checksQueue = 'seventytwo-checks';
export const workflowType = 'incident';

/** The workflow id is the incident id; one function a direction, should that change. */
export function workflowIdOf(incidentId: string): string {
  return incidentId;
}
export function incidentIdOf(workflowId: string): string {
  return workflowId;
}
/**
 * Temporal answers a repeat by this id without asking the incident. With another signature it must be asked: the one before
 * may have been refused for its own. A command is carried out once by its command id all the same.
 */
export function updateIdOf({ commandId, actor }: Pick<Command, 'commandId' | 'actor'>): string {
  const { signature } = actor;
  return signature === undefined ? commandId : `${commandId}/${signature.slice(-12)}`;
}

/** Of another workflow type, so that no list of incidents shows it. */
export function outboxIdOf(incidentId: string, firstSeq: number): string {
  return `${workflowIdOf(incidentId)}/outbox/${firstSeq}`;
}

export type IncidentInput = {
  readonly incidentId: string;
  /** Carried out first: as durable as the start itself, even when no worker runs. */
  readonly first?: Command;
  /** A closed incident comes back: state is read from the register. */
  readonly resume?: true;
  /** Continue-as-new: everything, as one JSON object. */
  readonly carried?: Carried;
  /** Continue as new past this many history events; default in the workflow, smaller in tests. */
  readonly historyLimit?: number;
};

export type Carried = {
  readonly incident: Incident;
  /** The newest of the events that the register does not have yet; those before them are in outboxes. */
  readonly unjournaled: readonly IncidentEvent[];
  /** The highest event number that the register is known to have. Absent from what older runs carried: they kept all. */
  readonly journaledUpTo?: number;
  readonly handled: Handled;
};

export type IncidentResult = {
  readonly incidentId: string;
  readonly outcome?: Outcome;
  readonly events: number;
};

/** The payload of the update of the same name. Answer: the new state. */
export type UpdatePayload<N extends CommandName> = CommandInput<N>;
export type UpdateAnswer = Status;

/** Query, no argument: the state; null before the declaration was carried out. */
export const statusQuery = 'status';
export type StatusAnswer = Status | null;

/**
 * Signal, for a sender that waits for no answer: any command, with its name beside what the update of that name
 * takes. The same rules hold; what is refused, a wrong shape too, stands on the timeline as `commandRefused`.
 */
export const commandSignal = 'command';
export type SignalPayload = {
  [N in CommandName]: { readonly name: N } & UpdatePayload<N>;
}[CommandName];

/** The one workflow that watches over all the others; the worker starts it when there is none. */
export const sentinelType = 'sentinel';
export const sentinelId = 'seventytwo-sentinel';
export type SentinelInput = {
  /** What is not as usual: seconds in tests. */
  readonly pace?: Partial<Pace>;
  /** Continue-as-new: everything, as one JSON object. */
  readonly carried?: Watch;
  /** Continue as new past this many history events. */
  readonly historyLimit?: number;
};
/** Query of the sentinel, no argument: what it saw at its last look, and when that was. */
export const watchQuery = 'watch';
export type WatchAnswer = Watch;

/** Mails a signed checkpoint of the audit chain to the address in the policy file, once. */
export const checkpointType = 'checkpoint';
/** The Schedule that starts it; present while the policy file has `audit.checkpoints`. */
export const checkpointScheduleId = 'seventytwo-checkpoints';
/** Begins the id of each of its runs. */
export const checkpointIdPrefix = 'seventytwo-checkpoint';
/** `person`: who asked for it now; absent when it is the Schedule's turn. */
export type CheckpointInput = { readonly person?: string };
export type CheckpointMailed = {
  /** The entry that it saw, and the SHA-256 of its line. */
  readonly n: number;
  readonly sha256: string;
  readonly policyVersion: string;
  readonly messageId: string;
  /** SMTP reply code of the server that took it. */
  readonly detail: string;
};

/** Work that belongs to no incident, each begun by a Schedule of its own; `src/worker/schedules.ts` has their terms. */
export const choreType = 'chore';
export const choreNames = [
  ...(['backup', 'retention', 'reviews', 'upkeep'] as const),
  ...(['handovers', 'canary', 'digest'] as const),
] as const;
export type ChoreName = (typeof choreNames)[number];
/** Begins the id of each of its runs, and is the id of its Schedule. */
export function choreIdOf(what: ChoreName): string {
  return `seventytwo-${what}`;
}
export type ChoreInput = { readonly what: ChoreName };
/** What came of it, in one sentence without names or addresses. */
export type ChoreDone = { readonly done: string };

/** `type` of the ApplicationFailure for a payload of the wrong shape; refusals bear their own code. */
export { badShape } from '../domain/refusal.ts';

/** Of an ApplicationFailure that ends a run at its start: its input was not sealed with a key of this installation. */
export const unsealedInput = 'unsealed-input';
/** In the metadata of a payload as the workflow sees it: why the worker's codec could not open it, or `plain`. */
export const openedMark = 'seventytwo-opened';

export const searchAttributes = {
  IncidentPhase: 'Keyword',
  IncidentSeverity: 'Keyword',
  IncidentPersonalData: 'Keyword',
  IncidentNextDue: 'Datetime',
  /** Since when nobody could be reached. */
  IncidentUnreached: 'Datetime',
  /** An opaque key, the same for one person in one organisation. */
  IncidentCommander: 'Keyword',
} as const;

/** Message of the line in the log of each command that was carried out or refused. */
export const commandLine = 'command';

/** What a duplicate tells the incident that goes on. Its command id is the same at every attempt: carried out once. */
export type AbsorbInput = { readonly into: string; readonly command: UpdatePayload<'absorb'> };

/** `refused`: one sentence for people; absent when everything was taken. */
export type Absorbed = { readonly refused?: string };
