/** The kept files of a policy version, against the entry that sealed them. */
import type { Kysely } from 'kysely';
import type { AuditEntry } from '../domain/audit-entry.ts';
import { policyKind, policySeal } from './audit.ts';
import type { Fault } from './audit-fault.ts';
import { readPolicyFiles } from './policies.ts';
import type { Tables } from './tables.ts';

export async function checkPolicy(
  db: Kysely<Tables>,
  { n, kind, subject, subjectHash }: AuditEntry,
): Promise<Fault | undefined> {
  if (kind !== policyKind || subject === null) return undefined;
  const files = await readPolicyFiles(db, subject);
  // An earlier product sealed only the name of the version, and kept its files later or never.
  const isNamed = subjectHash === policySeal(subject);
  if (!files)
    return isNamed
      ? undefined
      : {
          ...{ broken: 'missing-policy', n },
          sentence: `the files of the policy ${subject}, sealed by entry ${n}, are gone`,
        };
  const found = policySeal(subject, files);
  if (isNamed ? found.startsWith(subject) : found === subjectHash) return undefined;
  return {
    ...{ broken: 'altered-policy', n },
    sentence: `the files of the policy ${subject} are not those that entry ${n} sealed`,
  };
}
