/** Folds one event into an incident. Total: an event that was recorded always applies. */
import { assertNever } from './assert-never.ts';
import type { Facts } from './commands.ts';
import type { IncidentEvent } from './events.ts';
import type { Incident, Outcome } from './incident.ts';
import { begin } from './beginning.ts';
import { foldAlerts } from './alert-fold.ts';
import { foldApproval } from './approving.ts';
import { foldAssessment } from './assessing.ts';
import { foldAwareness } from './awareness-fold.ts';
import { foldCorrection } from './correcting.ts';
import { foldDelivery } from './delivery-fold.ts';
import { foldHolders } from './entry-holders.ts';
import { foldDuty, withDuty } from './duty-fold.ts';
import { foldGlass } from './glass.ts';
import { foldLinks } from './links.ts';
import { mailsAfter } from './mails.ts';
import { earliestStamps, graver } from './merging.ts';
import { stamped } from './stamping.ts';
import { foldNotice } from './notice-fold.ts';
import { foldAddresses } from './out-of-band.ts';
import { foldPaging } from './paging-fold.ts';
import { later } from './phase.ts';
import { foldProgress } from './progress.ts';
import { foldStarted } from './starting-fold.ts';
import { foldTasks } from './task-fold.ts';
import { foldTelling } from './telling-fold.ts';

export function apply(before: Incident | undefined, event: IncidentEvent): Incident {
  const followed = foldProgress(foldLinks(fold(before, event), event), event);
  const changed = { ...followed, seq: event.seq };
  return { ...changed, mails: mailsAfter(changed, event) };
}

/** The incident that a list of events tells; undefined for an empty list. */
export function replay(events: readonly IncidentEvent[]): Incident | undefined {
  return events.reduce<Incident | undefined>(apply, undefined);
}

