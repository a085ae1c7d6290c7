/** The draft of the communication to the people concerned: GDPR Art. 34(2), to each of them or, under 34(3)(c), in public. */
import { communicationSection, communicationSteps } from './communication-steps.ts';
import { peopleRule, type Duty, type DutyId } from './duty.ts';
import { isLetterItem, type LetterItem } from './letter-items.ts';
import { advisedData } from './letter-advice.ts';
import {
  commanderOf,
  languageOf,
  may,
  missingIn,
  must,
  openIn,
  type NoticeDraft,
  type NoticeItem,
  type NoticeSection,
  type NoticeSource,
  type OrganisationProfile,
} from './notice.ts';
import type { NoticeWords } from './notice-words.ts';

export function isToPeople(duty: Duty | undefined): boolean {
  return duty?.plan?.rule === peopleRule;
}

/**
 * Of the incident no more than its reader may know: no title, no numbers, no groups of people, no customers, and
 * nothing of how it is handled. `id` is the duty's.
 */
export function peopleLetter(
  source: NoticeSource,
  organisation: OrganisationProfile,
  id: DutyId,
  nowMs: number,
  words: NoticeWords,
): NoticeDraft {
  const duty = source.duties[id];
  const isPublic = duty?.withholding?.exception === 'art-34-3-c';
  const letter = [
    opening(organisation, words, isPublic),
    happened(source, organisation, words),
    consequences(source, organisation, words),
    measures(source, organisation, words),
    advice(source, organisation, words),
    contact(source, organisation, words),
    closing(organisation, words),
  ].map((section) => corrected(section, source));
  const whom = words.whom.officer(organisation.dpoName);
  const way = words.article(isPublic ? 'GDPR Art. 34(3)(c)' : 'GDPR Art. 34(1)');
  const { title, subject, sending } = words.letter;
  return {
    kind: 'people',
    ...languageOf(words),
    title: title(isPublic, source.id),
    subject: subject(organisation.name),
    marks: ['draft, not filed'],
    sections: [communicationSection(duty, whom, isPublic, way, sending), ...letter],
    missing: missingIn(letter),
    open: openIn(letter),
    steps: communicationSteps(source.id, id, duty, isPublic, sending),
    generatedAtMs: nowMs,
  };
}

function opening(
  { name }: OrganisationProfile,
  { article, letter: { salutation, opening: text, labels, subject } }: NoticeWords,
  isPublic: boolean,
): NoticeSection {
  const way = isPublic ? 'announced' : 'direct';
  return {
    id: 'opening',
    heading: subject(name),
    article: article('GDPR Art. 34(1)'),
    items: [
      fixed('salutation', labels.salutation, salutation[way]),
      fixed('opening', labels.opening, text[way](name)),
    ],
  };
}

function happened(
  source: NoticeSource,
  organisation: OrganisationProfile,
  words: NoticeWords,
): NoticeSection {
  const { labels, headings, data } = words.letter;
  const whom = commanderOf(source, organisation, words);
  const { dataCategories = [] } = source.facts;
  return {
    id: 'what',
    heading: headings.what,
    article: words.article('GDPR Arts. 34(2), 33(3)(a)'),
    items: [
      toRewrite('what-happened', labels, whom, source.summary ?? source.description),
      may('occurred', labels.occurred, whom, source.stamps.occurred),
      from(
        'record',
        must(
          'data',
          labels.data,
          whom,
          dataCategories.length > 0 ? data(dataCategories) : undefined,
        ),
      ),
    ],
  };
}

function consequences(
  { facts }: NoticeSource,
  { dpoName }: OrganisationProfile,
  { article, whom, letter: { labels, headings } }: NoticeWords,
): NoticeSection {
  return {
    id: 'means',
    heading: headings.means,
    article: article('GDPR Arts. 34(2), 33(3)(c)'),
    items: [toRewrite('consequences', labels, whom.officer(dpoName), facts.consequences)],
  };
}

function measures(
  source: NoticeSource,
  organisation: OrganisationProfile,
  words: NoticeWords,
): NoticeSection {
  const { labels, headings } = words.letter;
  const whom = commanderOf(source, organisation, words);
  return {
    id: 'done',
    heading: headings.done,
    article: words.article('GDPR Arts. 34(2), 33(3)(d)'),
    items: [toRewrite('measures', labels, whom, source.facts.measures)],
  };
}

/** Recital 86: what they can do against the harm. Only for data that are on record; a person checks it. */
function advice(
  { facts }: NoticeSource,
  { dpoName }: OrganisationProfile,
  { article, whom, letter: { labels, headings, advice: texts } }: NoticeWords,
): NoticeSection {
  const known = advisedData(facts.dataCategories ?? []).map((kind) => texts[kind]);
  const item = must('advice', labels.advice, whom.officer(dpoName), known.join('\n'));
  return {
    id: 'self',
    heading: headings.self,
    article: article('GDPR Art. 33(3)(d), recital 86'),
    items: [known.length === 0 ? item : from('drafted', { ...item, open: true })],
  };
}

function contact(
  { id }: NoticeSource,
  { name, address, contact: point, dpoName, dpoEmail }: OrganisationProfile,
  { article, whom, letter: { labels, headings } }: NoticeWords,
): NoticeSection {
  const keeper = whom.policyKeeper;
  const items = [
    must('organisation', labels.organisation, keeper, address ? `${name}, ${address}` : name),
    must('dpo-name', labels['dpo-name'], keeper, dpoName),
    must('dpo-contact', labels['dpo-contact'], keeper, dpoEmail),
    must('contact', labels.contact, keeper, point),
  ];
  return {
    id: 'ask',
    heading: headings.ask,
    article: article('GDPR Arts. 34(2), 33(3)(b)'),
    items: [
      ...items.map((item) => from('policy', item)),
      from('record', may('reference', labels.reference, keeper, id)),
    ],
  };
}

function closing(
  { name }: OrganisationProfile,
  { article, letter: { labels, headings, closing: text } }: NoticeWords,
): NoticeSection {
  return {
    id: 'closing',
    heading: headings.closing,
    article: article('GDPR Art. 34'),
    items: [fixed('closing', labels.closing, text), fixed('signature', labels.signature, name)],
  };
}

/** Recorded for the team and the authority: somebody has to say it in plain words, without other people in it. */
function toRewrite(
  id: LetterItem,
  labels: NoticeWords['letter']['labels'],
  askWhom: string,
  recorded: string | undefined,
): NoticeItem {
  const item = must(id, labels[id], askWhom, recorded);
  return item.value === undefined ? item : from('record', { ...item, open: true });
}

function from(origin: NonNullable<NoticeItem['from']>, item: NoticeItem): NoticeItem {
  return item.value === undefined ? item : { ...item, from: origin };
}

function fixed(id: LetterItem, label: string, value: string): NoticeItem {
  return { id, label, value, mandatory: false, askWhom: '' };
}

/** What a person wrote stands, whatever the record says, and is settled. */
function corrected(section: NoticeSection, { corrections = {} }: NoticeSource): NoticeSection {
  return {
    ...section,
    items: section.items.map((item) => {
      const written = isLetterItem(item.id) ? corrections[item.id] : undefined;
      if (!written) return item;
      const { open: _open, instant: _instant, ...rest } = item;
      return { ...rest, value: written.value, from: 'correction' };
    }),
  };
}
