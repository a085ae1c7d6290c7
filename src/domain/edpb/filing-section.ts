/** Where the notice goes: the authority of the policy file, or those proposed, with why and what to check. */
import type { Authority } from '../authority.ts';
import { caveat, roles } from '../competence-words.ts';
import type { Reason } from '../competence.ts';
import {
  may,
  must,
  type NoticeItem,
  type NoticeSection,
  type NoticeSource,
  type OrganisationProfile,
} from '../notice.ts';
import type { NoticeWords } from '../notice-words.ts';
import { addresseesOf, entryOf, nameOf, type Addressees } from './addressees.ts';
import type { FilingWords } from '../filing-words.ts';
import { duty } from './recorded.ts';

export function filingSection(
  source: NoticeSource,
  organisation: OrganisationProfile,
  words: NoticeWords,
): NoticeSection {
  const owed = source.duties[duty];
  // Before awareness nothing has an end that could be promised.
  const due =
    owed && !owed.anchor.provisional ? { atMs: owed.dueAtMs, zone: organisation.zone } : undefined;
  const { filing, whom } = words;
  const { labels } = filing;
  const keeper = whom.policyKeeper;
  const officer = whom.officer(organisation.dpoName);
  const addressees = addresseesOf(source, organisation);
  const { names, entries } = addressed(organisation, addressees, filing);
  return {
    id: 'filing',
    heading: filing.heading,
    article: words.article('GDPR Arts. 33(1), 55, 56'),
    items: [
      must('authority', labels.authority, addressees ? officer : keeper, names.join('\n')),
      may('portal', labels.portal, keeper, lines(entries, portalIn(words))),
      may('due', labels.due, officer, due),
      may('website', labels.website, keeper, lines(entries, websiteIn(words))),
      ...(addressees ? proposed(organisation, addressees, officer, filing) : []),
    ],
  };
}

type Addressed = {
  readonly names: readonly string[];
  readonly entries: readonly Authority[];
};

/** Where there is one authority, the policy file's stays: a person chose it. */
function addressed(
  organisation: OrganisationProfile,
  addressees: Addressees | undefined,
  words: FilingWords,
): Addressed {
  const { authority } = organisation;
  if (addressees?.proposal.role === 'none') {
    const { notify } = addressees.proposal;
    return {
      names: notify.map((named) => nameOf(named, organisation, words)),
      entries: notify.flatMap((named) => entryOf(named, organisation) ?? []),
    };
  }
  return { names: authority ? [authority.name] : [], entries: authority ? [authority] : [] };
}

function proposed(
  organisation: OrganisationProfile,
  { proposal, people, differs }: Addressees,
  officer: string,
  words: FilingWords,
): readonly NoticeItem[] {
  const { labels } = words;
  const names = (all: readonly Parameters<typeof nameOf>[0][]): string =>
    all.map((named) => nameOf(named, organisation, words)).join('\n');
  const said = (id: string, label: string, value: string): readonly NoticeItem[] =>
    value === '' ? [] : [may(id, label, officer, value)];
  const countries = people.places.map(words.place).join(', ');
  return [
    may('proposed', labels.proposed, officer, [
      `${words.proposal(roles[proposal.role])}:\n${names(proposal.notify) || words.notYet}`,
    ]),
    ...said(
      'differs',
      labels.differs,
      differs ? words.differsFrom(organisation.authority?.name ?? '') : '',
    ),
    ...said('concerned', labels.concerned, names(proposal.concerned)),
    may(
      'people-countries',
      labels.people,
      officer,
      countries === '' ? undefined : people.from === 'policy' ? words.usual(countries) : countries,
    ),
    ...said('unread', labels.unread, people.unread.join('; ')),
    ...said(
      'separately',
      labels.separately,
      proposal.separately
        .map((one) => `${nameOf(one, organisation, words)}: ${reasonText(one, words)}`)
        .join('\n'),
    ),
    ...said('why', labels.why, proposal.why.map((one) => reasonText(one, words)).join('\n')),
    ...said('to-check', labels.check, [...proposal.check, caveat].map(words.proposal).join('\n')),
  ];
}

function reasonText({ text, source }: Reason, { proposal }: FilingWords): string {
  return `${proposal(text)} [${proposal(source)}]`;
}

/** Bare where there is one, and behind its name where there are several. */
function lines(entries: readonly Authority[], told: Told): string | undefined {
  const all = entries.flatMap((entry) => {
    const value = told(entry);
    if (value === undefined) return [];
    return [entries.length === 1 ? value : `${entry.name}: ${value}`];
  });
  return all.length === 0 ? undefined : all.join('\n');
}

type Told = (authority: Authority) => string | undefined;

/** Of the websites the directory keeps no flag for the draft: each is to be checked. */
function websiteIn({ filing, date }: NoticeWords): Told {
  return ({ website, asOf }) =>
    website === undefined ? undefined : filing.unchecked(website, date(asOf));
}

function portalIn({ filing, date }: NoticeWords): Told {
  return ({ portal, verified, asOf }) => {
    if (portal === undefined) return undefined;
    return (verified ? filing.checked : filing.unverified)(portal, date(asOf));
  };
}
