/** The rules of a personal data breach: awareness, filing, withholding, drafts and notices to customers. */
import { awarenessAnchor, dueAtMs, latenessMs, provisionalAnchor } from './clock.ts';
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { EventBody } from './events.ts';
import { isOpen, type Anchor, type Duty, type DutyId } from './duty.ts';
import { limits, type Incident, type Notice } from './incident.ts';
import { isAtLeast } from './policy.ts';
import { inTheFuture, isFuture, refuse, type Refusal } from './refusal.ts';
import { rules } from './rules.ts';
import type { Instant } from './shape.ts';

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
        dueAtMs: dueAtMs(rules[duty.id], anchor.atMs),
      };
}

/** An awareness that changes an open duty cannot stand on a closed incident. */
function reopening(incident: Incident, reason: string): readonly EventBody[] {
  return incident.phase === 'closed' ? [{ type: 'reopened', reason }] : [];
}

export function draftNotice(incident: Incident, fields: CommandFields<'draftNotice'>): Decision {
  const { customer } = fields;
  let about: Notice['about'];
  if (customer === undefined) {
    const duty = findDuty(incident, fields.duty);
    if ('refused' in duty) return duty;
    about = { duty: duty.id };
  } else {
    if (!incident.policy.customers.includes(customer)) return unknownCustomer(incident, customer);
    about = { customer };
  }
  return [{ type: 'noticeRequested', notice: `N${incident.seq + 1}`, about }];
}

/** Filing needs nobody's permission and no phase: it records what a person did with the authority. */
export function fileDuty(
  incident: Incident,
  fields: CommandFields<'fileDuty'>,
  { nowMs }: Circumstances,
): Decision {
  const filed = fields.at ?? { atMs: nowMs, zone: 'UTC' };
  if (isFuture(filed, nowMs)) return inTheFuture('at', filed);
  const existing = incident.duties['gdpr-33-1'];
  if (fields.duty !== undefined && fields.duty !== 'gdpr-33-1')
    return unknownDuty(incident, fields.duty);
  const opened = existing ?? {
    anchor: provisionalAnchor(incident.stamps),
    dueAtMs: dueAtMs(rules['gdpr-33-1'], provisionalAnchor(incident.stamps).atMs),
  };
  if (existing && existing.filings.length >= limits.filings)
    return refuse('limit-reached', `${incident.id} has ${limits.filings} filings; add a note`);
  const { reference, reasonsForDelay, againstAdvice } = fields;
  const stage = fields.stage ?? 'complete';
  // Lateness is that of the first notice: Art. 33(4) lets the rest follow in phases.
  const first = existing === undefined || existing.filings.length === 0;
  const lateByMs = first ? latenessMs(opened, filed.atMs) : 0;
  if (lateByMs > 0 && reasonsForDelay === undefined)
    return refuse(
      'delay-reasons-missing',
      `this filing is after the 72 hours; Art. 33(1) demands reasons for the delay; give them as reasonsForDelay (--reasons-for-delay)`,
    );
  return [
    // What leaves more owed cannot stand on a closed incident.
    ...(stage === 'initial' ? reopening(incident, 'an initial notice was filed') : []),
    ...(existing ? [] : [openDuty('gdpr-33-1', opened.anchor)]),
    {
      ...{ type: 'filed', duty: 'gdpr-33-1', stage, filed, reference, lateByMs },
      ...(reasonsForDelay !== undefined && { reasonsForDelay }),
      ...(againstAdvice !== undefined && { againstAdvice }),
    },
  ];
}

/**
 * The data protection officer advises and does not decide (GDPR Arts. 38(6), 39(1)(a)); the advice stays on
 * record, and not to follow it needs reasons.
 */
export function advise(
  incident: Incident,
  fields: CommandFields<'advise'>,
  { by }: Circumstances,
): Decision {
  const { dpo, deputy } = incident.policy;
  if (by !== dpo && by !== deputy)
    return refuse(
      'not-your-role',
      `${by} is neither the data protection officer nor the deputy; ${dpo} or ${deputy} advises`,
    );
  const duty = findDuty(incident, fields.duty);
  if ('refused' in duty) return duty;
  const { recommends, reason } = fields;
  return [{ type: 'advised', duty: duty.id, recommends, reason }];
}

