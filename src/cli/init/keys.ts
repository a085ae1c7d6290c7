/** `init --keys`: a key for everybody of the new policy, the first admin's first, because it signs the others. */
import { dirname } from 'node:path';
import { isAdmin } from '../../policy/roles.ts';
import { authorityOf, grantTo } from '../access.ts';
import type { Io } from '../io.ts';
import { openSession, type Given } from '../session.ts';

export async function grantToAll(io: Io, given: Given): Promise<void> {
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
  if (given.json) return;
  io.print(
    `Made a key for each of ${people.join(', ')}, in ${folder}. Hand each file to its owner by a safe way and leave no copy of it here but your own.`,
  );
}
