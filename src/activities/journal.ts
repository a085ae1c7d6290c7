/** Activities that keep incidents in the register and bring them back from it. */
import { ApplicationFailure } from '@temporalio/common';
import type { IncidentEvent } from '../domain/events.ts';
import type { Incident } from '../domain/incident.ts';
import type { IncidentSummary } from '../domain/summary.ts';
import type { Register } from '../register/database.ts';
import { append, readCommandIds, readIncident } from '../register/journal.ts';

export type JournalInput = {
  readonly incidentId: string;
  readonly events: readonly IncidentEvent[];
  readonly summary: IncidentSummary;
};

export type LoadedIncident = {
  readonly incident: Incident;
  /** Ids of the commands that the newest events came from, newest first. */
  readonly handled: string[];
};

export type JournalActivities = {
  /** Adds events to the register; safe to repeat. `upTo`: the highest event number it keeps now. */
  readonly journal: (input: JournalInput) => Promise<{ upTo: number }>;
  /** The incident as its events in the register tell it. Throws `unknown-incident`, not to be retried. */
  readonly loadIncident: (input: { readonly incidentId: string }) => Promise<LoadedIncident>;
};

/** `type` of the failure when the register has no such incident. */
const unknownIncident = 'unknown-incident';

/** Events looked back on for handled commands: a client repeats a command within minutes, not after 500 steps. */
const handledLimit = 500;

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
      return { incident, handled: await readCommandIds(register, incidentId, handledLimit) };
    },
  };
}
