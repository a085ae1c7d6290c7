/** The incident inside a workflow: its state, the events the register does not have yet, and the commands done. */
import { ApplicationFailure, log } from '@temporalio/workflow';
import { actorBy, notAuthenticated, type Verdict } from '../domain/access.ts';
import { isFromMachine } from '../domain/alerting.ts';
import { apply } from '../domain/apply.ts';
import { system, type Actor, type Command } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import { automatic, type EventBody, type IncidentEvent } from '../domain/events.ts';
import { outcomeOf, remember, type Handled, type Refused } from '../domain/handled.ts';
import type { Incident } from '../domain/incident.ts';
import type { OnCallNow } from '../domain/on-call.ts';
import type { PolicySnapshot } from '../domain/policy.ts';
import { badShape, isRefusal } from '../domain/refusal.ts';
import { status, type Status } from '../domain/status.ts';
import { commandLine, type Carried } from './messages.ts';
import type { Malformed } from './signal.ts';

export type IncidentRecord = ReturnType<typeof createRecord>;

export function createRecord(incidentId: string, carried: Carried | undefined) {
  let incident: Incident | undefined = carried?.incident;
  let unjournaled: readonly IncidentEvent[] = carried?.unjournaled ?? [];
  let handled: Handled = carried?.handled ?? [];
  let journaledUpTo = carried ? carriedUpTo(carried) : 0;
  let revision = 0;

  /** How many events the register is not known to have. */
  function awaiting(): number {
    return (incident?.seq ?? 0) - journaledUpTo;
  }

  /** A line and a figure of it, once: the log is silent while a history is replayed. Of persons only the opaque key. */
  function tellLog(command: Command, policy: PolicySnapshot, outcome: 'done' | Refused) {
    const { name, actor } = command;
    const { people } = incident?.policy ?? policy;
    log.info(commandLine, {
      command: name,
      person: Object.hasOwn(people, actor.person)
        ? people[actor.person]
        : isFromMachine(command)
          ? system.person
          : 'unknown',
      outcome: outcome === 'done' ? 'done' : 'refused',
      ...(outcome !== 'done' && { code: outcome.code }),
      // Otherwise the register has it too, once it is written.
      onRecord: incident !== undefined,
    });
  }

  function append(actor: Actor, bodies: readonly EventBody[], commandId?: string): void {
    for (const body of bodies) {
      const seq = (incident?.seq ?? 0) + 1;
      const envelope = {
        seq,
        atMs: Date.now(),
        actor: automatic.has(body.type) ? system : actor,
        ...(commandId !== undefined && { commandId }),
      };
      const event: IncidentEvent = { ...envelope, ...body };
      incident = apply(incident, event);
      unjournaled = [...unjournaled, event];
    }
    if (bodies.length > 0) revision += 1;
  }

  /** `verdict`: absent for commands of runs in which nobody was checked. */
  function decideNow(
    command: Command,
    policy: PolicySnapshot,
    verdict?: Verdict,
    onCall?: OnCallNow,
  ): 'done' | Refused {
    const { commandId, name } = command;
    const isRejected = verdict?.accepted === false;
    const actor = isRejected
      ? system
      : verdict
        ? actorBy(command.actor, verdict.key)
        : command.actor;
    const roles = verdict?.accepted
      ? { roles: verdict.roles, ...(verdict.link && { link: verdict.link }) }
      : {};
    const circumstances = {
      ...{ nowMs: Date.now(), incidentId, policy, unjournaled: awaiting() },
      ...(onCall && { onCall }),
    };
    const decision = isRejected
      ? notAuthenticated(command, verdict.message)
      : decide(incident, command, { ...circumstances, ...roles });
    let outcome: 'done' | Refused = 'done';
    if (isRefusal(decision)) {
      const { refused: code, message } = decision;
      outcome = { code, message };
      if (incident)
        append(actor, [{ type: 'commandRefused', command: name, code, message }], commandId);
    } else append(actor, decision, commandId);
    handled = remember(handled, commandId, outcome);
    tellLog(command, policy, outcome);
    return outcome;
  }

  function decideOnce(
    command: Command,
    policy: PolicySnapshot,
    verdict?: Verdict,
    onCall?: OnCallNow,
  ): 'done' | Refused {
    return outcomeOf(handled, command.commandId) ?? decideNow(command, policy, verdict, onCall);
  }

  return {
    incident: () => incident,
    /** Rises with every change: what a waiting loop looks at. */
    revision: () => revision,
    unjournaled: () => unjournaled,
    carried: (): Carried | undefined =>
      incident && { incident, unjournaled, journaledUpTo, handled },

    /** The state read back from the register when a closed incident returns. */
    restore(restored: Incident, before: Handled): void {
      incident = restored;
      handled = before;
      journaledUpTo = restored.seq;
      revision += 1;
    },

    /** What the product itself does: timers, mail outcomes, drafts. */
    note(bodies: readonly EventBody[]): void {
      append(system, bodies);
    },

    journaled(upTo: number): void {
      unjournaled = unjournaled.filter(({ seq }) => seq > upTo);
      journaledUpTo = Math.max(journaledUpTo, upTo);
      revision += 1;
    },

    /** An outbox sees to these now; the register does not have them yet. */
    handedOver(upTo: number): void {
      unjournaled = unjournaled.filter(({ seq }) => seq > upTo);
    },

    /** The same command came before: whoever sends it again learns what became of it, and no more is done. */
    isHandled: ({ commandId }: Command) => outcomeOf(handled, commandId) !== undefined,

    status: (): Status | null => (incident ? status(incident, awaiting()) : null),

    /** Carries a command out once. A refusal is recorded too, then thrown with its code as type. */
    carryOut(
      command: Command,
      policy: PolicySnapshot,
      verdict?: Verdict,
      onCall?: OnCallNow,
    ): void {
      const outcome = decideOnce(command, policy, verdict, onCall);
      if (outcome !== 'done') throw ApplicationFailure.nonRetryable(outcome.message, outcome.code);
    },

    /** What a signal brought: nobody waits for the answer, so the timeline is where a refusal is told. */
    take(command: Command, policy: PolicySnapshot, verdict?: Verdict, onCall?: OnCallNow): void {
      decideOnce(command, policy, verdict, onCall);
    },

    /** `isGated`: nobody is believed to have sent what could not even be read. */
    takeMalformed(signal: Malformed, isGated: boolean): void {
      // The declaration was refused: there is no timeline, and the run is about to end.
      if (!incident) return;
      const { sender, commandId, name, message } = signal;
      const isKnown = sender && Object.hasOwn(incident.policy.people, sender.person);
      const whose = isKnown && isGated ? ` (in the name of ${sender.person})` : '';
      const text = `${message}${whose}`;
      const refused = { type: 'commandRefused', code: badShape, message: text } as const;
      append(
        isKnown && !isGated ? sender : system,
        [{ ...refused, ...(name !== undefined && { command: name }) }],
        commandId,
      );
    },
  };
}

function carriedUpTo({ journaledUpTo, incident, unjournaled }: Carried): number {
  return journaledUpTo ?? incident.seq - unjournaled.length;
}
