/** Activities that keep incidents in the register and bring them back from it. */
import { ApplicationFailure } from '@temporalio/common';
import type { IncidentEvent } from '../domain/events.ts';
import { handledBy, handledLimit, type Handled } from '../domain/handled.ts';
import type { Incident } from '../domain/incident.ts';
import type { IncidentSummary } from '../domain/summary.ts';
import { Failure } from '../failure.ts';
import type { Register } from '../register/database.ts';
import { requireContent } from '../register/erasures.ts';
import { append, JournalGap, readCommandEvents, readIncident } from '../register/journal.ts';

export type JournalInput = {
  readonly incidentId: string;
  readonly events: readonly IncidentEvent[];
  readonly summary: IncidentSummary;
};

export type LoadedIncident = {
  readonly incident: Incident;
  /** What became of its newest commands. */
  readonly handled: Handled;
};

export type JournalActivities = {
  /** Adds events to the register; safe to repeat. `upTo`: the highest event number it keeps now. */
  readonly journal: (input: JournalInput) => Promise<{ upTo: number }>;
  /** The incident as its events in the register tell it. Throws `unknown-incident`, not to be retried. */
  readonly loadIncident: (input: { readonly incidentId: string }) => Promise<LoadedIncident>;
};

/** `type` of the failure when the register has no such incident. */
const unknownIncident = 'unknown-incident';

/** `type` of the failure when earlier events are still in an outbox. */
const journalGap = 'journal-gap';
/** The register can be written, so what is missing comes in moments: no reason to wait ever longer. */
const gapRetryMs = 2_000;

export function createJournalActivities(deps: { readonly register: Register }): JournalActivities {
  const { register } = deps;
  return {
    async journal({ incidentId, events, summary }) {
      if (summary.id !== incidentId)
        throw new Error(`the summary of ${summary.id} came with the events of ${incidentId}`);
      try {
        return { upTo: await append(register, { events, incident: summary }) };
      } catch (error) {
        if (!(error instanceof JournalGap)) throw named(error);
        throw ApplicationFailure.create({
          message: error.message,
          type: journalGap,
          nextRetryDelay: gapRetryMs,
        });
      }
    },

    async loadIncident({ incidentId }) {
      // Whoever claims an incident looks whether it runs only after the claim: so one of the two sees the other.
      await requireContent(register.db, incidentId).catch((error: unknown) => {
        if (!(error instanceof Failure && error.kind === 'refused')) throw named(error);
        throw ApplicationFailure.nonRetryable(error.message, error.code);
      });
      const incident = await readIncident(register, incidentId).catch((error: unknown) => {
        throw named(error);
      });
      if (!incident)
        throw ApplicationFailure.nonRetryable(
          `the register has no incident ${incidentId}; check the id, and the data folder of the worker`,
          unknownIncident,
        );
      const events = await readCommandEvents(register, incidentId, handledLimit);
      return { incident, handled: handledBy(events) };
    },
  };
}

/** Whoever looks at the pending activity reads what is wrong with the register. It is tried again until that is mended. */
function named(error: unknown): unknown {
  return error instanceof Failure
    ? ApplicationFailure.create({ message: error.message, type: error.code })
    : error;
}
