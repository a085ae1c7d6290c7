/** The table of commands: name and fields. Types, validators, updates and the command line are read from here. */
import { accessCommands } from './access-commands.ts';
import { linkCommands } from './link-commands.ts';
import { alertCommands } from './alert-commands.ts';
import { deliveryCommands } from './delivery-commands.ts';
import { customerCommands, duty, mostCustomers, noticeCommands } from './notice-commands.ts';
import { outOfBandCommands } from './out-of-band-commands.ts';
import { severities } from './policy.ts';
import { longText, shortText, type FieldsOf, type Shape } from './shape.ts';

export const personalDataAnswers = ['unknown', 'yes', 'no'] as const;
export type PersonalData = (typeof personalDataAnswers)[number];

/** Times that are kept apart and may be learnt later. */
export const stampNames = [
  'occurred',
  'detected',
  'suspected',
  'investigation-started',
  'vendor-notice',
] as const;
export type StampName = (typeof stampNames)[number];

/** What a filing is, GDPR Art. 33(4): `initial` leaves more owed, `complete` closes it; `withdrawal` takes it back. */
export const filingStages = ['initial', 'follow-up', 'complete', 'withdrawal'] as const;
export type FilingStage = (typeof filingStages)[number];

/** Characters of the facts of a breach: every fact with a dozen kinds of data, each with its reason. */
const longestFacts = 8_000;

const text = { kind: 'text', max: longText } as const;
const short = { kind: 'text', max: shortText } as const;
const severity = { kind: 'choice', of: severities, help: 'how bad it is' } as const;
const measures = {
  ...text,
  required: false,
  help: 'measures taken or proposed, Art. 33(3)(d)',
} as const;

/** What the data protection officer may advise about a duty, GDPR Art. 39(1)(a). */
export const recommendations = ['notify', 'withhold'] as const;
export type Recommendation = (typeof recommendations)[number];

const kind = {
  kind: 'playbook',
  required: false,
  help: 'the kind of incident; its playbook adds the tasks',
} as const;
const againstAdvice = {
  ...text,
  required: false,
  help: "why the data protection officer's advice is not followed",
} as const;

/** Why a notice is not owed. Art. 33(1): no risk likely. Art. 34: no high risk, or an exception of 34(3). */
export const exceptions = [
  'risk-unlikely',
  'no-high-risk',
  'art-34-3-a',
  'art-34-3-b',
  'art-34-3-c',
  'not-applicable',
] as const;
export type Exception = (typeof exceptions)[number];

/** What Art. 33(3) asks for, learnt over time: any of these may come with a triage. */
const facts = {
  subjects: { kind: 'count', required: false, help: 'approximate number of people concerned' },
  subjectCategories: {
    kind: 'list',
    max: shortText,
    required: false,
    help: 'groups of people, such as customers or employees',
  },
  records: { kind: 'count', required: false, help: 'approximate number of records' },
  dataCategories: {
    kind: 'list',
    max: shortText,
    required: false,
    help: 'kinds of data, such as contact data or credentials',
  },
  consequences: { ...text, required: false, help: 'likely consequences, Art. 33(3)(c)' },
  measures,
} as const satisfies Shape;

