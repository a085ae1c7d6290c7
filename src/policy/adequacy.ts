/** The countries with an adequacy decision (GDPR Art. 45): dated data that says of each whether it was verified. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const country = z.object({
  code: z.string().length(2),
  verified: z.boolean(),
  /** Whom the decision covers, when it is not everybody there. */
  scope: z.string().optional(),
  note: z.string().optional(),
  source: z.url().optional(),
});
export type AdequateCountry = z.infer<typeof country>;

const list = z.object({
  checked: z.iso.date(),
  listAsOf: z.iso.date(),
  verifiedMeans: z.string(),
  source: z.url(),
  countries: z.array(country),
});
export type AdequacyList = z.infer<typeof list>;

// The data stands beside src and dist alike, so one relative place serves both.
const place = new URL('../../data/adequacy.json', import.meta.url);

/** Read on first use: most commands never need it. */
let kept: AdequacyList | undefined;

export function readAdequacy(): AdequacyList {
  kept ??= list.parse(JSON.parse(readFileSync(place, 'utf8')));
  return kept;
}

export function findAdequacy(code: string): AdequateCountry | undefined {
  return readAdequacy().countries.find((entry) => entry.code === code);
}
