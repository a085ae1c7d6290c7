/** Where the notice goes and how a person files it: the product never does. */
import {
  may,
  must,
  type NoticePhase,
  type NoticeSection,
  type NoticeSource,
  type OrganisationProfile,
} from '../notice.ts';
import { duty } from './recorded.ts';

export function filingSection(
  { duties }: NoticeSource,
  organisation: OrganisationProfile,
): NoticeSection {
  const owed = duties[duty];
  // Before awareness nothing has an end that could be promised.
  const due =
    owed && !owed.anchor.provisional ? { atMs: owed.dueAtMs, zone: organisation.zone } : undefined;
  const keeper = 'whoever keeps the policy file';
  return {
    id: 'filing',
    heading: 'Where it goes',
    article: 'GDPR Arts. 33(1), 55, 56',
    items: [
      must('authority', 'Supervisory authority', keeper, organisation.authority?.name),
      may('portal', 'Where to file', keeper, portal(organisation)),
      may('due', 'End of the 72 hours', `${organisation.dpoName} (DPO)`, due),
      may('website', 'Website of the authority', keeper, website(organisation)),
    ],
  };
}

/** Of the websites the directory keeps no flag for the draft: each is to be checked. */
function website({ authority }: OrganisationProfile): string | undefined {
  if (authority?.website === undefined) return undefined;
  return `${authority.website} (directory of ${authority.asOf}, check before use)`;
}

function portal({ authority }: OrganisationProfile): string | undefined {
  if (authority?.portal === undefined) return undefined;
  const trust = authority.verified ? 'verified' : 'not verified, check before use';
  return `${authority.portal} (directory of ${authority.asOf}, ${trust})`;
}

export function filingSteps(
  { id }: NoticeSource,
  { authority }: OrganisationProfile,
  { kind, state }: NoticePhase,
): readonly string[] {
  const ofIncomplete = kind === 'new' ? 'initial' : 'follow-up';
  const stage = { incomplete: ofIncomplete, complete: 'complete', withdrawn: 'withdrawal' }[state];
  const wait = {
    complete: 'Nothing is missing. Read it through once more, and file it.',
    incomplete:
      'Do not wait for what is missing. Within the 72 hours an incomplete notice is better than none, and the rest may follow in phases (Art. 33(4)).',
    withdrawn: 'A withdrawal needs the reference of the notice it takes back, and the reasons.',
  }[state];
  return [
    `Check every field, and correct what is wrong with seventytwo notice set ${id} FIELD VALUE`,
    wait,
    authority?.portal === undefined
      ? "The directory knows no portal of this authority. Open the authority's website and look for how to notify a breach there."
      : authority.verified
        ? `Open the portal; its address was confirmed in a source (directory of ${authority.asOf}).`
        : `The address of the portal is NOT verified (directory of ${authority.asOf}). Open the authority's website first, make sure that it is the authority's, and find the portal from there.`,
    "Copy field by field. The authority's own form may ask for less, more or in another order; it counts, not this template.",
    'Keep the confirmation that the portal gives, and its reference.',
    `To stop the reminders, record it with seventytwo duty file ${id} --reference REFERENCE --stage ${stage}`,
  ];
}
