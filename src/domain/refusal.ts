/** A command refused by a rule is a value: a code from a closed set and one sentence with the remedy. */
import type { Incident, Phase } from './incident.ts';
import type { PersonId } from './policy.ts';
import type { Instant } from './shape.ts';

export const refusalCodes = [
  'not-authenticated',
  'not-permitted',
  'restricted',
  'glass-unreviewed',
  'unknown-person',
  'unknown-duty',
  'unknown-task',
  'unknown-mail',
  'unknown-customer',
  'unknown-playbook',
  'unknown-rule',
  'unknown-field',
  'answer-unfit',
  'not-declared',
  'already-declared',
  'wrong-phase',
  'already-done',
  'clock-running',
  'breach-undecided',
  'duty-open',
  'task-open',
  'review-missing',
  'second-person-needed',
  'nothing-to-confirm',
  'nothing-to-approve',
  'not-approved',
  'newer-draft',
  'nothing-filed',
  'not-your-role',
  'advice-reasons-missing',
  'exception-needed',
  'anchor-missing',
  'merging',
  'delay-reasons-missing',
  'in-the-future',
  'facts-in-conflict',
  'limit-reached',
  'register-away',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** A command that is none: an unknown name, or fields that do not fit it. No rule was asked. */
export const badShape = 'bad-shape';
/** What a command that came to nothing is recorded with. */
export type RefusedCode = RefusalCode | typeof badShape;

export type Refusal = { readonly refused: RefusalCode; readonly message: string };

export function refuse(refused: RefusalCode, message: string): Refusal {
  return { refused, message };
}

export function isRefusal(decision: object): decision is Refusal {
  return 'refused' in decision;
}

export function unknownPerson(id: PersonId): Refusal {
  return refuse(
    'unknown-person',
    `${id} is not a person of the policy file; use the id of somebody in it`,
  );
}

export function closedAlready(incident: Incident, verb: string): Refusal {
  return refuse('wrong-phase', `cannot ${verb} ${incident.id}: it is closed; reopen it first`);
}

/**
 * Events that may wait for the register: weeks of work of a whole team, or a machine gone wild. All of them wait
 * in Temporal, which has an end too.
 */
const unjournaledLimit = 10_000;

/** For what brings much and can wait: everything that moves the incident on is taken, whatever waits. */
export function registerAway(id: string, verb: string, unjournaled = 0): Refusal | undefined {
  if (unjournaled < unjournaledLimit) return undefined;
  return refuse(
    'register-away',
    `cannot ${verb} ${id}: ${unjournaled} events wait already for the register, which cannot be written; keep this elsewhere and bring the register back (seventytwo doctor says what is wrong), every other command goes on`,
  );
}

/** How each phase is reached, for the sentence that says what to do first. */
const reachedBy: Readonly<Record<Phase, string>> = {
  detected: 'declare it',
  triage: 'acknowledge it',
  containment: 'triage it',
  recovery: 'contain it',
  review: 'record its recovery',
  closed: 'close it',
};

export function wrongPhase(incident: Incident, verb: string, needed: Phase): Refusal {
  return refuse(
    'wrong-phase',
    `cannot ${verb} ${incident.id} in phase ${incident.phase}; ${reachedBy[needed]} first`,
  );
}

/** A person's clock may run ahead of ours by this much before "in the future" is said. */
const clockSkewMs = 2 * 60_000;

export function isFuture(instant: Instant, nowMs: number): boolean {
  return instant.atMs > nowMs + clockSkewMs;
}

export function inTheFuture(field: string, instant: Instant): Refusal {
  return refuse(
    'in-the-future',
    `${field} is ${new Date(instant.atMs).toISOString()}, which is still to come; check date and zone`,
  );
}
