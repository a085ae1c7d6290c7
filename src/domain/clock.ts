/** The clock of a duty: which anchor counts, when it is due, and what its ladder asks for next. */
import type { Anchor, Duty } from './duty.ts';
import type { Awareness, Incident } from './incident.ts';
import { isOpen } from './duty.ts';
import { hourMs, nextRungAtMs, rungsReached, type Ladder, type Reached } from './ladder.ts';
import { rules, type Rule } from './rules.ts';

/**
 * The strict reading that drives everything: anchor plus elapsed hours, in UTC.
 * Source: GDPR Art. 33(1); Reg. 1182/71 Art. 3(4) leaves periods in hours out of its weekend relief.
 */
export function dueAtMs(rule: Rule, anchorAtMs: number): number {
  return anchorAtMs + rule.hours * hourMs;
}

/**
 * The latest arguable reading: the hour of the event is not counted, and the period ends with the
 * last hour (Reg. 1182/71 Art. 3(1), 3(2)(a)): more than 0 and at most 60 minutes later.
 * Holds for zones a whole number of hours from UTC, as all of the EU are.
 */
export function latestArguableAtMs(rule: Rule, anchorAtMs: number): number {
  return (Math.floor(anchorAtMs / hourMs) + 1 + rule.hours) * hourMs;
}

/** Before awareness: the earliest of detection and a vendor's notice. */
export function provisionalAnchor(
  stamps: Pick<Incident['stamps'], 'detected' | 'vendorNotice'>,
): Anchor {
  const { detected, vendorNotice } = stamps;
  return vendorNotice && vendorNotice.atMs < detected.atMs
    ? { ...vendorNotice, kind: 'vendor-notice', provisional: true }
    : { ...detected, kind: 'detection', provisional: true };
}

/** From the declaration on: awareness and nothing else (GDPR Art. 33(1); Guidelines 9/2022 para 31). */
export function awarenessAnchor(aware: Pick<Awareness, 'atMs' | 'zone'>): Anchor {
  return { atMs: aware.atMs, zone: aware.zone, kind: 'awareness', provisional: false };
}

/** 0 when filed in time, or while the clock is provisional or a target of our own: nobody can be late for these. */
export function latenessMs(
  duty: Pick<Duty, 'anchor' | 'dueAtMs' | 'plan'>,
  filedAtMs: number,
): number {
  return duty.anchor.provisional || duty.plan?.isTarget ? 0 : Math.max(0, filedAtMs - duty.dueAtMs);
}

/** When the duty's next rung falls; undefined once it is filed, withheld or withdrawn. */
export function nextReminderAtMs(incident: Incident, duty: Duty): number | undefined {
  if (!isOpen(duty)) return undefined;
  return nextRungAtMs(ladderOf(incident, duty), duty.dueAtMs, duty.remindedUntilMs);
}

/** The rungs that have fallen due and are not told yet, as one. */
export function reminderDue(incident: Incident, duty: Duty, nowMs: number): Reached | undefined {
  if (!isOpen(duty)) return undefined;
  return rungsReached(ladderOf(incident, duty), duty.dueAtMs, duty.remindedUntilMs, nowMs);
}

/** What a duty asks for, by its plan or by the rule that is part of the domain. */
export function ruleOf({
  plan,
}: Pick<Duty, 'plan'>): Pick<Rule, 'title' | 'article' | 'addressee'> {
  return plan ?? rules['gdpr-33-1'];
}

/** Never to be planned with; undefined where there is no later reading. */
export function latestArguableOf({ plan, anchor }: Duty): number | undefined {
  return plan ? plan.latestArguableAtMs : latestArguableAtMs(rules['gdpr-33-1'], anchor.atMs);
}

function ladderOf({ policy }: Incident, { plan }: Duty): Ladder {
  return plan?.ladder ?? policy.ladder;
}
