/** `init --signing-keys`: a key for everybody of the new policy, the first admin's first, because it signs the others. */
import { dirname } from 'node:path';
import { isAdmin } from '../../policy/roles.ts';
import { authorityOf, grantTo } from '../access.ts';
import type { Io } from '../io.ts';
import { openSession, type Given } from '../session.ts';

export async function grantToAll(
  io: Io,
  given: Given,
): Promise<{ readonly people: readonly string[]; readonly folder: string }> {
  const { policy } = await openSession(io, given);
  const people = Object.keys(policy.people);
  const admin = people.find(isAdmin(policy));
  if (admin === undefined) throw new Error('the policy that init wrote has no admin');
  const session = await openSession(io, { ...given, as: admin });
  let folder = '';
  for (const person of [admin, ...people.filter((other) => other !== admin)]) {
    const { privateKey = '' } = await grantTo(session, await authorityOf(session), person);
    folder = dirname(privateKey);
  }
  return { people, folder };
}
