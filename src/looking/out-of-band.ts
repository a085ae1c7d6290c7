/** Whom no mailbox reaches while the mails of an incident go to the other addresses. */
import type { Policy } from '../policy/schema.ts';

/** Ids, by the policy file of now: that is what mails are sent by. */
export function withoutOther({ people }: Pick<Policy, 'people'>): readonly string[] {
  return Object.entries(people).flatMap(([id, { outOfBand }]) =>
    outOfBand === undefined ? [id] : [],
  );
}
