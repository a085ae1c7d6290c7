/** The words of notices in English. */
import type { NoticeWords } from '../../domain/notice-words.ts';
import { span, utc } from '../../domain/utc.ts';
import { measures } from './measures.ts';
import { letter } from './letter.ts';
import { filing } from './notice-filing.ts';

const customer: NoticeWords['customer'] = {
  breach: 'Notice of a personal data breach',
  incident: 'Notice of a security incident',
  title: (what, name, id) => `${what} to ${name}, ${id}`,
  subject: (what, organisation) => `${what} (GDPR Art. 33(2)) from ${organisation}`,
  to: (name) => `To ${name}`,
  headings: {
    incident: 'What happened',
    data: 'Your data, as far as known',
    effects: 'Consequences and measures',
    open: 'What we do not know yet',
    assessment: 'What is for you to decide',
    contact: 'Whom to ask',
    closing: 'Closing words',
  },
  labels: {
    salutation: 'Salutation',
    opening: 'Why we write',
    title: 'In one line',
    summary: 'What happened',
    'personal-data': 'Whether personal data was breached',
    occurred: 'When it happened',
    detected: 'When we detected it',
    aware: 'Since when we know that personal data was breached',
    contained: 'Contained',
    'subject-categories': 'Categories of people',
    subjects: 'Approximate number of people, of all customers',
    'data-categories': 'Categories of records',
    records: 'Approximate number of records, of all customers',
    share: 'How much of this is yours',
    consequences: 'Likely consequences',
    measures: 'Measures taken or proposed',
    open: 'Still open',
    assessment: 'Risk assessment',
    processor: 'Processor',
    address: 'Address',
    'dpo-name': 'Data protection officer',
    'dpo-contact': 'E-mail of the data protection officer',
    contact: 'Contact point',
    reference: 'Our reference',
    closing: 'Closing words',
    signature: 'Signature',
  },
  salutation: (name) => `Dear ${name},`,
  openings: {
    yes: 'We have become aware of a personal data breach that may concern personal data which we process for you.',
    unknown:
      'We are handling a security incident that may concern personal data which we process for you. Whether personal data was breached is still being examined.',
    no: 'We are handling a security incident. As far as we know no personal data was breached; we tell you all the same.',
  },
  asProcessor: 'We notify you as your processor under Art. 33(2) GDPR.',
  answers: { yes: 'yes', no: 'no, as far as recorded', unknown: 'still being examined' },
  nothingOpen: 'nothing, as far as the record shows',
  stillOpen: (labels) =>
    `${labels.join('; ')}. We will tell you as soon as we know, without waiting until all is known.`,
  assessment:
    'Whether the breach is likely to result in a risk to people, and whether to notify your supervisory authority and the people concerned, is for you as the controller to assess. We have not assessed it for you. At the latest when this notice reaches you, you count as aware of the breach; from then on you have 72 hours. We assist you with both.',
  closing: 'We regret the trouble this causes you.',
};

const authority: NoticeWords['authority'] = {
  title: (id) => `Notification of a personal data breach, ${id}`,
  template: 'the template',
  facts: {
    late: 'this is a new notification later than 72 hours after awareness',
    'in-eea': 'the controller is established in the EEA',
    'outside-eea': 'the controller is not established in the EEA',
  },
  fieldIs: (no, letters) => `field ${no} is ${letters.join(' or ')}`,
  either: (conditions) => conditions.join(', or '),
  isDesignated: 'Yes',
  delay: (ended, made, late) =>
    `The 72 hours ended ${ended}; this draft was made ${made}, ${late} later.`,
  consequences: (recorded) => `Likely consequences: ${recorded}`,
  measures,
  inForce: (told) =>
    `In the handling of incidents and its records, from the policy file as it was when this draft was made (correct what was not so yet when the breach occurred, and add the measures of the systems concerned):\n${told.map((one) => `- ${one}`).join('\n')}`,
  nobodyElse: 'not applicable: no other party is involved, see field 38',
  elseUnknown: 'to be determined, see field 38',
};

export const notices: NoticeWords = {
  language: 'en',
  count: String,
  utc,
  date: (date) => date,
  span,
  yes: 'yes',
  no: 'no',
  article: (english) => english,
  addressee: (english) => english,
  whom: {
    dpo: 'the DPO',
    policyKeeper: 'whoever keeps the policy file',
    nobodyYet: 'the commander (nobody has taken command yet)',
    officer: (name) => `${name} (DPO)`,
    commander: (name) => `${name} (commander)`,
  },
  chronology: {
    occurred: 'happened',
    detected: 'detected',
    vendorNotice: "another party's notice arrived",
    aware: 'aware of the breach',
    declared: 'declared as an incident',
    acknowledged: 'acknowledged',
    triaged: 'triaged',
    contained: 'contained',
    recovered: 'recovered',
  },
  customer,
  authority,
  filing,
  letter,
};
