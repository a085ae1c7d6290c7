/** Activities that keep incidents in the register and bring them back from it. */
import { ApplicationFailure } from '@temporalio/common';
import type { IncidentEvent } from '../domain/events.ts';
import { handledBy, handledLimit, type Handled } from '../domain/handled.ts';
import type { Incident } from '../domain/incident.ts';
import type { IncidentSummary } from '../domain/summary.ts';
import type { Register } from '../register/database.ts';
import { append, readCommandEvents, readIncident } from '../register/journal.ts';

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

export function createJournalActivities(deps: { readonly register: Register }): JournalActivities {
  const { register } = deps;
  return {
    async journal({ incidentId, events, summary }) {
      if (summary.id !== incidentId)
        throw new Error(`the summary of ${summary.id} came with the events of ${incidentId}`);
      return { upTo: await append(register, { events, incident: summary }) };
    },

    async loadIncident({ incidentId }) {
      const incident = await readIncident(register, incidentId);
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
