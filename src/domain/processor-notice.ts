/** The draft of the notice to one customer, for whom the company is a processor: GDPR Art. 33(2). */
import {
  commanderOf,
  languageOf,
  may,
  missingIn,
  must,
  type NoticeDraft,
  type NoticeItem,
  type NoticeSection,
  type NoticeSource,
  type OrganisationProfile,
} from './notice.ts';
import type { CustomerItem, NoticeWords } from './notice-words.ts';

/** What it is written from: nothing of other customers. */
export type ProcessorSource = Omit<NoticeSource, 'duties' | 'customers'>;

/** What every section is written from. */
type Desk = {
  readonly source: ProcessorSource;
  readonly organisation: OrganisationProfile;
  readonly words: NoticeWords;
};

/** All that the customer is told: the mail shows these sections and adds nothing. `customer` is an id of the policy file. */
export function processorNotice(
  source: ProcessorSource,
  organisation: OrganisationProfile,
  customer: string,
  nowMs: number,
  words: NoticeWords,
): NoticeDraft {
  const desk: Desk = { source, organisation, words };
  const name =
    (Object.hasOwn(organisation.customerNames, customer)
      ? organisation.customerNames[customer]
      : undefined) ?? customer;
  const what = source.personalData === 'yes' ? words.customer.breach : words.customer.incident;
  const known = [incident(desk), data(desk), effects(desk)];
  const whom = contact(desk);
  return {
    kind: 'customer',
    ...languageOf(words),
    title: words.customer.title(what, name, source.id),
    subject: words.customer.subject(what, organisation.name),
    marks: ['draft, not filed'],
    sections: [
      opening(desk, name),
      ...known,
      // What our own policy file leaves out is nothing that we are still finding out.
      open(known, words),
      assessment(words),
      whom,
      closing(desk),
    ],
    missing: missingIn([...known, whom]),
    generatedAtMs: nowMs,
  };
}

function opening({ source, words }: Desk, name: string): NoticeSection {
  const { to, salutation, openings, asProcessor } = words.customer;
  return {
    id: 'opening',
    heading: to(name),
    article: words.article('GDPR Art. 33(2)'),
    items: [
      fixed('salutation', salutation(name), words),
      fixed('opening', `${openings[source.personalData]} ${asProcessor}`, words),
    ],
  };
}

function closing({ organisation, words }: Desk): NoticeSection {
  return {
    id: 'closing',
    heading: words.customer.headings.closing,
    article: words.article('GDPR Art. 33(2)'),
    items: [
      fixed('closing', words.customer.closing, words),
      fixed('signature', organisation.name, words),
    ],
  };
}

function incident({ source, organisation, words }: Desk): NoticeSection {
  const { stamps, aware, title, summary, description, personalData } = source;
  const { labels, answers, headings } = words.customer;
  const { dpo } = words.whom;
  const commander = commanderOf(source, organisation, words);
  return {
    id: 'incident',
    heading: headings.incident,
    article: words.article('GDPR Art. 33(2)'),
    items: [
      must('title', labels.title, commander, title),
      must('summary', labels.summary, commander, summary ?? description),
      must('personal-data', labels['personal-data'], dpo, answers[personalData]),
      may('occurred', labels.occurred, commander, stamps.occurred),
      must('detected', labels.detected, commander, stamps.detected),
      may('aware', labels.aware, dpo, aware),
      ...(stamps.containedAtMs === undefined
        ? []
        : [
            may('contained', labels.contained, commander, {
              atMs: stamps.containedAtMs,
              zone: 'UTC',
            }),
          ]),
    ],
  };
}

/** Numbers are recorded for the incident as a whole: passed off as one customer's they would be wrong. */
function data({ source, organisation, words }: Desk): NoticeSection {
  const { subjectCategories, subjects, dataCategories, records } = source.facts;
  const { labels, headings } = words.customer;
  const whom = commanderOf(source, organisation, words);
  const counted = (value: number | undefined) =>
    value === undefined ? undefined : words.count(value);
  return {
    id: 'data',
    heading: headings.data,
    article: words.article('GDPR Arts. 28(3)(f), 33(3)(a)'),
    items: [
      must('subject-categories', labels['subject-categories'], whom, subjectCategories),
      must('subjects', labels.subjects, whom, counted(subjects)),
      must('data-categories', labels['data-categories'], whom, dataCategories),
      must('records', labels.records, whom, counted(records)),
      may('share', labels.share, whom, undefined),
    ],
  };
}

function effects({ source, organisation, words }: Desk): NoticeSection {
  const { facts } = source;
  const { labels, headings } = words.customer;
  const commander = commanderOf(source, organisation, words);
  return {
    id: 'effects',
    heading: headings.effects,
    article: words.article('GDPR Arts. 28(3)(f), 33(3)(c), 33(3)(d)'),
    items: [
      must('consequences', labels.consequences, words.whom.dpo, facts.consequences),
      must('measures', labels.measures, commander, facts.measures),
    ],
  };
}

function contact({ source, organisation, words }: Desk): NoticeSection {
  const { labels, headings } = words.customer;
  const keeper = words.whom.policyKeeper;
  return {
    id: 'contact',
    heading: headings.contact,
    article: words.article('GDPR Art. 33(3)(b)'),
    items: [
      must('processor', labels.processor, keeper, organisation.name),
      may('address', labels.address, keeper, organisation.address),
      must('dpo-name', labels['dpo-name'], keeper, organisation.dpoName),
      must('dpo-contact', labels['dpo-contact'], keeper, organisation.dpoEmail),
      must('contact', labels.contact, keeper, organisation.contact),
      must('reference', labels.reference, keeper, source.id),
    ],
  };
}

function open(sections: readonly NoticeSection[], words: NoticeWords): NoticeSection {
  const { headings, nothingOpen, stillOpen } = words.customer;
  const labels = sections.flatMap(({ items }) =>
    items.filter(({ value }) => value === undefined).map(({ label }) => label),
  );
  return {
    id: 'open',
    heading: headings.open,
    article: words.article('GDPR Arts. 33(2), 33(4)'),
    items: [fixed('open', labels.length === 0 ? nothingOpen : stillOpen(labels), words)],
  };
}

/** EDPB Binding Decision 1/2020, paras 190-192: a processor's notice makes the controller aware. */
function assessment(words: NoticeWords): NoticeSection {
  return {
    id: 'assessment',
    heading: words.customer.headings.assessment,
    article: words.article('GDPR Arts. 33(1), 34(1)'),
    items: [fixed('assessment', words.customer.assessment, words)],
  };
}

function fixed(id: CustomerItem, value: string, { customer }: NoticeWords): NoticeItem {
  return { id, label: customer.labels[id], value, mandatory: false, askWhom: '' };
}
