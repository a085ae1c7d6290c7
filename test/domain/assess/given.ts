/** What cases are made of: a breach where nothing is notable, and the turns it can take. */
import type { Authority, People } from '../../../src/domain/assess/advice.ts';
import type { Facts } from '../../../src/domain/assess/facts.ts';

export type Case = {
  readonly says: string;
  readonly facts: Facts;
  readonly authority: Authority;
  readonly people: People;
};

/** Nothing notable at all: a case names what differs. */
export const calm: Facts = {
  data: [{ category: 'simple' }],
  identification: 'maximum',
  confidentiality: 'none',
  integrity: 'none',
  availability: 'none',
  malicious: false,
  individuals: 30,
  unintelligible: false,
  contents: ['contact_details'],
  specialCategories: 'none',
  credentials: 'none',
  vulnerablePeople: false,
  alreadyPublic: false,
  recipients: 'many_or_unknown',
  deletion: 'none',
  exfiltration: 'excluded_with_certainty',
  duration: 'days',
  encryption: 'none',
  backup: 'complete',
  restoreHours: 0,
  effects: 'none',
  mitigation: 'effective',
};
/** A stranger broke in. */
export const attack: Facts = { ...calm, malicious: true, recipients: 'hostile' };
export const stolen: Facts = {
  ...attack,
  confidentiality: 'unknown_recipients',
  exfiltration: 'confirmed',
};
export const ransom: Facts = {
  ...attack,
  availability: 'temporal',
  integrity: 'altered_recoverable',
};
export const mistake: Facts = {
  ...calm,
  confidentiality: 'known_recipients',
  exfiltration: 'confirmed',
  recipients: 'few_known',
  deletion: 'requested',
};
export const encrypted = { encryption: 'strong_keys_safe', unintelligible: true } as const;

export const none = { authority: 'document_only', people: 'not_required' } as const;
export const notify = { authority: 'notify', people: 'not_required' } as const;
export const both = { authority: 'notify', people: 'communicate' } as const;