/** The ladder goes on until a second person has confirmed. */
export function withholdDuty(incident: Incident, fields: CommandFields<'withholdDuty'>): Decision {
  const duty = findDuty(incident, fields.duty);
  if ('refused' in duty) return duty;
  if (!isOpen(duty)) return dutyEnded(incident, duty);
  const { reason, againstAdvice } = fields;
  if (isAgainstAdvice(duty, againstAdvice)) return adviceUnanswered(duty);
  return [
    {
      ...{ type: 'withholdingProposed', duty: duty.id, reason },
      ...(againstAdvice !== undefined && { againstAdvice }),
    },
  ];
}

export function confirmWithholding(
  incident: Incident,
  fields: CommandFields<'confirmWithholding'>,
  { by }: Circumstances,
): Decision {
  const duty = findDuty(incident, fields.duty);
  if ('refused' in duty) return duty;
  if (!isOpen(duty)) return dutyEnded(incident, duty);
  if (!duty.withholding)
    return refuse(
      'nothing-to-confirm',
      `nobody has proposed to withhold ${duty.id}; propose it with withholdDuty`,
    );
  if (duty.withholding.proposedBy === by)
    return refuse(
      'second-person-needed',
      `${by} proposed to withhold ${duty.id}; another person must confirm it`,
    );
  if (isAgainstAdvice(duty, duty.withholding.againstAdvice)) return adviceUnanswered(duty);
  const { policy } = incident;
  const isDecided = [by, duty.withholding.proposedBy].includes(policy.decisionMaker);
  if (isAtLeast(policy, 2) && !isDecided)
    return refuse(
      'not-your-role',
      `to withhold ${duty.id} is for the controller to decide (GDPR Arts. 24(1), 38(6)): ${policy.decisionMaker} must propose or confirm it`,
    );
  return [{ type: 'withholdingConfirmed', duty: duty.id }];
}

function isAgainstAdvice({ advice }: Duty, reasons: string | undefined): boolean {
  return advice?.recommends === 'notify' && reasons === undefined;
}

function adviceUnanswered({ id, advice }: Duty): Refusal {
  return refuse(
    'advice-reasons-missing',
    `${advice?.by ?? 'the data protection officer'} advised to notify; say why ${id} is withheld all the same: propose it with againstAdvice (--against-advice)`,
  );
}

export function notifyCustomer(
  incident: Incident,
  fields: CommandFields<'notifyCustomer'>,
): Decision {
  const { customer } = fields;
  if (!incident.policy.customers.includes(customer)) return unknownCustomer(incident, customer);
  if (incident.customers[customer]?.outcome === 'sending') return [];
  return [{ type: 'customerNotified', customer }];
}

export function openDuty(duty: DutyId, anchor: Anchor): EventBody {
  const rule = rules[duty];
  const ruleVersion = rule.version;
  return { type: 'dutyOpened', duty, ruleVersion, anchor, dueAtMs: dueAtMs(rule, anchor.atMs) };
}

function findDuty(incident: Incident, id: string | undefined): Duty | Refusal {
  const wanted = id ?? 'gdpr-33-1';
  const duty = Object.values(incident.duties).find((candidate) => candidate.id === wanted);
  return duty ?? unknownDuty(incident, wanted);
}

function unknownDuty(incident: Incident, id: string): Refusal {
  const known = Object.keys(incident.duties).join(', ');
  return refuse(
    'unknown-duty',
    `${incident.id} has no duty ${id}; ${known === '' ? 'declare awareness first if personal data was breached' : `use one of ${known}`}`,
  );
}

function unknownCustomer(incident: Incident, id: string): Refusal {
  const known = incident.policy.customers.join(', ');
  return refuse(
    'unknown-customer',
    `${id} is not a customer of the policy file; ${known === '' ? 'it lists none' : `use one of ${known}`}`,
  );
}

function dutyEnded(incident: Incident, duty: Duty): Refusal {
  return refuse(
    'already-done',
    `${duty.id} of ${incident.id} is ${duty.state} already; record anything further with fileDuty or a note`,
  );
}
