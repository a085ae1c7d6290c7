/**
 * Where national law departs from NIS2 Art. 23, from a third-party record of September 2026. Of a country that
 * is not here no difference was found.
 */
import type { NationalDifference, Source } from './rule.ts';

function record(act: string): Source {
  return { text: act, mark: 'secondary' };
}

const fromDetection = {
  'early-warning': { anchor: { kind: 'detection' } },
  notification: { anchor: { kind: 'detection' } },
} as const;
const fromDetermination = {
  'early-warning': { anchor: { kind: 'determination' } },
  notification: { anchor: { kind: 'determination' } },
} as const;

/** Only the date from which the national act counts: before it the directive bound the state alone. */
function since(country: string, from: string, act: string): NationalDifference {
  return { country, from, note: `${act} keeps the stages of the directive.`, source: record(act) };
}

function notTransposed(country: string): NationalDifference {
  return {
    country,
    note: 'Not transposed in September 2026: there may be no national duty yet; the times are those of the directive.',
    source: record('no national act'),
  };
}

export const nis2National: readonly NationalDifference[] = [
  {
    country: 'PL',
    from: '2026-04-03',
    stages: fromDetection,
    note: 'In Poland 24 and 72 hours run from detection, not from awareness; to the sectoral CSIRT.',
    source: record('Dz.U. 2026 poz. 252, Art. 11'),
  },
  {
    country: 'FI',
    from: '2025-04-08',
    stages: fromDetection,
    note: 'In Finland 24 and 72 hours run from detection, not from awareness.',
    source: record('Kyberturvallisuuslaki 124/2025, § 11'),
  },
  {
    country: 'SK',
    from: '2025-01-01',
    stages: fromDetection,
    note: 'In Slovakia 24 and 72 hours run from detection, not from awareness.',
    source: record('Act 366/2024 Z. z.'),
  },
  {
    country: 'SI',
    stages: fromDetection,
    note: 'In Slovenia 24 and 72 hours run from detection, not from awareness.',
    source: record('ZInfV-1, Uradni list 40/25, Art. 30'),
  },
  {
    country: 'BG',
    stages: fromDetection,
    note: 'In Bulgaria 24 and 72 hours run from detection (establishing the incident), not from awareness.',
    source: record('Cybersecurity Act as amended in 2026'),
  },
  {
    country: 'CZ',
    stages: {
      ...fromDetermination,
      final: { anchor: { kind: 'resolution' }, amount: { unit: 'days', count: 30 } },
    },
    note: 'In Czechia the clock runs from the determination by the person in charge that the event is an incident, and the final report is due 30 days after it is resolved; the guidance names no 72-hour stage.',
    source: record('Act 264/2025 Sb., guidance of the authority'),
  },
  {
    country: 'PT',
    from: '2026-04-03',
    stages: {
      ...fromDetermination,
      final: {
        anchor: { kind: 'submission', of: 'end-of-impact', which: 'first' },
        amount: { unit: 'working-days', count: 30 },
      },
    },
    adds: [
      {
        id: 'end-of-impact',
        title: 'notification of the end of significant impact',
        article: 'Decreto-Lei 125/2025 Art. 43(1)',
        anchor: { kind: 'resolution' },
        amount: { unit: 'hours', count: 24 },
      },
    ],
    note: 'In Portugal the clock runs from the determination of a significant incident, the 72-hour stage is an update where necessary, the end of the impact is notified within 24 hours, and the final report is due 30 working days after that notification.',
    source: record('Decreto-Lei 125/2025, Arts. 42 to 44'),
  },
  {
    country: 'HR',
    stages: { final: { amount: { unit: 'days', count: 30 } } },
    note: 'In Croatia the final report is due 30 days after the notification, not one month.',
    source: record('NN 135/2024, Art. 70'),
  },
  {
    country: 'NO',
    from: '2025-10-01',
    stages: {
      final: { anchor: { kind: 'submission', of: 'early-warning', which: 'first' } },
    },
    note: 'In Norway the final report is due one month after the first warning; its law implements the first NIS directive.',
    source: record('digitalsikkerhetsforskriften § 17'),
  },
  {
    country: 'CY',
    note: 'The guide of the Cypriot authority asks for the early warning within 6 hours; the directive says 24, and the act was not read. Plan with 6.',
    source: record('guide of the Digital Security Authority'),
  },
  {
    country: 'IT',
    note: 'The Italian authority describes the 72 hours as running from the early warning; the earlier reading of the directive is used here.',
    source: record('D.Lgs. 138/2024, FAQ of the authority'),
  },
  {
    country: 'LV',
    from: '2024-09-01',
    note: 'Latvian law does not name what the 24 and 72 hours run from; the directive says awareness.',
    source: record('National Cybersecurity Law, Art. 34'),
  },
  {
    country: 'IS',
    note: 'Icelandic law names no hours (as soon as may be) and does not implement NIS2; the times are those of the directive.',
    source: record('Act 78/2019, Art. 8'),
  },
  {
    country: 'MT',
    note: 'Whether the Maltese order is in force was not established; its draft keeps the times of the directive.',
    source: record('draft order of 2024'),
  },
  since('NL', '2026-08-15', 'Cyberbeveiligingswet'),
  since('SE', '2026-01-15', 'Cybersäkerhetslag 2025:1506'),
  since('DK', '2025-07-01', 'Lov nr. 434 of 2025'),
  since('BE', '2024-10-18', 'Act of 26 April 2024'),
  since('HU', '2025-01-01', 'Decree 418/2024, § 77'),
  {
    country: 'LU',
    note: 'Act of 5 May 2026: only the first stage, 24 hours, was read, and not what it runs from; the times are those of the directive.',
    source: record('announcement of the government'),
  },
  notTransposed('FR'),
  notTransposed('IE'),
  notTransposed('ES'),
];
