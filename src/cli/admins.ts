/** What only admins may do of what the command line does by itself; what they do stands on the audit chain. */
import { Failure } from '../failure.ts';
import { adminsOf } from '../policy/roles.ts';
import { requirePerson, type Session } from './session.ts';

/** `what` ends the sentence "they are no admin, and only an admin …". Answers who acts. */
export function requireAdmin(session: Session, what: string): string {
  const person = requirePerson(session);
  const admins = adminsOf(session.policy);
  if (admins.includes(person)) return person;
  throw new Failure(
    'notAllowed',
    'not-your-role',
    `${person} is no admin of the policy file, and only an admin ${what}; ask one of ${admins.join(', ')}`,
  );
}
