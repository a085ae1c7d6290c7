/** A customer for whom the company is a processor: what the policy file and the customers file may say of one. */
import { z } from 'zod';
import { duration, email, language, text, zone } from './values.ts';

export const customer = z.strictObject({
  name: text,
  /** Where the Art. 33(2) notice goes. */
  email,
  zone: zone.optional(),
  /** Within what time the contract promises to tell them of a breach. */
  within: duration.optional(),
  /** In which they are to be written to; the organisation's own when they say none. */
  language: language.optional(),
});
export type Customer = z.infer<typeof customer>;

/** Each incident pins their ids and carries them from run to run: 2,000 are 80 KB of the 2 MB of an input. */
export const mostCustomers = 2_000;
