/** Who may act, as a review shows it: people with roles, offices and keys, and what ends when nobody confirms them. */
import type { AccessRole } from '../domain/access.ts';
import { isConfirmed, type AccessReview } from '../domain/access-review.ts';
import { rolesOf } from '../policy/roles.ts';
import type { Policy } from '../policy/schema.ts';
import type { AccessKey } from '../register/access-keys.ts';
import { isOfPerson, stateOf, validAdminKeys, validKeysOf } from './standing.ts';

export type Holder = {
  readonly person: string;
  /** False for somebody who has a key and left the policy. */
  readonly isKnown: boolean;
  readonly roles: readonly AccessRole[];
  readonly keys: readonly { readonly id: string; readonly expiresAtMs: number }[];
};

type People = Pick<Policy, 'people' | 'roles'>;

/** Everybody of the policy, and behind them whoever has a valid key without being in it. */
export function holdersOf(
  policy: People,
  keys: readonly AccessKey[],
  nowMs: number,
): readonly Holder[] {
  const known = Object.keys(policy.people);
  const owners = keys
    .filter((key) => isOfPerson(key) && stateOf(key, nowMs) === 'valid')
    .map(({ person }) => person);
  return [...new Set([...known, ...owners])].map((person) => ({
    person,
    isKnown: known.includes(person),
    roles: rolesOf(policy, person),
    keys: validKeysOf(keys, person, nowMs).map(({ id, expiresAtMs }) => ({ id, expiresAtMs })),
  }));
}

export function unconfirmed(review: AccessReview, holders: readonly Holder[]): readonly Holder[] {
  return holders.filter(({ person }) => !isConfirmed(review, person));
}

/**
 * The keys that end with the review, and the one that is spared because nobody could grant a key without it. A person
 * without a key when the review opened got theirs from an admin since: that is as good as a review.
 */
export function endingKeys(
  review: AccessReview,
  keys: readonly AccessKey[],
  isAdmin: (person: string) => boolean,
  nowMs: number,
): { readonly ending: readonly AccessKey[]; readonly spared?: AccessKey } {
  // By person and not by key: who renews their own key during the review is not confirmed by that.
  const reviewed = new Set(
    keys.filter(({ grantedAtMs }) => grantedAtMs <= review.openedAtMs).map(({ person }) => person),
  );
  const open = keys.filter(
    (key) =>
      isOfPerson(key) &&
      stateOf(key, nowMs) === 'valid' &&
      reviewed.has(key.person) &&
      !isConfirmed(review, key.person),
  );
  const admins = validAdminKeys(keys, isAdmin, nowMs);
  if (admins.length === 0 || admins.some((key) => !open.includes(key))) return { ending: open };
  const [spared] = admins.toSorted((a, b) => b.expiresAtMs - a.expiresAtMs);
  return { ending: open.filter((key) => key !== spared), ...(spared && { spared }) };
}