export const commandShapes = {
  declare: {
    title: { ...short, required: true, help: 'what is wrong, in one line' },
    description: { ...text, required: false, help: 'what is known so far' },
    severity: { ...severity, required: false },
    kind,
    personalData: {
      kind: 'choice',
      of: personalDataAnswers,
      required: false,
      help: 'whether personal data was breached, as far as known',
    },
    detected: { kind: 'instant', required: false, help: 'when it was noticed, default now' },
    occurred: { kind: 'instant', required: false, help: 'when it happened' },
    vendorNotice: {
      kind: 'instant',
      required: false,
      help: "when a vendor's notice arrived (Art. 33(2))",
    },
    // Of an incident that monitoring declares; a person names none.
    source: { ...short, required: false, help: 'the source of the intake that declares it' },
  },
  acknowledge: {},
  assign: { commander: { kind: 'person', required: true, help: 'who takes command' } },
  assignScribe: { scribe: { kind: 'person', required: true, help: 'who keeps the record' } },
  changeSeverity: {
    severity: { ...severity, required: true },
    reason: { ...text, required: true, help: 'why it changes' },
  },
  triage: {
    summary: { ...text, required: true, help: 'what happened and what is affected' },
    kind,
    personalData: {
      kind: 'choice',
      of: personalDataAnswers,
      required: false,
      help: 'whether personal data was breached',
    },
    ...facts,
  },
  /** Decides nothing: what it advises is for a person to follow or not. */
  assess: {
    facts: {
      ...{ kind: 'text', max: longestFacts, required: true },
      help: 'the facts of the breach as JSON (docs/assess.md); seventytwo triage --guided asks for each',
    },
  },
  contain: { summary: { ...text, required: true, help: 'what stopped the harm' }, measures },
  recover: {
    summary: { ...text, required: true, help: 'what was removed and restored' },
    measures,
  },
  note: { text: { ...text, required: true, help: 'the note' } },
  addTask: {
    title: { ...short, required: true, help: 'what is to be done' },
    owner: { kind: 'person', required: false, help: 'who does it' },
    due: { kind: 'instant', required: false, help: 'until when' },
    mandatory: { kind: 'flag', required: false, help: 'blocks closing until done' },
  },
  completeTask: {
    task: { ...short, required: true, help: "the task's id, such as T1" },
    note: { ...text, required: false, help: 'what came of it' },
  },
  assignTask: {
    task: { ...short, required: true, help: "the task's id, such as T1" },
    owner: { kind: 'person', required: true, help: 'who does it' },
  },
  skipTask: {
    task: { ...short, required: true, help: "the task's id, such as T1" },
    reason: { ...text, required: true, help: 'why it does not apply' },
  },
  attach: {
    // Not `name`: in a signal that is the command's own.
    fileName: { ...short, required: true, help: "the file's name" },
    sha256: { kind: 'sha256', required: true, help: 'of its bytes, hexadecimal' },
    bytes: { kind: 'count', required: true, help: 'its size' },
    note: { ...text, required: false, help: 'what it shows' },
  },
  declareAwareness: {
    at: {
      kind: 'instant',
      required: true,
      help: 'when the company became aware (reasonable degree of certainty)',
    },
    reason: { ...text, required: true, help: 'what made it certain' },
  },
  confirmAwareness: {},
  ...noticeCommands,
  fileDuty: {
    duty,
    reference: { ...short, required: true, help: "the authority's reference" },
    at: { kind: 'instant', required: false, help: 'when it was filed, default now' },
    stage: {
      kind: 'choice',
      of: filingStages,
      required: false,
      help: 'what was filed, default complete',
    },
    reasonsForDelay: { ...text, required: false, help: 'demanded when late, Art. 33(1)' },
    againstAdvice,
  },
  withholdDuty: {
    duty,
    reason: { ...text, required: true, help: 'why no notice is owed' },
    exception: {
      kind: 'choice',
      of: exceptions,
      required: false,
      help: 'what it relies on; gdpr-33-1: risk-unlikely; demanded for gdpr-34',
    },
    againstAdvice,
  },
  confirmWithholding: { duty },
  advise: {
    duty,
    recommends: {
      kind: 'choice',
      of: recommendations,
      required: true,
      help: 'to notify or to withhold',
    },
    reason: { ...text, required: true, help: 'the reasons for the advice' },
  },
  startDuty: {
    rule: { ...short, required: true, help: 'the rule, such as gdpr-34 or nis2-23' },
    customers: {
      ...{ kind: 'list', max: shortText, most: mostCustomers, required: false },
      help: 'customers to whom it is owed, Art. 33(2) or contract',
    },
    allCustomers: { kind: 'flag', required: false, help: 'all customers of the policy' },
    reason: { ...text, required: true, help: 'why the company falls under it' },
    classified: { kind: 'instant', required: false, help: 'when it was classified as major' },
    determined: { kind: 'instant', required: false, help: 'when it was determined to be material' },
    fixAvailable: { kind: 'instant', required: false, help: 'when a fix was available' },
    resolved: { kind: 'instant', required: false, help: 'when it was resolved' },
  },
  reopenDuty: {
    duty,
    reason: { ...text, required: true, help: 'what changed' },
  },
  stamp: {
    what: { kind: 'choice', of: stampNames, required: true, help: 'which time' },
    at: { kind: 'instant', required: true, help: 'when it was' },
  },
  ...customerCommands,
  ...accessCommands,
  ...linkCommands,
  ...outOfBandCommands,
  ...alertCommands,
  ...deliveryCommands,
  review: {
    summary: { ...text, required: true, help: 'what was learnt' },
    rootCause: { ...text, required: false, help: 'the root cause' },
    improvements: {
      kind: 'list',
      max: shortText,
      required: false,
      help: 'what will be done better',
    },
  },
  close: { reason: { ...text, required: false, help: 'closing words' } },
  reopen: { reason: { ...text, required: true, help: 'why it is not over' } },
  declareFalseAlarm: { reason: { ...text, required: true, help: 'why it is no incident' } },
  merge: {
    into: { kind: 'incident', required: true, help: 'the incident that goes on' },
    reason: { ...text, required: true, help: 'why they are one' },
  },
  /** What a merged incident tells the one that goes on; it closes only once this was taken. */
  absorb: {
    duplicate: { kind: 'incident', required: true, help: 'the incident that ends' },
    title: { ...short, required: true, help: 'its title' },
    summary: { ...text, required: false, help: 'what was found out about it' },
    personalData: {
      kind: 'choice',
      of: personalDataAnswers,
      required: true,
      help: 'its answer to the breach question',
    },
    detected: { kind: 'instant', required: true, help: 'when it was noticed' },
    occurred: { kind: 'instant', required: false, help: 'when it happened' },
    vendorNotice: { kind: 'instant', required: false, help: "when a vendor's notice arrived" },
    aware: { kind: 'instant', required: false, help: 'when the company became aware' },
    awareReason: { ...text, required: false, help: 'what made it certain' },
    tasks: { kind: 'list', max: shortText, required: false, help: 'mandatory tasks still open' },
  },
} as const satisfies Record<string, Shape>;

export type CommandName = keyof typeof commandShapes;
export type CommandFields<N extends CommandName> = FieldsOf<(typeof commandShapes)[N]>;
export type Facts = FieldsOf<typeof facts>;
export const factNames: readonly (keyof Facts)[] = [
  'subjects',
  'subjectCategories',
  'records',
  'dataCategories',
  'consequences',
  'measures',
];

// oxlint-disable-next-line no-unsafe-type-assertion -- Object.keys forgets the literal keys of a const table.
export const commandNames = Object.keys(commandShapes) as CommandName[];
