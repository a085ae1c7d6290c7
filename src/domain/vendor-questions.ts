/** What to ask a vendor who tells of a breach: what Art. 33(3) will be asked of us, and Art. 28(3)(f) makes them answer. */

export type VendorQuestion = {
  readonly ask: string;
  /** Of the GDPR. */
  readonly article: string;
};

export const vendorQuestions: readonly VendorQuestion[] = [
  {
    ask: 'What happened, and is it confidentiality, integrity or availability that is hurt?',
    article: '33(3)(a)',
  },
  {
    ask: 'Which of our data is concerned: which kinds, and about how many records?',
    article: '33(3)(a)',
  },
  {
    ask: 'Whose data is it: which groups of people, about how many, in which countries?',
    article: '33(3)(a)',
  },
  { ask: 'When did it begin, when did it end, or does it still go on?', article: '33(3)(a)' },
  { ask: 'When did you become aware of it, and how?', article: '33(2)' },
  {
    ask: 'Was the data encrypted or otherwise unreadable to whoever got it, and are the keys safe?',
    article: '34(3)(a)',
  },
  { ask: 'Which consequences for the people do you see or expect?', article: '33(3)(c)' },
  { ask: 'Which measures have you taken, which do you plan and until when?', article: '33(3)(d)' },
  {
    ask: 'Who is your contact for this, reachable day and night, and your data protection officer?',
    article: '33(3)(b)',
  },
  {
    ask: 'Is one of your sub-processors involved: which, where, and when did they tell you?',
    article: '28(4)',
  },
  { ask: 'Which logs and other evidence do you keep for us, and until when?', article: '28(3)(h)' },
  { ask: 'Have you told an authority, the police or the people concerned?', article: '28(3)(f)' },
  { ask: 'When will you tell us what you do not know yet?', article: '33(4)' },
];

/** One line of the description: by id, because it stays in the history for years and names do not. */
export function toldByVendor(vendor: string, description: string | undefined): string {
  const lead = `The vendor ${vendor} told us.`;
  return description === undefined ? lead : `${lead} ${description}`;
}
