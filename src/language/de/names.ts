/** What things of the domain are called in German: phases as in the German texts of NIST SP 800-61. */
import type { Names } from '../en/names.ts';

export const names: Names = {
  severities: { low: 'niedrig', medium: 'mittel', high: 'hoch', critical: 'kritisch' },
  phases: {
    detected: 'erkannt',
    triage: 'Ersteinschätzung',
    containment: 'Eindämmung',
    recovery: 'Beseitigung und Wiederherstellung',
    review: 'Nachbereitung',
    closed: 'geschlossen',
  },
  personalData: {
    unknown: 'noch nicht entschieden, ob ihr Schutz verletzt ist',
    yes: 'Schutz verletzt',
    no: 'Schutz nicht verletzt',
  },
  anchors: {
    awareness: 'Kenntnis',
    detection: 'Entdeckung',
    'vendor-notice': 'Mitteilung eines Dienstleisters',
    'incident-start': 'Beginn des Vorfalls',
    classification: 'Einstufung als schwerwiegend',
    determination: 'Feststellung',
    'fix-available': 'Verfügbarkeit einer Abhilfe',
    resolution: 'Ende des Vorfalls',
    submission: 'frühere Meldung',
  },
  filingStages: {
    initial: 'Erstmeldung',
    'follow-up': 'Nachmeldung',
    complete: 'vollständig',
    withdrawal: 'Rücknahme',
  },
};
