/** The rules of ending a duty: file, withhold by two people, the officer's advice, and reopening what was withheld. */
import { approvedThen } from './approving.ts';
import { dueAtMs, latenessMs, provisionalAnchor } from './clock.ts';
import { exceptions, type CommandFields, type Exception } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import { isOpen, standingFilings, type Duty } from './duty.ts';
import { dutyEnded, findDuty, openDuty, reopening } from './duties.ts';
import type { EventBody } from './events.ts';
import { limits, type Incident } from './incident.ts';
import type { Mail } from './mail.ts';
import { isAtLeast } from './policy.ts';
import { inTheFuture, isFuture, refuse, type Refusal } from './refusal.ts';
import { rules } from './rules.ts';
import type { Instant } from './shape.ts';
import { dutyToCustomer, followUpRule } from './starting.ts';
import { withdraw } from './withdrawing.ts';

/** Filing needs nobody's permission and no phase: it records what a person did with the authority. */
export function fileDuty(
  incident: Incident,
  fields: CommandFields<'fileDuty'>,
  { nowMs }: Circumstances,
): Decision {
  const filed = fields.at ?? { atMs: nowMs, zone: 'UTC' };
  if (isFuture(filed, nowMs)) return inTheFuture('at', filed);
  const id = fields.duty ?? 'gdpr-33-1';
  const found = findDuty(incident, id);
  // The first duty may be filed before it has begun.
  if ('refused' in found && id !== 'gdpr-33-1') return found;
  const existing = 'refused' in found ? undefined : found;
  const opened = existing ?? {
    anchor: provisionalAnchor(incident.stamps),
    dueAtMs: dueAtMs(rules['gdpr-33-1'], provisionalAnchor(incident.stamps).atMs),
  };
  if (existing && existing.filings.length >= limits.filings)
    return refuse('limit-reached', `${incident.id} has ${limits.filings} filings; add a note`);
  const { reference, reasonsForDelay, againstAdvice } = fields;
  const stage = fields.stage ?? 'complete';
  if (stage === 'withdrawal') return withdraw(incident, existing, fields, filed);
  // Lateness is that of the first notice: Art. 33(4) lets the rest follow in phases.
  const first = existing === undefined || standingFilings(existing).length === 0;
  const lateByMs = first ? latenessMs(opened, filed.atMs) : 0;
  if (id === 'gdpr-33-1' && lateByMs > 0 && reasonsForDelay === undefined)
    return refuse(
      'delay-reasons-missing',
      `this filing is after the 72 hours; Art. 33(1) demands reasons for the delay; give them as reasonsForDelay (--reasons-for-delay)`,
    );
  const owesRest = stage === 'initial' && id === 'gdpr-33-1' && isAtLeast(incident.policy, 2);
  return [
    // What leaves more owed cannot stand on a closed incident.
    ...(stage === 'initial' ? reopening(incident, 'an initial notice was filed') : []),
    ...(existing ? [] : [openDuty('gdpr-33-1', opened.anchor)]),
    {
      ...{ type: 'filed', duty: id, stage, filed, reference, lateByMs },
      ...(reasonsForDelay !== undefined && { reasonsForDelay }),
      ...(againstAdvice !== undefined && { againstAdvice }),
      ...approvedThen(incident, id),
    },
    // The rest is owed without undue further delay: it gets a clock of its own.
    ...(owesRest && !incident.started?.[followUpRule] ? [theRest] : []),
    ...(owesRest ? restAgain(incident) : []),
    ...(stage === 'complete' && id === 'gdpr-33-1' ? restFiled(incident, filed, reference) : []),
  ];
}

const theRest: Extract<EventBody, { type: 'dutyStarted' }> = {
  ...{ type: 'dutyStarted', rule: followUpRule, at: {} },
  reason: 'the first notice was not complete',
};

/** It fell away with the notice that was withdrawn; the new one leaves it owed as well. */
function restAgain({ duties }: Incident): readonly EventBody[] {
  if (duties[followUpRule]?.state !== 'withdrawn') return [];
  return [{ type: 'dutyReopened', duty: followUpRule, reason: theRest.reason }];
}

/** The complete notice is also what Art. 33(4) asked for. */
function restFiled({ duties }: Incident, filed: Instant, reference: string): readonly EventBody[] {
  const rest = duties[followUpRule];
  if (!rest || !isOpen(rest)) return [];
  return [{ type: 'filed', duty: followUpRule, stage: 'complete', filed, reference, lateByMs: 0 }];
}

/** The duty of Art. 33(2) is done when the customer's mail server took the notice. */
export function customerTold(
  incident: Incident,
  { kind, to }: Pick<Mail, 'kind' | 'to'>,
  nowMs: number,
  reference: string,
): readonly EventBody[] {
  const duty = kind === 'customer-notice' ? dutyToCustomer(incident, to) : undefined;
  if (!duty || !isOpen(duty)) return [];
  const filed = { atMs: nowMs, zone: 'UTC' };
  const lateByMs = latenessMs(duty, nowMs);
  return [{ type: 'filed', duty: duty.id, stage: 'complete', filed, reference, lateByMs }];
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
  const { reason, exception, againstAdvice } = fields;
  const allowed = exceptionsOf(duty);
  if (exception === undefined ? allowed.length > 1 : !allowed.includes(exception))
    return refuse(
      'exception-needed',
      `to withhold ${duty.id} must rely on one of ${allowed.join(', ')}; give it as exception (--exception)`,
    );
  if (isAgainstAdvice(duty, againstAdvice)) return adviceUnanswered(duty);
  return [
    {
      ...{ type: 'withholdingProposed', duty: duty.id, reason },
      ...(exception !== undefined && { exception }),
      ...(againstAdvice !== undefined && { againstAdvice }),
    },
  ];
}

/** GDPR Art. 33(1): no risk likely. Art. 34(1): no high risk; 34(3)(a)–(c). Other laws: it does not apply after all. */
function exceptionsOf({ id, plan }: Duty): readonly Exception[] {
  if (id === 'gdpr-33-1') return ['risk-unlikely'];
  if (plan?.rule === 'gdpr-34')
    return exceptions.filter((name) => name === 'no-high-risk' || name.startsWith('art-34'));
  return ['not-applicable'];
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

/** Facts changed: the clock goes on from the same anchor, as if it had never stopped. Needs nobody else. */
export function reopenDuty(incident: Incident, fields: CommandFields<'reopenDuty'>): Decision {
  const duty = findDuty(incident, fields.duty);
  if ('refused' in duty) return duty;
  if (isOpen(duty)) return [];
  if (duty.state === 'filed')
    return refuse(
      'already-done',
      `${duty.id} of ${incident.id} is filed; file a follow-up with fileDuty instead of reopening it`,
    );
  const { reason } = fields;
  return [...reopening(incident, reason), { type: 'dutyReopened', duty: duty.id, reason }];
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
