/** What things of the domain are called in English. */
import type { FilingStage, PersonalData } from '../../domain/commands.ts';
import type { Anchor } from '../../domain/duty.ts';
import type { Phase } from '../../domain/incident.ts';
import type { Severity } from '../../domain/policy.ts';

export type Names = {
  readonly severities: Readonly<Record<Severity, string>>;
  readonly phases: Readonly<Record<Phase, string>>;
  readonly personalData: Readonly<Record<PersonalData, string>>;
  /** What a clock runs from. */
  readonly anchors: Readonly<Record<Anchor['kind'], string>>;
  readonly filingStages: Readonly<Record<FilingStage, string>>;
};

export const names: Names = {
  severities: { low: 'low', medium: 'medium', high: 'high', critical: 'critical' },
  phases: {
    detected: 'detected',
    triage: 'triage',
    containment: 'containment',
    recovery: 'recovery',
    review: 'review',
    closed: 'closed',
  },
  personalData: {
    unknown: 'not yet decided whether breached',
    yes: 'breached',
    no: 'not breached',
  },
  anchors: {
    awareness: 'awareness',
    detection: 'detection',
    'vendor-notice': "a vendor's notice",
    'incident-start': 'the start of the incident',
    classification: 'classification as major',
    determination: 'the determination',
    'fix-available': 'a fix being available',
    resolution: 'the end of the incident',
    submission: 'an earlier report',
  },
  filingStages: {
    initial: 'initial',
    'follow-up': 'follow-up',
    complete: 'complete',
    withdrawal: 'withdrawal',
  },
};
