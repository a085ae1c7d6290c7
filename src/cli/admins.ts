/** What only admins may do of what the command line does by itself; what they do stands on the audit chain. */
import { requireAdminOf } from '../policy/admins.ts';
import { requirePerson, type Session } from './session.ts';

/** `what` ends the sentence "they are no admin, and only an admin …". Answers who acts. */
export function requireAdmin(session: Session, what: string): string {
  const person = requirePerson(session);
  requireAdminOf(session.policy, person, what);
  return person;
}
