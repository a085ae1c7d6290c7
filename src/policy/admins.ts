/** What only admins may do, on the command line and over HTTP alike. */
import { Failure } from '../failure.ts';
import { adminsOf } from './roles.ts';
import type { Policy } from './schema.ts';

/** `what` ends the sentence "they are no admin, and only an admin …". Throws Failure `not-your-role`. */
export function requireAdminOf(policy: Policy, person: string, what: string): void {
  const admins = adminsOf(policy);
  if (admins.includes(person)) return;
  throw new Failure(
    'notAllowed',
    'not-your-role',
    `${person} is no admin of the policy file, and only an admin ${what}; ask one of ${admins.join(', ')}`,
  );
}
