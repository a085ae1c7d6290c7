/** Backups as the policy file asks for them: where to, how often, for whom, and how long they are kept. */
import { z } from 'zod';
import { period, text } from './values.ts';

/** Age's public keys (X25519), and those of its post-quantum kind. */
const recipient = z.string().regex(/^age1(pq1)?[02-9ac-hj-np-z]{50,2000}$/, {
  error: ({ input }) =>
    // The value is not repeated: it may be the private key.
    typeof input === 'string' && /^AGE-SECRET-KEY/i.test(input)
      ? 'is an identity, the private key: remove it from this file, make another pair and write the recipient that begins with age1'
      : 'is not an age recipient; write what seventytwo backup keygen prints, which begins with age1',
});

export const backups = z.strictObject({
  /** A folder that is there, relative to this file. */
  to: text,
  every: period.prefault('P1D'),
  recipients: z.array(recipient).min(1, 'needs at least one recipient').max(20),
  /** Whichever of the two is reached first; the last good one stays. */
  keep: z
    .strictObject({
      days: z.int().min(1).max(3_660).default(35),
      count: z.int().min(1).max(10_000).default(50),
    })
    .prefault({}),
});
