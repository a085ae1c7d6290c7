/** Doctor: whether the authority of the policy is the one that its establishments lead to, and how old the directory is. */
import { freshMonths, isStale, monthsSince } from '../domain/authority.ts';
import { propose } from '../domain/competence.ts';
import { readDirectory } from '../policy/authorities.ts';
import { establishmentsOf } from '../policy/profile.ts';
import type { Policy } from '../policy/schema.ts';
import { ok, warning, type Finding } from './check.ts';

export function checkAuthority({ organisation }: Policy, nowMs: number): Finding {
  const { authority, establishments } = organisation;
  const { asOf } = readDirectory();
  if (establishments) {
    const facts = establishmentsOf(establishments);
    const { notify, separately } = propose({ ...facts, people: facts.usualPeople });
    // A country without its Land proposes nobody.
    const ids = notify.flatMap((named) => named.authority ?? []);
    const also = separately.flatMap((named) => named.authority ?? []);
    if (ids.length > 0 && ![...ids, ...also].includes(authority))
      return warning(words.differs(authority, ids), words.decide);
  }
  return isStale(asOf, nowMs)
    ? warning(words.stale(asOf, monthsSince(asOf, nowMs)), words.update)
    : ok(words.fits(authority, asOf));
}

const words = {
  differs: (authority: string, ids: readonly string[]) =>
    `organisation.authority is ${authority}, but organisation.establishments leads to ${ids.join(', ')}`,
  decide: 'decide which is right and correct the policy file (seventytwo authorities propose)',
  stale: (asOf: string, months: number) =>
    `the directory of authorities was checked ${asOf}, ${months} months ago, more than ${freshMonths}`,
  update: "look at your authority's website now, not in the 72 hours",
  fits: (authority: string, asOf: string) => `${authority}, directory checked ${asOf}`,
} as const;
