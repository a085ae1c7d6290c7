/** Vendors who process data for the company (GDPR Art. 28): what is missing or due about each. */
import { isInEea } from './countries.ts';

/** What a vendor may run for the product itself. */
export const vendorServices = ['mail', 'register', 'temporal'] as const;
export type VendorService = (typeof vendorServices)[number];

/** Why data may go there: Arts. 45, 46(2)(c), 47 and 49. */
export type TransferGround =
  | { readonly kind: 'adequacy' | 'scc' | 'bcr' }
  /** Which of Art. 49 and why, in a person's words. */
  | { readonly kind: 'derogation'; readonly text: string };

export const groundNames: Readonly<Record<TransferGround['kind'], string>> = {
  adequacy: 'adequacy decision (Art. 45)',
  scc: 'standard contractual clauses (Art. 46(2)(c))',
  bcr: 'binding corporate rules (Art. 47)',
  derogation: 'derogation (Art. 49)',
};

/** The worst first. */
export const vendorConcerns = [
  'no transfer ground',
  'contract missing',
  'confidentiality missing',
  'never reviewed',
  'review due',
] as const;
export type VendorConcern = (typeof vendorConcerns)[number];
export type VendorState = 'ok' | VendorConcern;

export type VendorFacts = {
  /** ISO 3166 alpha-2, upper case. */
  readonly country: string;
  /** Date of the agreement of Art. 28(3), as ISO text like all dates here. */
  readonly contract?: string | undefined;
  /** Date of the commitment of Art. 28(3)(b), or that there is one. */
  readonly confidentiality?: string | true | undefined;
  readonly transferGround?: TransferGround | undefined;
  readonly reviewedOn?: string | undefined;
};

/** `reviewDueOn` is `reviewedOn` and its months, counted by whoever knows the calendar; `today` is in the company's zone. */
export function concernsOf(
  vendor: VendorFacts,
  at: { readonly today: string; readonly reviewDueOn?: string | undefined },
): readonly VendorConcern[] {
  const { today, reviewDueOn } = at;
  // A date that is still to come commits nobody yet.
  const isIn = (date: string | undefined): boolean => date !== undefined && date <= today;
  const { contract, confidentiality, reviewedOn } = vendor;
  const found: Readonly<Record<VendorConcern, boolean>> = {
    'no transfer ground': needsGround(vendor.country) && vendor.transferGround === undefined,
    'contract missing': !isIn(contract),
    'confidentiality missing': confidentiality !== true && !isIn(confidentiality),
    'never reviewed': !isIn(reviewedOn),
    'review due': isIn(reviewedOn) && isIn(reviewDueOn),
  };
  return vendorConcerns.filter((concern) => found[concern]);
}

export function stateOf(concerns: readonly VendorConcern[]): VendorState {
  return concerns[0] ?? 'ok';
}

export function isReviewDue(concerns: readonly VendorConcern[]): boolean {
  return concerns.includes('review due') || concerns.includes('never reviewed');
}

/** Outside the EU and EEA data may go only on a ground of Arts. 44 to 49. */
export function needsGround(country: string): boolean {
  return !isInEea(country);
}

/** Of the product's services that run beyond this machine, those that no vendor is said to provide. */
export function withoutVendor<S extends { readonly service: VendorService }>(
  services: readonly S[],
  vendors: readonly { readonly services?: readonly VendorService[] | undefined }[],
): readonly S[] {
  const provided = new Set(vendors.flatMap((vendor) => vendor.services ?? []));
  return services.filter(({ service }) => !provided.has(service));
}
