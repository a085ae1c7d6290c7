/** The facts that a breach is assessed from: each an ordered scale, so that "worse" has one meaning everywhere. */

export type Category = 'simple' | 'behavioural' | 'financial' | 'sensitive';

/** One kind of data that was breached. Context moves its score by `adjustment`, never without a reason. */
export type DataItem = {
  readonly category: Category;
  /** Whole steps of ENISA's data processing context; the result is kept within 1 to 4. */
  readonly adjustment?: number | undefined;
  readonly reason?: string | undefined;
};

/** From best to worst for the people concerned. A fact that is absent is not known. */
export const scales = {
  identification: ['negligible', 'limited', 'significant', 'maximum'],
  confidentiality: ['none', 'known_recipients', 'unknown_recipients'],
  integrity: ['none', 'altered_recoverable', 'altered_not_recoverable'],
  availability: ['none', 'temporal', 'full'],
  malicious: [false, true],
  unintelligible: [true, false],
  specialCategories: ['none', 'incidental', 'substantial'],
  credentials: ['none', 'strongly_hashed', 'weakly_hashed', 'readable'],
  vulnerablePeople: [false, true],
  alreadyPublic: [true, false],
  recipients: ['trusted', 'few_known', 'many_or_unknown', 'hostile', 'public'],
  deletion: ['returned_unread', 'confirmed', 'requested', 'none'],
  exfiltration: ['excluded_with_certainty', 'no_evidence', 'possible', 'confirmed'],
  duration: ['hours', 'days', 'weeks', 'months'],
  encryption: ['strong_keys_safe', 'doubtful', 'none'],
  backup: ['complete', 'partial', 'none'],
  effects: ['none', 'minor', 'significant', 'severe'],
  mitigation: ['effective', 'partial', 'none'],
} as const;

type Scales = typeof scales;
export type ScaleName = keyof Scales;
/** One value of each scale. */
type Scaled = { readonly [K in ScaleName]: Scales[K][number] };

/** Notable things in the data. Each one more is worse; a list that is given is complete. */
export const contents = [
  'contact_details',
  'identity_basics',
  'profile',
  'financial_situation',
  'communications_or_location',
  'payment_data',
  'identity_documents',
  'national_identifiers',
  'criminal_records',
] as const;
export type Content = (typeof contents)[number];

/** Everything known, or taken as known for one reading. */
export type Full = Scaled & {
  readonly data: readonly DataItem[];
  readonly contents: readonly Content[];
  /** People affected. */
  readonly individuals: number;
  /** Elapsed hours until the data was usable again. */
  readonly restoreHours: number;
};
export type FactName = keyof Full;

export type Facts = { readonly [K in FactName]?: Full[K] | undefined };

/** In the order in which they are asked. */
export const factNames = [
  'data',
  'identification',
  'confidentiality',
  'integrity',
  'availability',
  'malicious',
  'individuals',
  'unintelligible',
  'contents',
  'specialCategories',
  'credentials',
  'vulnerablePeople',
  'alreadyPublic',
  'recipients',
  'deletion',
  'exfiltration',
  'duration',
  'encryption',
  'backup',
  'restoreHours',
  'effects',
  'mitigation',
] as const satisfies readonly FactName[];

/** Whether a fact is worse than `value` on its scale. */
export function beyond<K extends ScaleName>(facts: Full, name: K, value: Full[K]): boolean {
  const scale: readonly unknown[] = scales[name];
  return scale.indexOf(facts[name]) > scale.indexOf(value);
}

/** The mildest answer to every question. */
export const mildest: Full = {
  data: [{ category: 'simple' }],
  identification: 'negligible',
  confidentiality: 'none',
  integrity: 'none',
  availability: 'none',
  malicious: false,
  individuals: 0,
  unintelligible: true,
  contents: [],
  specialCategories: 'none',
  credentials: 'none',
  vulnerablePeople: false,
  alreadyPublic: true,
  recipients: 'trusted',
  deletion: 'returned_unread',
  exfiltration: 'excluded_with_certainty',
  duration: 'hours',
  encryption: 'strong_keys_safe',
  backup: 'complete',
  restoreHours: 0,
  effects: 'none',
  mitigation: 'effective',
};

/** The harshest answer to every question. */
export const harshest: Full = {
  data: [{ category: 'sensitive' }],
  identification: 'maximum',
  confidentiality: 'unknown_recipients',
  integrity: 'altered_not_recoverable',
  availability: 'full',
  malicious: true,
  individuals: Number.POSITIVE_INFINITY,
  unintelligible: false,
  contents,
  specialCategories: 'substantial',
  credentials: 'readable',
  vulnerablePeople: true,
  alreadyPublic: false,
  recipients: 'public',
  deletion: 'none',
  exfiltration: 'confirmed',
  duration: 'months',
  encryption: 'none',
  backup: 'none',
  restoreHours: Number.POSITIVE_INFINITY,
  effects: 'severe',
  mitigation: 'none',
};

/** The facts, with every gap read as `gaps` has it. */
export function fill(facts: Facts, gaps: Full): Full {
  return {
    data: isKnown(facts, 'data') ? (facts.data ?? gaps.data) : gaps.data,
    identification: facts.identification ?? gaps.identification,
    confidentiality: facts.confidentiality ?? gaps.confidentiality,
    integrity: facts.integrity ?? gaps.integrity,
    availability: facts.availability ?? gaps.availability,
    malicious: facts.malicious ?? gaps.malicious,
    individuals: facts.individuals ?? gaps.individuals,
    unintelligible: facts.unintelligible ?? gaps.unintelligible,
    contents: facts.contents ?? gaps.contents,
    specialCategories: facts.specialCategories ?? gaps.specialCategories,
    credentials: facts.credentials ?? gaps.credentials,
    vulnerablePeople: facts.vulnerablePeople ?? gaps.vulnerablePeople,
    alreadyPublic: facts.alreadyPublic ?? gaps.alreadyPublic,
    recipients: facts.recipients ?? gaps.recipients,
    deletion: facts.deletion ?? gaps.deletion,
    exfiltration: facts.exfiltration ?? gaps.exfiltration,
    duration: facts.duration ?? gaps.duration,
    encryption: facts.encryption ?? gaps.encryption,
    backup: facts.backup ?? gaps.backup,
    restoreHours: facts.restoreHours ?? gaps.restoreHours,
    effects: facts.effects ?? gaps.effects,
    mitigation: facts.mitigation ?? gaps.mitigation,
  };
}

/** An empty list of data says as little as none. */
export function isKnown(facts: Facts, name: FactName): boolean {
  return name === 'data' ? (facts.data?.length ?? 0) > 0 : facts[name] !== undefined;
}
