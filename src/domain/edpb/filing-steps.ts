/** How a person files the notice, authority by authority: the product never does. */
import { isStale, monthsSince, type Authority } from '../authority.ts';
import type { NoticePhase, NoticeSource, OrganisationProfile } from '../notice.ts';
import { addresseesOf, entryOf, nameOf, peopleFields, type Addressees } from './addressees.ts';

export function filingSteps(
  source: NoticeSource,
  organisation: OrganisationProfile,
  { kind, state }: NoticePhase,
  nowMs: number,
): readonly string[] {
  const { id } = source;
  const addressees = addresseesOf(source, organisation);
  const owed = owedTo(organisation, addressees);
  // What stands under another law is another duty.
  const toRecord = addressees?.proposal.notify.length ?? 1;
  const ofIncomplete = kind === 'new' ? 'initial' : 'follow-up';
  const stage = { incomplete: ofIncomplete, complete: 'complete', withdrawn: 'withdrawal' }[state];
  return [
    words.check(id),
    words.wait[state],
    ...(addressees ? decisions(id, addressees) : []),
    ...owed.flatMap((one, n) => block(one, n + 1, owed.length, nowMs)),
    ...(owed.length === 0 ? [words.noAuthority] : []),
    words.copy,
    words.keep,
    toRecord > 1 ? words.recordSeveral(id, stage, toRecord) : words.record(id, stage),
    ...(addressees?.proposal.separately.some(({ authority }) => authority === 'GB')
      ? [words.recordUk(id)]
      : []),
  ];
}

type Owed = {
  readonly name: string;
  readonly entry: Authority | undefined;
  /** Why it stands here, where that is not plain. */
  readonly remark?: string;
};

/** Addresses stand at the end of a step, so that no full stop becomes a part of them. */
function block(
  { name, entry, remark }: Owed,
  n: number,
  of: number,
  nowMs: number,
): readonly string[] {
  const isOnly = of === 1 && remark === undefined;
  const heading = isOnly ? '' : words.authority(n, of, name, remark);
  const stale = entry && isStale(entry.asOf, nowMs) ? words.stale(entry, nowMs) : '';
  return [
    heading + words.open(entry),
    (isOnly ? words.down : words.downOf(name)) + words.portalDown(entry) + stale,
  ];
}

/** One for each authority: those proposed, and the one of the policy file, which a person chose. */
function owedTo(
  organisation: OrganisationProfile,
  addressees: Addressees | undefined,
): readonly Owed[] {
  const { authority } = organisation;
  if (!addressees) return [{ name: authority?.name ?? '', entry: authority }];
  const { proposal, differs } = addressees;
  const configured = authority && { name: authority.name, entry: authority };
  return [
    ...proposal.notify.map((named) => ({
      name: nameOf(named, organisation),
      entry: entryOf(named, organisation),
    })),
    ...(configured && (differs || proposal.notify.length === 0)
      ? [{ ...configured, remark: words.configured }]
      : []),
    ...proposal.separately.map((named) => ({
      name: nameOf(named, organisation),
      entry: entryOf(named, organisation),
      remark: words.separately,
    })),
  ];
}

/** What a person decides before anything is filed. */
function decisions(id: string, { proposal, people, differs }: Addressees): readonly string[] {
  const field = proposal.isEstablished ? peopleFields.inside : peopleFields.outside;
  return [
    ...(differs ? [words.differs] : []),
    ...(proposal.asks.includes('land') ? [words.land] : []),
    ...(proposal.asks.includes('people') || people.from === 'policy'
      ? [words.people(id, field)]
      : []),
  ];
}

const words = {
  check: (id: string) =>
    `Check every field, and correct what is wrong with seventytwo notice set ${id} FIELD VALUE`,
  wait: {
    complete: 'Nothing is missing. Read it through once more, and file it.',
    incomplete:
      'Do not wait for what is missing. Within the 72 hours an incomplete notice is better than none, and the rest may follow in phases (Art. 33(4)).',
    withdrawn: 'A withdrawal needs the reference of the notice it takes back, and the reasons.',
  },
  differs:
    'The policy file names another authority than the one proposed from the establishments. Decide which is right before you file, and correct the policy file; in doubt notify both.',
  people: (id: string, field: number) =>
    `Say in which countries the people concerned live, with seventytwo notice set ${id} ${field} "DE-BE, FR": the authorities follow from it.`,
  land: 'Germany has an authority in each Land: find out the Land, then the authority with seventytwo authorities list --country DE',
  authority: (n: number, of: number, name: string, remark: string | undefined) =>
    `Authority ${n} of ${of}, ${name}${remark === undefined ? '' : ` (${remark})`}: `,
  configured: 'named in the policy file',
  separately: 'a separate notice under its own law',
  noAuthority:
    'No authority can be named yet. Do not wait for it: ask an authority of a state in which people concerned live.',
  open: (entry: Authority | undefined) => {
    const { portal, verified, asOf = '', website, channel } = entry ?? {};
    const site = website === undefined ? '' : ` Website: ${website}`;
    if (portal === undefined) {
      const takes = channel === undefined ? '' : ` It takes notices by: ${channel}.`;
      return `The directory knows no portal of this authority. Open the authority's website and look for how to notify a breach there.${takes}${site}`;
    }
    return verified
      ? `Open the portal; its address was confirmed in a source (directory of ${asOf}): ${portal}`
      : `The address of the portal is NOT verified (directory of ${asOf}). Open the authority's website first, make sure that it is the authority's, and find the portal from there.${site} Portal, not verified: ${portal}`;
  },
  down: 'If the portal cannot be reached: ',
  downOf: (name: string) => `If ${name} cannot be reached: `,
  portalDown: (entry: Authority | undefined) => {
    const { phone, email, address } = entry ?? {};
    const ways = [
      ...(phone === undefined ? [] : [`telephone ${phone}`]),
      ...(email === undefined ? [] : [`e-mail ${email}`]),
      ...(address === undefined ? [] : [`post to ${address}`]),
    ];
    const reach =
      ways.length === 0
        ? 'look on its website for a telephone number and ask how to notify'
        : `reach the authority by ${ways.join(' or ')} (not verified) and ask how to notify${email === undefined ? '' : '; send no personal data in an unprotected mail'}`;
    return `keep a proof of each attempt (a picture with the time), ${reach}, and try again. The 72 hours go on.`;
  },
  stale: ({ asOf }: Authority, nowMs: number) =>
    ` The directory is ${monthsSince(asOf, nowMs)} months old: look whether the addresses have changed.`,
  copy: "Copy field by field. The authority's own form may ask for less, more or in another order; it counts, not this template.",
  keep: 'Keep the confirmation that the portal gives, and its reference.',
  record: (id: string, stage: string) =>
    `To stop the reminders, record it with seventytwo duty file ${id} --reference REFERENCE --stage ${stage}`,
  recordUk: (id: string) =>
    `The notice under the UK GDPR has a clock of its own: seventytwo duty start ${id} uk-gdpr-33 --reason REASON`,
  recordSeveral: (id: string, stage: string, count: number) =>
    `The first filing on record stops the reminders: notify all ${count} first, then record it with all references, seventytwo duty file ${id} --reference "REFERENCE; REFERENCE" --stage ${stage}`,
} as const;
