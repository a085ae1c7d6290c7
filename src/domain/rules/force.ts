/** Whether a rule is law on a day. */
import type { LegalRule } from './rule.ts';

/** One sentence when the rule does not hold on the ISO date; undefined when it does. */
export function notInForce(rule: LegalRule, on: string): string | undefined {
  const { id, validFrom, validUntil } = rule;
  if (!rule.enabled) return `${id} is NOT LAW: it is shown only because it was named.`;
  if (validFrom !== undefined && on < validFrom)
    return `${id} was not in force on ${on}: it applies from ${validFrom}. Do not rely on it.`;
  if (validUntil !== undefined && on > validUntil)
    return `${id} was no longer in force on ${on}: it applied until ${validUntil}. Do not rely on it.`;
  return undefined;
}

/** `since 2018-05-25`, `from 2027-01-01`, `not law`; `today` is an ISO date. */
export function describeForce(
  { enabled, validFrom, validUntil }: LegalRule,
  today: string,
): string {
  if (!enabled) return 'not law';
  if (validUntil !== undefined) return `${validFrom ?? ''} to ${validUntil}`.trimStart();
  if (validFrom === undefined) return 'in force';
  return today < validFrom ? `from ${validFrom}` : `since ${validFrom}`;
}
