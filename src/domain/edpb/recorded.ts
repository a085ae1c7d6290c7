/** What the record and the policy answer of the template's fields. Nothing is guessed: the rest stays open. */
import { isInEea } from '../countries.ts';
import {
  chronology,
  lateByMs,
  standing,
  withdrawalReason,
  type NoticeSource,
  type OrganisationProfile,
} from '../notice.ts';
import type { NoticeWords } from '../notice-words.ts';
import { addresseesOf, countriesOf, nameOf } from './addressees.ts';
import { measureLetters, toldInNotices } from '../measures.ts';
import { communicated } from './communicated.ts';
import type { Answer, Answered, Origin } from './template.ts';
import { dataLetters, incidentLetters, peopleLetters } from './words.ts';

export const duty = 'gdpr-33-1';

type Known = readonly (readonly [no: number, answer: Answer | undefined, from?: Origin])[];

export function recorded(
  source: NoticeSource,
  organisation: OrganisationProfile,
  nowMs: number,
  words: NoticeWords,
): ReadonlyMap<number, Answered> {
  const known: Known = [
    ...parties(source, organisation, words),
    ...timeline(source, nowMs, words),
    ...breach(source, words),
    ...communicated(source),
    [110, othersTold(source, words) === undefined ? undefined : 'a'],
    [111, othersTold(source, words)],
    ...competence(source, organisation, words),
  ];
  return new Map([
    ...known.flatMap(([no, answer, from = 'record']) =>
      answer === undefined || answer === '' ? [] : [[no, { answer, from }] as const],
    ),
    ...inForce(organisation, words),
  ]);
}

/** Open until a person has settled it: what holds here need not have held where the breach was. */
function inForce(
  { measures = [] }: OrganisationProfile,
  { authority: words }: NoticeWords,
): readonly (readonly [number, Answered])[] {
  const told = toldInNotices(measures);
  if (told.length === 0) return [];
  const proposed = { from: 'drafted', open: true } as const;
  const letters = measureLetters(told);
  return [
    ...(letters === '' ? [] : ([[75, { answer: letters, ...proposed }]] as const)),
    [76, { answer: words.inForce(told.map((id) => words.measures[id])), ...proposed }],
  ];
}

function parties(
  source: NoticeSource,
  organisation: OrganisationProfile,
  { authority: words }: NoticeWords,
): Known {
  const { name, address, contact, dpoName, dpoEmail } = organisation;
  const owed = source.duties[duty];
  const filings = owed ? standing(owed) : [];
  return [
    [3, filings.length === 0 ? 'a' : 'b'],
    [5, withdrawalReason(source), 'drafted'],
    [6, filings[0]?.reference],
    [7, source.id],
    [12, name, 'policy'],
    [13, address === undefined ? contact : `${address}\n${contact}`, 'policy'],
    [21, dpoName, 'policy'],
    [22, dpoEmail, 'policy'],
    [23, 'a', 'policy'],
    [29, words.isDesignated, 'policy'],
    [30, dpoName, 'policy'],
    [31, dpoEmail, 'policy'],
    [33, 'a', 'policy'],
    [38, source.stamps.vendorNotice && 'a'],
  ];
}

function timeline(source: NoticeSource, nowMs: number, words: NoticeWords): Known {
  const { stamps, aware } = source;
  const { occurred, containedAtMs, vendorNotice } = stamps;
  return [
    [44, occurred && duration(occurred.atMs, containedAtMs)],
    [46, iso(occurred?.atMs)],
    [47, iso(containedAtMs)],
    [48, iso(aware?.atMs)],
    [49, delay(source, nowMs, words), 'drafted'],
    [50, vendorNotice && 'b'],
    [51, aware?.reason],
    [52, iso(vendorNotice?.atMs)?.slice(0, 10)],
    [53, chronology(source, words).join('\n'), 'drafted'],
  ];
}

/** Over when it was contained: until then it goes on. */
function duration(fromMs: number, untilMs: number | undefined): string {
  if (untilMs === undefined) return 'c';
  return iso(fromMs)?.slice(0, 10) === iso(untilMs)?.slice(0, 10) ? 'a' : 'b';
}

function iso(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(atMs).toISOString();
}

/** The record can tell what happened when; why it took so long only people know. */
function delay(source: NoticeSource, nowMs: number, words: NoticeWords): string | undefined {
  const owed = source.duties[duty];
  const lateMs = lateByMs(source, duty, nowMs);
  if (lateMs === 0 || !owed) return undefined;
  return [
    words.authority.delay(words.utc(owed.dueAtMs), words.utc(nowMs), words.span(lateMs)),
    ...chronology(source, words),
  ].join('\n');
}

function breach(source: NoticeSource, { authority: words }: NoticeWords): Known {
  const { facts, kind, title, summary, description } = source;
  const { subjects, subjectCategories = [], records, dataCategories = [] } = facts;
  const told = summary ?? description;
  return [
    [60, kind === undefined ? undefined : incidentLetters[kind]],
    [62, told === undefined ? undefined : `${title}\n${told}`],
    [65, peopleLetters(subjectCategories)],
    [66, subjectCategories.join('; ')],
    [67, subjects === undefined ? undefined : 'b'],
    [68, subjects],
    [70, dataLetters(dataCategories)],
    [71, dataCategories.join('; ')],
    [72, records === undefined ? undefined : 'b'],
    [73, records],
    [90, facts.consequences === undefined ? undefined : words.consequences(facts.consequences)],
    [92, facts.measures],
  ];
}

/** Other laws' authorities; those of data protection and the people concerned have fields of their own. */
function othersTold({ duties }: NoticeSource, words: NoticeWords): string | undefined {
  const told = Object.values(duties).flatMap((other) =>
    !other?.plan || other.plan.rule.startsWith('gdpr-')
      ? []
      : other.filings.map(
          ({ reference, filed }) =>
            `${words.addressee(other.plan?.addressee ?? '')}: ${words.article(other.plan?.article ?? '')}, ${reference}, ${words.utc(filed.atMs)}`,
        ),
  );
  return told.length === 0 ? undefined : told.join('\n');
}

/** What is proposed counts as settled only when a person has written it: nothing here answers a question with no. */
function competence(
  source: NoticeSource,
  organisation: OrganisationProfile,
  { filing: words }: NoticeWords,
): Known {
  const { establishments, authority } = organisation;
  const addressees = addresseesOf(source, organisation);
  if (!establishments || !addressees) return [[114, authority?.name, 'policy']];
  const { proposal, people, differs } = addressees;
  const { main, others, representativeName, representativeContact } = establishments;
  const named = proposal.notify.filter((one) => one.authority !== undefined);
  const names = named.map((one) => nameOf(one, organisation, words)).join('\n');
  const here = [...(main === undefined ? [] : [main]), ...others].filter(isInEea);
  const affected = countriesOf(people.places.filter(isInEea), words);
  // Without a lead there is none to name; a person who knows better writes it.
  const lead = { lead: names, competent: authority?.name, none: undefined };
  if (!proposal.isEstablished)
    return [
      [18, representativeName, 'policy'],
      [19, representativeContact, 'policy'],
      [120, named.length === 0 ? undefined : 'a', 'drafted'],
      [121, affected, 'drafted'],
      [123, names, 'drafted'],
    ];
  return [
    [113, proposal.role === 'lead' ? 'a' : undefined, 'drafted'],
    [114, lead[proposal.role], differs ? 'drafted' : 'policy'],
    [115, countriesOf(here, words), 'policy'],
    [116, affected, 'drafted'],
    [118, proposal.role === 'competent' ? undefined : names, 'drafted'],
  ];
}
