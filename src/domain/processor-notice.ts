/** The draft of the notice to one customer, for whom the company is a processor: GDPR Art. 33(2). */
import type { PersonalData } from './commands.ts';
import {
  commanderOf,
  may,
  missingIn,
  must,
  type NoticeDraft,
  type NoticeItem,
  type NoticeSection,
  type NoticeSource,
  type OrganisationProfile,
} from './notice.ts';

/** What it is written from: nothing of other customers. */
export type ProcessorSource = Omit<NoticeSource, 'duties' | 'customers'>;

/** All that the customer is told: the mail shows these sections and adds nothing. `customer` is an id of the policy file. */
export function processorNotice(
  source: ProcessorSource,
  organisation: OrganisationProfile,
  customer: string,
  nowMs: number,
): NoticeDraft {
  const name =
    (Object.hasOwn(organisation.customerNames, customer)
      ? organisation.customerNames[customer]
      : undefined) ?? customer;
  const what =
    source.personalData === 'yes'
      ? 'Notice of a personal data breach'
      : 'Notice of a security incident';
  const known = [
    incident(source, organisation),
    data(source, organisation),
    effects(source, organisation),
  ];
  const whom = contact(organisation, source.id);
  return {
    kind: 'customer',
    title: `${what} to ${name}, ${source.id}`,
    subject: `${what} (GDPR Art. 33(2)) from ${organisation.name}`,
    marks: ['draft, not filed'],
    sections: [
      opening(name, source.personalData),
      ...known,
      open([...known, whom]),
      assessment(),
      whom,
      closing(organisation),
    ],
    missing: missingIn([...known, whom]),
    generatedAtMs: nowMs,
  };
}

const openings: Readonly<Record<PersonalData, string>> = {
  yes: 'We have become aware of a personal data breach that may concern personal data which we process for you.',
  unknown:
    'We are handling a security incident that may concern personal data which we process for you. Whether personal data was breached is still being examined.',
  no: 'We are handling a security incident. As far as we know no personal data was breached; we tell you all the same.',
};

function opening(name: string, personalData: PersonalData): NoticeSection {
  return {
    id: 'opening',
    heading: `To ${name}`,
    article: 'GDPR Art. 33(2)',
    items: [
      fixed('salutation', 'Salutation', `Dear ${name},`),
      fixed(
        'opening',
        'Why we write',
        `${openings[personalData]} We notify you as your processor under Art. 33(2) GDPR.`,
      ),
    ],
  };
}

function closing({ name }: OrganisationProfile): NoticeSection {
  return {
    id: 'closing',
    heading: 'Closing words',
    article: 'GDPR Art. 33(2)',
    items: [
      fixed('closing', 'Closing words', 'We regret the trouble this causes you.'),
      fixed('signature', 'Signature', name),
    ],
  };
}

const answers: Readonly<Record<PersonalData, string>> = {
  yes: 'yes',
  no: 'no, as far as recorded',
  unknown: 'still being examined',
};

function incident(source: ProcessorSource, organisation: OrganisationProfile): NoticeSection {
  const { stamps, aware } = source;
  const commander = commanderOf(source, organisation);
  return {
    id: 'incident',
    heading: 'What happened',
    article: 'GDPR Art. 33(2)',
    items: [
      must('title', 'In one line', commander, source.title),
      must('summary', 'What happened', commander, source.summary ?? source.description),
      must(
        'personal-data',
        'Whether personal data was breached',
        'the DPO',
        answers[source.personalData],
      ),
      may('occurred', 'When it happened', commander, stamps.occurred),
      must('detected', 'When we detected it', commander, stamps.detected),
      may('aware', 'Since when we know that personal data was breached', 'the DPO', aware),
      ...(stamps.containedAtMs === undefined
        ? []
        : [may('contained', 'Contained', commander, { atMs: stamps.containedAtMs, zone: 'UTC' })]),
    ],
  };
}

/** Numbers are recorded for the incident as a whole: passed off as one customer's they would be wrong. */
function data(source: ProcessorSource, organisation: OrganisationProfile): NoticeSection {
  const { facts } = source;
  const whom = commanderOf(source, organisation);
  return {
    id: 'data',
    heading: 'Your data, as far as known',
    article: 'GDPR Arts. 28(3)(f), 33(3)(a)',
    items: [
      must('subject-categories', 'Categories of people', whom, facts.subjectCategories),
      must('subjects', 'Approximate number of people, of all customers', whom, facts.subjects),
      must('data-categories', 'Categories of records', whom, facts.dataCategories),
      must('records', 'Approximate number of records, of all customers', whom, facts.records),
      may('share', 'How much of this is yours', whom, undefined),
    ],
  };
}

function effects(source: ProcessorSource, organisation: OrganisationProfile): NoticeSection {
  const { facts } = source;
  return {
    id: 'effects',
    heading: 'Consequences and measures',
    article: 'GDPR Arts. 28(3)(f), 33(3)(c), 33(3)(d)',
    items: [
      must('consequences', 'Likely consequences', 'the DPO', facts.consequences),
      must(
        'measures',
        'Measures taken or proposed',
        commanderOf(source, organisation),
        facts.measures,
      ),
    ],
  };
}

function contact(organisation: OrganisationProfile, reference: string): NoticeSection {
  const keeper = 'whoever keeps the policy file';
  return {
    id: 'contact',
    heading: 'Whom to ask',
    article: 'GDPR Art. 33(3)(b)',
    items: [
      must('processor', 'Processor', keeper, organisation.name),
      may('address', 'Address', keeper, organisation.address),
      must('dpo-name', 'Data protection officer', keeper, organisation.dpoName),
      must('dpo-contact', 'E-mail of the data protection officer', keeper, organisation.dpoEmail),
      must('contact', 'Contact point', keeper, organisation.contact),
      must('reference', 'Our reference', keeper, reference),
    ],
  };
}

function open(sections: readonly NoticeSection[]): NoticeSection {
  const labels = sections.flatMap(({ items }) =>
    items.filter(({ value }) => value === undefined).map(({ label }) => label),
  );
  const value =
    labels.length === 0
      ? 'nothing, as far as the record shows'
      : `${labels.join('; ')}. We will tell you as soon as we know, without waiting until all is known.`;
  return {
    id: 'open',
    heading: 'What we do not know yet',
    article: 'GDPR Arts. 33(2), 33(4)',
    items: [fixed('open', 'Still open', value)],
  };
}

/** EDPB Binding Decision 1/2020, paras 190-192: a processor's notice makes the controller aware. */
function assessment(): NoticeSection {
  return {
    id: 'assessment',
    heading: 'What is for you to decide',
    article: 'GDPR Arts. 33(1), 34(1)',
    items: [
      fixed(
        'assessment',
        'Risk assessment',
        'Whether the breach is likely to result in a risk to people, and whether to notify your supervisory authority and the people concerned, is for you as the controller to assess. We have not assessed it for you. At the latest when this notice reaches you, you count as aware of the breach; from then on you have 72 hours. We assist you with both.',
      ),
    ],
  };
}

function fixed(id: string, label: string, value: string): NoticeItem {
  return { id, label, value, mandatory: false, askWhom: '' };
}
