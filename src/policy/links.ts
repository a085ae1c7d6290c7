/** The links in mails: how long each of them works. */
import { z } from 'zod';
import { period } from './values.ts';

const mostMs = 7 * 24 * 3_600_000;

export const links = z.strictObject({
  expires: period
    .refine((ms) => ms <= mostMs, 'must be P7D at most: a link lies in a mailbox')
    .prefault('PT24H'),
});
