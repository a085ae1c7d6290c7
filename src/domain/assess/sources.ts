/** Where each reason comes from, and whether that very place was read: laws and guidelines, never from memory alone. */

export type Source = {
  readonly cite: string;
  /** False: the outcome is confirmed by other sources, the wording or the number of the paragraph was not read. */
  readonly verified: boolean;
};

const g1 = 'EDPB Guidelines 01/2021 v2.0';
const g9 = 'EDPB Guidelines 9/2022 v2.0';

export const sources = {
  art33: { cite: 'GDPR Art. 33(1)', verified: true },
  art33document: { cite: 'GDPR Art. 33(5)', verified: true },
  art34: { cite: 'GDPR Art. 34(1)', verified: true },
  art34unreadable: { cite: 'GDPR Art. 34(3)(a)', verified: true },
  recital75: { cite: 'GDPR Recital 75', verified: true },
  recital85: { cite: 'GDPR Recital 85', verified: true },

  harm: { cite: `${g1}, para 6`, verified: true },
  inPhases: { cite: `${g1}, paras 8-9`, verified: true },
  wrongSelfAssessment: { cite: `${g1}, para 10`, verified: true },
  everyDetail: { cite: `${g1}, para 14`, verified: true },
  documentation: { cite: `${g1}, para 15`, verified: true },
  noTrace: { cite: `${g1}, para 19`, verified: true },
  cipherText: { cite: `${g1}, para 20`, verified: true },
  restored: { cite: `${g1}, paras 21-24`, verified: true },
  noRisk: { cite: `${g1}, para 25`, verified: true },

  noBackup: { cite: `${g1}, section 2.2`, verified: false },
  delayedCare: { cite: `${g1}, section 2.3`, verified: false },
  exfiltrated: { cite: `${g1}, section 2.4`, verified: false },
  forms: { cite: `${g1}, section 3.1`, verified: false },
  hashes: { cite: `${g1}, section 3.2`, verified: false },
  stuffing: { cite: `${g1}, section 3.3`, verified: false },
  intentions: { cite: `${g1}, paras 72, 74, 77`, verified: false },
  trusted: { cite: `${g1}, section 4.2`, verified: false },
  lockedDevice: { cite: `${g1}, section 5.1`, verified: false },
  openDevice: { cite: `${g1}, section 5.2`, verified: false },
  paper: { cite: `${g1}, section 5.3`, verified: false },
  smallMistake: { cite: `${g1}, sections 6.1 and 6.3`, verified: false },
  graveMistake: { cite: `${g1}, section 6.2`, verified: false },
  mediumMistake: { cite: `${g1}, section 6.4`, verified: false },
  impostor: { cite: `${g1}, section 7.1`, verified: false },
  forwarded: { cite: `${g1}, section 7.2`, verified: false },

  notRequired: { cite: `${g9}, section II.D`, verified: false },
  factors: { cite: `${g9}, section IV.B`, verified: false },
  annexB: { cite: `${g9}, Annex B`, verified: false },

  polishNumbers: { cite: 'UODO (Poland) DKN.5131.3.2021 and others', verified: false },
  enisa: {
    cite: 'ENISA, Recommendations for a methodology of the assessment of severity of personal data breaches, v1.0 (2013)',
    verified: false,
  },
  /** A number or a line that no guideline draws: drawn here on the careful side. */
  own: { cite: 'line drawn by this product, no guideline gives a number', verified: true },
} as const satisfies Record<string, Source>;

export type SourceId = keyof typeof sources;

/** As it stands behind a sentence. */
export function cite(ids: readonly SourceId[]): string {
  return ids
    .map((id) => `${sources[id].cite}${sources[id].verified ? '' : ' (not verified)'}`)
    .join('; ');
}
