/** Where the notice goes: the authority of the policy file, or those proposed, with why and what to check. */
import type { Authority } from '../authority.ts';
import { caveat, roles } from '../competence-words.ts';
import type { Reason } from '../competence.ts';
import { placeName } from '../countries.ts';
import {
  may,
  must,
  type NoticeItem,
  type NoticeSection,
  type NoticeSource,
  type OrganisationProfile,
} from '../notice.ts';
import { addresseesOf, entryOf, nameOf, type Addressees } from './addressees.ts';
import { duty } from './recorded.ts';

export function filingSection(
  source: NoticeSource,
  organisation: OrganisationProfile,
): NoticeSection {
  const owed = source.duties[duty];
  // Before awareness nothing has an end that could be promised.
  const due =
    owed && !owed.anchor.provisional ? { atMs: owed.dueAtMs, zone: organisation.zone } : undefined;
  const keeper = words.keeper;
  const officer = `${organisation.dpoName} (DPO)`;
  const addressees = addresseesOf(source, organisation);
  const { names, entries } = addressed(organisation, addressees);
  return {
    id: 'filing',
    heading: 'Where it goes',
    article: 'GDPR Arts. 33(1), 55, 56',
    items: [
      must('authority', 'Supervisory authority', addressees ? officer : keeper, names.join('\n')),
      may('portal', 'Where to file', keeper, lines(entries, portal)),
      may('due', 'End of the 72 hours', officer, due),
      may('website', 'Website of the authority', keeper, lines(entries, website)),
      ...(addressees ? proposed(organisation, addressees, officer) : []),
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
): Addressed {
  const { authority } = organisation;
  if (addressees?.proposal.role === 'none') {
    const { notify } = addressees.proposal;
    return {
      names: notify.map((named) => nameOf(named, organisation)),
      entries: notify.flatMap((named) => entryOf(named, organisation) ?? []),
    };
  }
  return { names: authority ? [authority.name] : [], entries: authority ? [authority] : [] };
}

function proposed(
  organisation: OrganisationProfile,
  { proposal, people, differs }: Addressees,
  officer: string,
): readonly NoticeItem[] {
  const names = (all: readonly Parameters<typeof nameOf>[0][]): string =>
    all.map((named) => nameOf(named, organisation)).join('\n');
  const said = (id: string, label: string, value: string): readonly NoticeItem[] =>
    value === '' ? [] : [may(id, label, officer, value)];
  const countries = people.places.map(placeName).join(', ');
  return [
    may('proposed', words.proposed, officer, [
      `${roles[proposal.role]}:\n${names(proposal.notify) || words.notYet}`,
    ]),
    ...said('differs', words.differs, differs ? words.differsFrom(organisation.authority) : ''),
    ...said('concerned', words.concerned, names(proposal.concerned)),
    may(
      'people-countries',
      words.people,
      officer,
      countries === '' ? undefined : people.from === 'policy' ? words.usual(countries) : countries,
    ),
    ...said('unread', words.unread, people.unread.join('; ')),
    ...said(
      'separately',
      words.separately,
      proposal.separately
        .map((one) => `${nameOf(one, organisation)}: ${reasonText(one)}`)
        .join('\n'),
    ),
    ...said('why', words.why, proposal.why.map(reasonText).join('\n')),
    ...said('to-check', words.check, [...proposal.check, caveat].join('\n')),
  ];
}

function reasonText({ text, source }: Reason): string {
  return `${text} [${source}]`;
}

/** Bare where there is one, and behind its name where there are several. */
function lines(
  entries: readonly Authority[],
  told: (authority: Authority) => string | undefined,
): string | undefined {
  const all = entries.flatMap((entry) => {
    const value = told(entry);
    if (value === undefined) return [];
    return [entries.length === 1 ? value : `${entry.name}: ${value}`];
  });
  return all.length === 0 ? undefined : all.join('\n');
}

/** Of the websites the directory keeps no flag for the draft: each is to be checked. */
function website({ website: address, asOf }: Authority): string | undefined {
  return address === undefined ? undefined : `${address} (directory of ${asOf}, check before use)`;
}

function portal({ portal: address, verified, asOf }: Authority): string | undefined {
  if (address === undefined) return undefined;
  const trust = verified ? 'verified' : 'not verified, check before use';
  return `${address} (directory of ${asOf}, ${trust})`;
}

const words = {
  keeper: 'whoever keeps the policy file',
  proposed: 'Proposed from the establishments',
  notYet: 'none can be named yet',
  differs: 'The policy file names another authority',
  differsFrom: (authority: Authority | undefined) =>
    `${authority?.name ?? ''}: a person decides which is right`,
  concerned: 'Authorities concerned',
  people: 'Countries of the people concerned',
  usual: (countries: string) =>
    `${countries} (where they usually live, from the policy file; to be confirmed for this breach)`,
  unread: 'Written as countries, but not understood',
  separately: 'Separate notices outside the EEA',
  why: 'Why there',
  check: 'To check before filing',
} as const;
