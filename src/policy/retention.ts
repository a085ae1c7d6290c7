/** The section `retention` of the policy file: how long each kind of data is kept. */
import { z } from 'zod';
import { isAtLeastAsLong } from '../calendar/retained.ts';
import { named } from './values.ts';

/**
 * Shortest limit for the record of a breach. The GDPR names none: Art. 33(5) wants what enables the authority to verify
 * compliance. Two years is what the one duty with a number among those that this product knows asks for (Switzerland,
 * DPO Art. 15), and so what we take for the least that can be argued; most companies will want more.
 */
const leastForBreaches = 'P2Y';

/** Years, months, weeks, days by the calendar: `P2Y`, `P18M`, `P90D`. */
const limit = z
  .string({ error: named('is not an ISO 8601 duration; write one such as P2Y, P6M or P90D') })
  .regex(/^P(?=\d)(\d{1,2}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,4}D)?$/, {
    error: named(
      'is not an ISO 8601 duration of years, months, weeks and days; write one such as P2Y, P6M or P90D',
    ),
  })
  .refine((text) => isLongEnough(text, 'P1D'), 'must be P1D at least');

export const retention = z.strictObject({
  incidents: limit.optional(),
  breaches: limit
    .refine((text) => isLongEnough(text, leastForBreaches), {
      error: `must be ${leastForBreaches} at least: Art. 33(5) GDPR has breaches documented so that the authority can verify it`,
    })
    .optional(),
  attachments: limit.optional(),
  drafts: limit.optional(),
  policyVersions: limit.optional(),
  inbox: limit.optional(),
});

/** True of what is no period at all: that is told once, by its own sentence. */
function isLongEnough(text: string, least: string): boolean {
  try {
    return isAtLeastAsLong(text, least);
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}
