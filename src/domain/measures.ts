/** The measures that this software takes (GDPR Art. 32): their names. Which are in force follows from the policy file; their sentences are texts of a language. */

export const measureIds = [
  'risk',
  'transit',
  'hosting',
  'transfers',
  'roles',
  'signatures',
  'ending-keys',
  'access-reviews',
  'audit-trail',
  'checkpoints',
  'secrets',
  'payloads',
  'watch',
  'figures',
  'logs',
  'retention',
  'backups',
  'response',
  'vendors',
  'policy-versions',
  'policy-reviews',
  'contact',
] as const;
export type MeasureId = (typeof measureIds)[number];

export type MeasureWords = Readonly<Record<MeasureId, string>>;

/** What a notice tells of them; that it bears the contact, it shows itself. */
export function toldInNotices(inForce: readonly MeasureId[]): readonly MeasureId[] {
  return inForce.filter((id) => id !== 'contact');
}

/**
 * Of field 75 of the EDPB's template. Encryption is left to a person: it weighs in Art. 34(3)(a), and what is
 * encrypted here need not be what was breached.
 */
const letters: Partial<Readonly<Record<MeasureId, string>>> = {
  backups: 'b',
  'policy-versions': 'd',
  'audit-trail': 'f',
  roles: 'g',
  signatures: 'h',
};

export function measureLetters(inForce: readonly MeasureId[]): string {
  return inForce
    .flatMap((id) => letters[id] ?? [])
    .toSorted()
    .join(',');
}