function fold(before: Incident | undefined, event: IncidentEvent): Incident {
  if (event.type === 'declared') return begin(event);
  if (!before) throw new Error(`event ${event.type} comes before the declaration`);
  const incident = before;
  const { atMs, actor } = event;
  switch (event.type) {
    case 'paged':
    case 'nobodyReached':
    case 'pagingHeld':
    case 'stalled':
    case 'acknowledged':
    case 'severityChanged':
      return foldPaging(incident, event);
    case 'assigned':
      return { ...incident, commander: event.commander };
    case 'scribeAssigned':
      return { ...incident, scribe: event.scribe };
    case 'triaged':
      return {
        ...incident,
        phase: later(incident.phase, 'containment'),
        summary: event.summary,
        personalData: event.personalData ?? incident.personalData,
        facts: { ...incident.facts, ...event.facts },
        stamps: { ...incident.stamps, triagedAtMs: incident.stamps.triagedAtMs ?? atMs },
      };
    case 'contained':
      return {
        ...incident,
        phase: later(incident.phase, 'recovery'),
        facts: withMeasures(incident.facts, event.measures ?? event.summary),
        stamps: { ...incident.stamps, containedAtMs: incident.stamps.containedAtMs ?? atMs },
      };
    case 'recovered':
      return {
        ...incident,
        phase: later(incident.phase, 'review'),
        facts: withMeasures(incident.facts, event.measures ?? event.summary),
        stamps: { ...incident.stamps, recoveredAtMs: incident.stamps.recoveredAtMs ?? atMs },
      };
    case 'noted':
      return { ...incident, notes: incident.notes + 1 };
    case 'playbookStarted':
      return {
        ...incident,
        kind: event.playbook,
        tasks: foldTasks(incident.tasks, event),
      };
    case 'taskAdded':
    case 'taskCompleted':
    case 'taskAssigned':
    case 'taskSkipped':
    case 'tasksDue':
      return { ...incident, tasks: foldTasks(incident.tasks, event) };
    case 'attached': {
      const { attachment: id, name, sha256, bytes } = event;
      const file = { id, name, sha256, bytes, by: actor.person, atMs };
      return { ...incident, attachments: [...(incident.attachments ?? []), file] };
    }
    case 'assessmentRequested':
    case 'assessed':
    case 'assessmentFailed':
      return foldAssessment(incident, event);
    case 'awarenessDeclared':
    case 'awarenessCorrected':
    case 'awarenessCorrectionDropped':
    case 'awarenessCorrectionProposed':
      return foldAwareness(incident, event);
    case 'dutyStarted':
    case 'rulePlanned':
      return foldStarted(incident, event);
    case 'timeStamped':
      return { ...incident, stamps: stamped(incident.stamps, event) };
    case 'dutyOpened':
    case 'dutyReplanned':
    case 'dutyWithdrawn':
    case 'dutyReopened':
    case 'filed':
    case 'advised':
    case 'withholdingProposed':
    case 'withholdingConfirmed':
      return withDuty(incident, event.duty, (duty) => foldDuty(duty, event));
    case 'reminded':
      return [event.duty, ...(event.also ?? [])].reduce(
        (now, id) => withDuty(now, id, (duty) => foldDuty(duty, event)),
        incident,
      );
    case 'noticeRequested':
    case 'noticeDrafted':
      return foldNotice(incident, event);
    case 'noticeCorrected':
    case 'letterCorrected': {
      const made = { by: actor.person, atMs };
      return { ...incident, corrections: foldCorrection(incident.corrections, event, made) };
    }
    case 'noticeApproved':
      return foldApproval(incident, event, { by: actor.person, atMs });
    case 'noticesRequested':
    case 'noticesDrafted':
    case 'noticesApproved':
    case 'customerNotified':
    case 'customersNotified':
      return foldTelling(incident, event);
    case 'mailAccepted':
    case 'mailFailed':
      return foldDelivery(foldHolders(incident, event), event);
    case 'mailDeferred':
    case 'mailBounced':
      return foldDelivery(incident, event);
    case 'reviewed':
      return {
        ...incident,
        review: {
          summary: event.summary,
          improvements: event.improvements,
          by: actor.person,
          atMs,
          ...(event.rootCause !== undefined && { rootCause: event.rootCause }),
        },
      };
    case 'closed':
      return {
        ...end(incident, event.outcome, atMs),
        ...(event.reason !== undefined && { closedBecause: event.reason }),
      };
    case 'restricted':
      return { ...incident, restrictedTo: event.people };
    case 'unrestricted': {
      const { restrictedTo: _restrictedTo, paging, ...rest } = incident;
      // Whoever was paged in place of those on call no longer is.
      return { ...rest, ...(paging && { paging: { ...paging, paged: [] } }) };
    }
    case 'glassBroken':
    case 'glassReviewed':
      return foldGlass(incident, event);
    case 'addressesSwitched':
      return foldAddresses(incident, event);
    case 'linkForwarded':
      return incident;
    case 'alertsRecorded':
      return foldAlerts(incident, event);
    case 'mergeRequested': {
      const { mergeFailed: _mergeFailed, ...rest } = incident;
      return {
        ...rest,
        merging: { into: event.into, by: actor.person, commandId: `merge ${event.seq}` },
      };
    }
    case 'mergeFailed': {
      const { merging: _merging, ...rest } = incident;
      return { ...rest, mergeFailed: { into: event.into, message: event.message } };
    }
    case 'merged':
      return { ...end(incident, 'merged', atMs), mergedInto: event.into };
    case 'absorbed':
      return {
        ...incident,
        stamps: earliestStamps(incident.stamps, event),
        personalData: graver(incident.personalData, event.personalData),
        absorbed: [...(incident.absorbed ?? []), event.duplicate],
      };
    case 'reopened': {
      const {
        outcome: _outcome,
        closedBecause: _closedBecause,
        review: _review,
        mergedInto: _mergedInto,
        stamps,
        ...rest
      } = incident;
      const { closedAtMs: _closedAtMs, ...open } = stamps;
      return { ...rest, stamps: open, phase: 'triage' };
    }
    case 'commandRefused':
      return { ...incident, refusals: incident.refusals + 1 };
    default:
      return assertNever(event);
  }
}

function end(incident: Incident, outcome: Outcome, atMs: number): Incident {
  const { paging: _paging, unreached: _unreached, merging: _merging, ...rest } = incident;
  const stamps = { ...incident.stamps, closedAtMs: atMs };
  return { ...rest, phase: 'closed', outcome, stamps };
}

/** What was done about the breach grows with each step; the notice tells all of it. */
function withMeasures(facts: Facts, measure: string): Facts {
  const known = facts.measures;
  if (known?.includes(measure)) return facts;
  const measures = known === undefined ? measure : `${known}\n${measure}`;
  return { ...facts, measures: measures.slice(0, longestMeasures) };
}

/** Characters: room for the whole story of several steps, within what a notice can carry. */
const longestMeasures = 12_000;
