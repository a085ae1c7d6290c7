/** The sentences of a proposal: why an authority, by which law, and what a person checks first. */

/** Said wherever a proposal is shown. */
export const caveat =
  'A proposal from what was given, not a decision: a person checks it and decides where to notify.';

export const roles = {
  lead: 'Lead authority',
  competent: 'Competent authority',
  none: 'No lead: each of these gets a notice of its own',
} as const;

export const why = {
  competent:
    'One establishment in the EEA and no cross-border processing: the authority of its state is competent.',
  lead: (isMain: boolean) =>
    `Cross-border processing: the authority of the ${isMain ? 'main' : 'single'} establishment leads, and is the one the controller notifies.`,
  branches: 'There are establishments in more than one state of the EEA.',
  affected: 'People in other states of the EEA are concerned.',
  concerned:
    'The other authorities are concerned; the lead works with them, they get no notice of their own.',
  publicBody:
    'A public body: the authority of its own state is competent, and the rule on lead authorities does not apply.',
  noMain:
    'Establishments in the EEA, but none of them is named as the main one: without a main establishment there is no lead, and each authority is competent on its own territory.',
  notEstablished:
    'No establishment in the EEA: no one-stop shop. Every authority in whose state people concerned live is to be notified.',
  representative:
    'A representative in one state does not change that: its presence does not trigger the one-stop shop.',
  land: "In Germany it is the authority of the establishment's Land; of several German establishments, the main one's.",
  federal:
    'In Germany the Federal Commissioner supervises federal public bodies, and companies in so far as they provide telecommunications.',
  GB: "A separate notice to the Information Commissioner's Office, under the UK GDPR.",
  CH: 'A separate notice to the FDPIC, where the Swiss act asks for one (likely high risk).',
} as const;

/** Read in the legal text, unless it says otherwise. */
export const source = {
  competent: 'GDPR Arts. 33(1), 55(1)',
  lead: 'GDPR Arts. 56(1), 56(6), 4(16)(a)',
  branches: 'GDPR Art. 4(23)(a)',
  affected: 'GDPR Art. 4(23)(b)',
  concerned: 'GDPR Arts. 4(22), 60(1)',
  publicBody: 'GDPR Art. 55(2)',
  noMain: 'GDPR Arts. 4(16)(a), 55(1); EDPB Opinion 04/2024 (read in another text)',
  notEstablished:
    'GDPR Arts. 3(2), 27, 55(1); EDPB Guidelines 9/2022 v2.0, para 73 (read in another text)',
  land: 'BDSG § 40(1) and (2)',
  federal: 'BDSG § 9(1)',
  GB: 'UK GDPR Art. 33(1)',
  CH: 'Swiss FADP Art. 24 (not verified)',
} as const;

export const check = {
  land: 'Germany has an authority in each Land: name the Land, such as DE-BE (seventytwo authorities list --country DE).',
  otherLaw: (place: string) =>
    `${place} is outside the EEA: whether its own law asks for a notice is not looked at here.`,
  decisions:
    'Is the main establishment where the decisions on purposes and means are taken and can be carried out? It is for the controller to show it (Art. 4(16)(a); EDPB Opinion 04/2024).',
  substantially:
    'Are people in the other states substantially affected, or likely to be? If not, the processing is not cross-border; the authority to notify stays the same (Art. 4(23)(b); EDPB Guidelines 8/2022, section 1.1.1).',
  onlyBranch:
    'The main seat is outside the EEA. Did the processing take place in the activities of the one establishment here, and are the decisions taken there? If they are taken outside the EEA there may be no lead: then notify each authority (EDPB Opinion 04/2024).',
  doubt:
    'In doubt about the lead, notify at least the authority of the place where the breach happened (EDPB Guidelines 9/2022, read in another text).',
  people:
    'In which countries do the people concerned live? It decides which authorities are concerned.',
  peopleNeeded:
    'In which countries do the people concerned live? Without them no authority can be named.',
  telecoms:
    'Is it data of the telecommunications service? For other data, such as of employees, the Land is competent.',
  publicBody:
    'Is the processing based on a legal duty or a public task (Art. 6(1)(c) or (e))? Otherwise the rules for companies apply.',
  spain:
    'Catalonia, the Basque Country and Andalusia have authorities of their own for public bodies.',
  nameMain:
    'Is one of the establishments the place of central administration in the EEA, where the decisions on purposes and means are taken and can be carried out? Then name it as the main one: its authority leads.',
  allStates: 'Are these all the states of the EEA in which people concerned live?',
  representative:
    'Is there a representative in the Union? Art. 27 asks for one, with few exceptions; it may help with the notices.',
} as const;
