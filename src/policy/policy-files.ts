/** The files that a policy consists of, and the hash that its version is taken from. */
import { createHash } from 'node:crypto';

/** As they were read. */
export type PolicyFiles = {
  readonly policy: Uint8Array;
  /** Absent when the policy names no customers file. */
  readonly customers?: Uint8Array;
  readonly vendors?: Uint8Array;
};

/** Of all files; its first 12 digits are the version. The customers file keeps the mark it had when it was the only one. */
export function policyHash({ policy, customers, vendors }: PolicyFiles): string {
  const hash = createHash('sha256').update(policy);
  if (customers) hash.update('\0').update(customers);
  if (vendors) hash.update('\0vendors\0').update(vendors);
  return hash.digest('hex');
}
