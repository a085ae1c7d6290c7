/** `policy reviewed`: somebody read the policy file and found that it may stay, or that it is right after a change. */
import { Failure } from '../failure.ts';
import { loadPolicy } from '../policy/file.ts';
import { rolesOf } from '../policy/roles.ts';
import { policyReviewedKind, policySeal, recordAct } from '../register/audit.ts';
import { policyReviewDueOn } from '../upkeep/due.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, requirePerson, withRegister, type Given, type Session } from './session.ts';

/** Those who answer for it. */
const reviewers = ['dpo', 'decision-maker', 'admin'] as const;

export async function runPolicyReviewed(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const person = requireReviewer(session);
  const { version, files, policy } = await loadPolicy(session.config.policyPath);
  // A register that is not there is none to sign off in.
  await withRegister(session, async () => {});
  const nextOn = await withRegister(
    session,
    async (register) => {
      await recordAct(register, {
        ...{ kind: policyReviewedKind, person, channel: 'cli', subject: version },
        ...{ subjectHash: policySeal(version, files), nowMs: io.now() },
      });
      return policyReviewDueOn(register, policy);
    },
    'writing',
  );
  if (given.json) return printJson(session, { reviewed: version, by: person, nextOn });
  io.print(`Version ${version} is reviewed by ${person}. The next review is due ${nextOn}.`);
}

/** Whoever may say that the policy is right may also make its changes known. */
export function requireReviewer(session: Session): string {
  const person = requirePerson(session);
  const roles = rolesOf(session.policy, person);
  if (reviewers.some((role) => roles.includes(role))) return person;
  throw new Failure(
    'notAllowed',
    'not-your-role',
    `${person} is none of ${reviewers.join(', ')}; ask somebody who answers for the policy`,
  );
}
