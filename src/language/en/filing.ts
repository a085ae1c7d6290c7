/** How to file by hand, in English, and what a clock is counted from. */

export const filing = {
  countedFrom: 'Counted from',
  provisionalFrom: (from: string) =>
    `${from}: provisional, because nobody has declared yet when the company became aware`,
  changed: 'Changed',
  wasDueBefore: (at: string) => `it was due ${at} before`,
  rule: 'Rule',
  version: (article: string, version: string) => `${article}, version ${version}`,
  hours72: (rule: string) => `72 hours, ${rule}`,
  target: 'Our own target',
  isTarget: "The law gives no number: without undue delay. This time is the company's own.",
  latest: 'Latest arguable',
  latestAt: (at: string) => `${at}, by a later reading (Reg. 1182/71 Art. 3). Do not plan by it.`,
  openQuestion: 'Open question',
  whetherBreached: 'whether personal data was breached',
  authority: 'Authority',
  notInDirectory: (authority: string) => `${authority}: not in the directory; look up its portal`,
  portal: 'Portal',
  portalChecked: (on: string) => `Portal, checked ${on}`,
  portalUnverified: (on: string) => `Portal, unverified (${on}): check before use`,
  noPortal: 'not known; start at the website',
  website: 'Website, check before use',
  others: 'Others',
  othersInDraft:
    'organisation.establishments says that other authorities may be owed a notice as well. The list stands in the draft, under “Where it goes”.',
  provisional:
    'This clock is provisional: it is counted as if the company had been aware from the start. Declare when it became aware, or triage the incident with the answer that no personal data was breached.',
  declare: 'To declare awareness',
  whomToTell: 'Whom to tell',
  addressee: 'Addressee',
  customer: 'Customer',
  record: 'To record it',
  where: 'Where to file',
  byHand: 'How to file by hand, if all else is lost',
  steps: {
    portal:
      'File on the portal above with what is known, and mark the notice as incomplete: the rest may follow in phases (Art. 33(4)).',
    reference: (incident: string) =>
      `Give your own reference, ${incident}. Write down the time and the reference that the authority gives you.`,
    late: (at: string) =>
      `After ${at}: file all the same, and add the reasons for the delay (Art. 33(1)).`,
    record:
      'When seventytwo is back, record the filing with the command below. Until then the reminders go on.',
    register:
      'Enter the breach in the register, notified or not: facts, effects and remedial action (Art. 33(5)).',
  },
  contents: 'What the notice must at least say, Art. 33(3)',
  content: {
    a: '(a) the nature of the breach; where possible the categories and approximate numbers of the people and of the records concerned',
    b: '(b) name and contact details of the data protection officer or another contact point',
    c: '(c) the likely consequences',
    d: '(d) the measures taken or proposed, also to mitigate adverse effects',
  },
};
