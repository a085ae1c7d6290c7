/** How a person files the notice, authority by authority: the product never does. */
import { isStale, monthsSince, type Authority } from '../authority.ts';
import type { NoticeSource, OrganisationProfile } from '../notice.ts';
import type { NoticePhase } from '../notice-state.ts';
import type { NoticeWords } from '../notice-words.ts';
import { addresseesOf, entryOf, nameOf, peopleFields, type Addressees } from './addressees.ts';
import type { FilingWords } from '../filing-words.ts';

export function filingSteps(
  source: NoticeSource,
  organisation: OrganisationProfile,
  { kind, state }: NoticePhase,
  nowMs: number,
  { filing }: NoticeWords,
): readonly string[] {
  const { id } = source;
  const words = filing.steps;
  const addressees = addresseesOf(source, organisation);
  const owed = owedTo(organisation, addressees, filing);
  // What stands under another law is another duty.
  const toRecord = addressees?.proposal.notify.length ?? 1;
  const ofIncomplete = kind === 'new' ? 'initial' : 'follow-up';
  const stage = { incomplete: ofIncomplete, complete: 'complete', withdrawn: 'withdrawal' }[state];
  return [
    words.check(id),
    words.wait[state],
    ...(addressees ? decisions(id, addressees, words) : []),
    ...owed.flatMap((one, n) => block(one, n + 1, owed.length, nowMs, words)),
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
  words: FilingWords['steps'],
): readonly string[] {
  const isOnly = of === 1 && remark === undefined;
  const heading = isOnly ? '' : words.authority(n, of, name, remark);
  const stale =
    entry && isStale(entry.asOf, nowMs) ? words.stale(monthsSince(entry.asOf, nowMs)) : '';
  return [
    heading + words.open(entry),
    (isOnly ? words.down : words.downOf(name)) + words.portalDown(entry) + stale,
  ];
}

/** One for each authority: those proposed, and the one of the policy file, which a person chose. */
function owedTo(
  organisation: OrganisationProfile,
  addressees: Addressees | undefined,
  filing: FilingWords,
): readonly Owed[] {
  const { authority } = organisation;
  const words = filing.steps;
  if (!addressees) return [{ name: authority?.name ?? '', entry: authority }];
  const { proposal, differs } = addressees;
  const configured = authority && { name: authority.name, entry: authority };
  return [
    ...proposal.notify.map((named) => ({
      name: nameOf(named, organisation, filing),
      entry: entryOf(named, organisation),
    })),
    ...(configured && (differs || proposal.notify.length === 0)
      ? [{ ...configured, remark: words.configured }]
      : []),
    ...proposal.separately.map((named) => ({
      name: nameOf(named, organisation, filing),
      entry: entryOf(named, organisation),
      remark: words.separately,
    })),
  ];
}

/** What a person decides before anything is filed. */
function decisions(
  id: string,
  { proposal, people, differs }: Addressees,
  words: FilingWords['steps'],
): readonly string[] {
  const field = proposal.isEstablished ? peopleFields.inside : peopleFields.outside;
  return [
    ...(differs ? [words.differs] : []),
    ...(proposal.asks.includes('land') ? [words.land] : []),
    ...(proposal.asks.includes('people') || people.from === 'policy'
      ? [words.people(id, field)]
      : []),
  ];
}
