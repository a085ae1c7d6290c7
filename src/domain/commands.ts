/** Every command of an incident: name and fields. Types, validators, updates and the command line are read from here. */
import { longText, shapeFaults, shortText, type FieldsOf, type Shape } from './shape.ts';
import { severities, type PersonId } from './policy.ts';

export const personalDataAnswers = ['unknown', 'yes', 'no'] as const;
export type PersonalData = (typeof personalDataAnswers)[number];

/** What a filing is, GDPR Art. 33(4): `initial` leaves more owed, `complete` closes it. */
export const filingStages = ['initial', 'follow-up', 'complete'] as const;
export type FilingStage = (typeof filingStages)[number];

const text = { kind: 'text', max: longText } as const;
const short = { kind: 'text', max: shortText } as const;
const severity = { kind: 'choice', of: severities, help: 'how bad it is' } as const;
const duty = { ...short, required: false, help: 'the duty, default gdpr-33-1' } as const;
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
  draftNotice: {
    duty,
    customer: { ...short, required: false, help: 'draft the Art. 33(2) notice to this customer' },
  },
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
    reason: { ...text, required: true, help: 'why a risk is unlikely, Art. 33(1)' },
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
  notifyCustomer: { customer: { ...short, required: true, help: "the customer's id" } },
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

/** By which way a command came in. */
export const channels = ['cli', 'mail', 'web', 'api', 'temporal'] as const;
export type Channel = (typeof channels)[number];

/** Who acts. The signature is not checked yet; it has its place so that histories need not change. */
export type Actor = {
  readonly person: PersonId;
  readonly channel: Channel | 'timer';
  readonly signature?: string;
};
/** The product itself: timers, mail outcomes, drafts. No person may bear this id. */
export const system: Actor = { person: 'seventytwo', channel: 'timer' };

/** What every command carries beside its own fields. */
export type Envelope = {
  /** One per user action: the same id is carried out once. */
  readonly commandId: string;
  readonly actor: Actor;
};
export type CommandInput<N extends CommandName> = Envelope & CommandFields<N>;
export type Command<N extends CommandName = CommandName> = {
  [K in N]: { readonly name: K; readonly fields: CommandFields<K> } & Envelope;
}[N];

export const envelopeShape = {
  commandId: { kind: 'text', max: 100, required: true, help: 'an id of your own for this action' },
} as const satisfies Shape;

/** Every fault of an update's payload, one sentence each; never throws, whatever came over the wire. */
export function commandFaults(name: CommandName, input: unknown): string[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return [`the input of ${name} must be one JSON object`];
  const { actor, commandId, ...fields } = { actor: undefined, commandId: undefined, ...input };
  return [
    ...shapeFaults(envelopeShape, { commandId }),
    ...actorFaults(actor),
    ...shapeFaults(commandShapes[name], fields),
  ];
}

function actorFaults(actor: unknown): string[] {
  if (typeof actor !== 'object' || actor === null)
    return ['actor is missing; give {"person": id, "channel": "temporal"}'];
  return shapeFaults(
    {
      person: { kind: 'person', required: true, help: "the actor's id in the policy file" },
      channel: { kind: 'choice', of: channels, required: true, help: 'the way in' },
      signature: { kind: 'text', max: 1_000, required: false, help: 'a signature' },
    },
    { ...actor },
  );
}

/** Splits a payload that passed `commandFaults` into envelope and fields. */
export function toCommand<N extends CommandName>(name: N, input: CommandInput<N>): Command {
  const { commandId, actor, ...fields } = input;
  // oxlint-disable-next-line no-unsafe-type-assertion -- the correlation of N with its fields is beyond the compiler.
  return { name, commandId, actor, fields } as unknown as Command;
}
