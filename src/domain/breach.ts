/** The rules of a personal data breach: awareness, and drafts of notices. */
import { awarenessAnchor, dueAtMs, provisionalAnchor } from './clock.ts';
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { EventBody } from './events.ts';
import { isOpen, peopleRule } from './duty.ts';
import { findDuty, openDuty, reopening } from './duties.ts';
import type { Incident, Notice } from './incident.ts';
import { isAtLeast } from './policy.ts';
import { inTheFuture, isFuture, refuse } from './refusal.ts';
import { rules } from './rules.ts';
import type { Instant } from './shape.ts';
import { requested, unknownCustomer } from './telling.ts';

/** Whoever works on an incident has acknowledged it. */
export function acknowledgement(incident: Incident): readonly EventBody[] {
  return incident.paging ? [{ type: 'acknowledged' }] : [];
}

/** The provisional clock runs while the breach question is open, and ends with a reasoned "no". */
export function breachQuestion(
  incident: Incident,
  answer: 'unknown' | 'yes' | 'no' | undefined,
  reason: string,
): readonly EventBody[] {
  const duty = incident.duties['gdpr-33-1'];
  if (answer === 'no')
    return duty && isOpen(duty) ? [{ type: 'dutyWithdrawn', duty: duty.id, reason }] : [];
  // A notice was withdrawn because it was none: the duty comes back as it was.
  if (answer === 'yes' && duty?.state === 'withdrawn' && duty.filings.length > 0)
    return [{ type: 'dutyReopened', duty: duty.id, reason }];
  if (answer === undefined || incident.aware) return [];
  return !duty || duty.state === 'withdrawn'
    ? [openDuty('gdpr-33-1', provisionalAnchor(incident.stamps))]
    : [];
}

/** Never refused for its phase: a closed incident is reopened by it. */
export function declareAwareness(
  incident: Incident,
  fields: CommandFields<'declareAwareness'>,
  { nowMs }: Circumstances,
): Decision {
  const { at, reason } = fields;
  if (isFuture(at, nowMs)) return inTheFuture('at', at);
  const { aware } = incident;
  if (aware && aware.atMs === at.atMs)
    return incident.proposedAwareness ? [{ type: 'awarenessCorrectionDropped' }] : [];
  if (aware && at.atMs > aware.atMs) return [{ type: 'awarenessCorrectionProposed', at, reason }];
  return [
    ...reopening(incident, reason),
    ...acknowledgement(incident),
    aware
      ? { type: 'awarenessCorrected', from: { atMs: aware.atMs, zone: aware.zone }, at, reason }
      : { type: 'awarenessDeclared', at, reason },
    replan(incident, at),
  ];
}

/** Moving the clock later gives the company more time: one person alone may not do it. */
export function confirmAwareness(
  incident: Incident,
  _fields: CommandFields<'confirmAwareness'>,
  { by }: Circumstances,
): Decision {
  const { aware, proposedAwareness } = incident;
  if (!aware || !proposedAwareness)
    return refuse(
      'nothing-to-confirm',
      `${incident.id} has no proposed awareness time; propose one with declareAwareness`,
    );
  if (proposedAwareness.proposedBy === by)
    return refuse(
      'second-person-needed',
      `${by} proposed this awareness time; another person must confirm it`,
    );
  const { proposedBy, reason, atMs, zone } = proposedAwareness;
  const at = { atMs, zone };
  const from = { atMs: aware.atMs, zone: aware.zone };
  return [
    ...reopening(incident, reason),
    { type: 'awarenessCorrected', from, at, reason, proposedBy },
    replan(incident, at),
  ];
}

function replan(incident: Incident, at: Instant): EventBody {
  const anchor = awarenessAnchor(at);
  const duty = incident.duties['gdpr-33-1'];
  return !duty || duty.state === 'withdrawn'
    ? openDuty('gdpr-33-1', anchor)
    : {
        type: 'dutyReplanned',
        duty: duty.id,
        anchor,
        dueAtMs: dueAtMs(rules['gdpr-33-1'], anchor.atMs),
      };
}

export function draftNotice(incident: Incident, fields: CommandFields<'draftNotice'>): Decision {
  const { customer, language } = fields;
  if (customer === undefined) {
    const duty = findDuty(incident, fields.duty);
    if ('refused' in duty && fields.duty === peopleRule) return unbound(incident);
    return 'refused' in duty ? duty : [drafting(incident, { duty: duty.id }, language)];
  }
  const unknown = unknownCustomer(incident, [customer]);
  if (unknown) return unknown;
  if (language !== undefined)
    return refuse(
      'answer-unfit',
      `the notice to ${customer} is written in the language that the policy file has for it; write customers.${customer}.language there and leave out language (--language)`,
    );
  // Older incidents keep these drafts beside the others, and demand no approval.
  return [
    isAtLeast(incident.policy, 2)
      ? requested(incident, [customer])
      : drafting(incident, { customer }),
  ];
}

function drafting(
  { seq }: Incident,
  about: Notice['about'],
  language?: Notice['language'],
): EventBody {
  const notice = `N${seq + 1}`;
  return { type: 'noticeRequested', notice, about, ...(language && { language }) };
}

function unbound({ id }: Incident): Decision {
  return refuse(
    'unknown-duty',
    `nobody has found yet that ${peopleRule} binds ${id}: that a high risk to the people is likely; say so first (startDuty, duty start ${id} ${peopleRule} --reason …)`,
  );
}
