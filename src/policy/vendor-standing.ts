/** How each vendor of the policy stands today: what is missing, what is due, and what the ground rests on. */
import { dateAt, monthsAfter } from '../calendar/date.ts';
import { concernsOf, stateOf, type VendorConcern, type VendorState } from '../domain/vendors.ts';
import { findAdequacy, readAdequacy, type AdequateCountry } from './adequacy.ts';
import { countryName } from './country.ts';
import type { Policy } from './schema.ts';
import type { Vendor } from './vendor.ts';

export type VendorStanding = Vendor & {
  readonly id: string;
  readonly countryName: string;
  readonly state: VendorState;
  readonly concerns: readonly VendorConcern[];
  /** ISO date; absent while there was no review. */
  readonly reviewDueOn?: string;
  /** The decision that `transferGround: adequacy` rests on. */
  readonly adequacy?: AdequateCountry & { readonly listAsOf: string };
};

export function standings(
  { vendors, organisation }: Pick<Policy, 'vendors' | 'organisation'>,
  nowMs: number,
): readonly VendorStanding[] {
  const today = dateAt(nowMs, organisation.zone);
  return Object.entries(vendors).map(([id, vendor]) => {
    const { country, reviewedOn, reviewEvery, transferGround } = vendor;
    const reviewDueOn = reviewedOn === undefined ? undefined : monthsAfter(reviewedOn, reviewEvery);
    const concerns = concernsOf(vendor, { today, reviewDueOn });
    const decision = transferGround?.kind === 'adequacy' ? findAdequacy(country) : undefined;
    return {
      ...{ id, ...vendor, countryName: countryName(country) ?? country },
      ...{ state: stateOf(concerns), concerns },
      ...(reviewDueOn !== undefined && { reviewDueOn }),
      ...(decision && { adequacy: { ...decision, listAsOf: readAdequacy().listAsOf } }),
    };
  });
}
