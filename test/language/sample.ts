/** What the tests of notices in other languages draft from: a record kept in German. */
import type { Authority } from '../../src/domain/authority.ts';
import type { DutyPlan } from '../../src/domain/duty.ts';
import type { Language } from '../../src/domain/language.ts';
import type { NoticeDraft, NoticeSource, OrganisationProfile } from '../../src/domain/notice.ts';
import { processorNotice } from '../../src/domain/processor-notice.ts';
import { catalogues } from '../../src/language/index.ts';
import {
  awareMs,
  complete,
  corrections,
  drafted,
  dueMs,
  duty,
  empty,
  full,
  hourMs,
  organisation,
} from '../notices/sample.ts';

export const unknown = empty;

const plan: DutyPlan = {
  ...{ rule: 'nis2-23', title: 'early warning', stage: 'early-warning', notes: [] },
  article: 'NIS2 Art. 23(4)(a)',
  addressee: 'CSIRT or, where national law says so, the competent authority',
};

/** Some fields need a text: these are German as well, and the people concerned will be told on a day. */
const answers = {
  63: 'Sicherungsspeicher',
  76: 'Rollen',
  95: 'Prüfung',
  97: 'b',
  99: '2026-04-02',
};

export const german: NoticeSource = {
  ...full,
  title: 'Sicherung war öffentlich lesbar',
  summary: 'Die nächtliche Sicherung war zwei Tage lang für jedermann lesbar.',
  aware: {
    ...{ atMs: awareMs, zone: 'Europe/Vienna', declaredBy: 'carla', declaredAtMs: awareMs },
    reason: 'Das Protokoll zeigt fremde Abrufe.',
  },
  facts: {
    ...{ subjects: 12_400, subjectCategories: ['Kunden'] },
    ...{ records: 1_250_000, dataCategories: ['Kontaktdaten', 'Zugangsdaten'] },
    consequences: 'Phishing gegen die Betroffenen.',
    measures: 'Der Speicher ist geschlossen.',
  },
  duties: {
    ...full.duties,
    'nis2-23/early-warning': {
      ...{ ...duty, id: 'nis2-23/early-warning', plan, state: 'filed' },
      filings: [
        {
          ...{ stage: 'complete', filed: { atMs: awareMs + hourMs, zone: 'UTC' }, lateByMs: 0 },
          ...{ recordedAtMs: awareMs + hourMs, recordedBy: 'carla', reference: 'CSIRT-7' },
        },
      ],
    },
  },
  corrections: { ...complete.corrections, ...corrections(answers) },
};

export function toCustomer(source: NoticeSource, language: Language = 'de'): NoticeDraft {
  return processorNotice(source, organisation, 'acme', awareMs, catalogues[language].notices);
}

/** Made after the 72 hours, so that it tells the delay. */
export function toAuthority(
  source: NoticeSource,
  language: Language = 'de',
  profile = organisation,
): NoticeDraft {
  const nowMs = dueMs + 5 * hourMs + 12 * 60_000;
  return drafted(source, nowMs, profile, language);
}

type Where = NonNullable<OrganisationProfile['establishments']>;

function at(where: Partial<Where>, authority: Partial<Authority> = {}): OrganisationProfile {
  const known = { id: 'AT', name: 'Datenschutzbehörde', asOf: '2026-11-22', verified: true };
  return {
    ...organisation,
    authority: { ...known, portal: 'https://amt.example', ...authority },
    establishments: { others: [], body: 'private', usualPeople: [], ...where },
  };
}

const { authority: _none, ...nobody } = at({ main: 'US' });

/** Each way in which a company can lie, so that every sentence of a proposal is there once. */
export const places: Readonly<Record<string, OrganisationProfile>> = {
  'one authority': organisation,
  'a lead': at({ main: 'DE-BE', others: ['FR'], usualPeople: ['IT', 'US', 'GB', 'CH'] }),
  'people elsewhere': at({ main: 'AT', usualPeople: ['FR'] }),
  'one authority by law': at({ main: 'AT' }),
  'a branch': at({ main: 'US', others: ['DE-NW'] }),
  'no main one': at({ others: ['AT', 'DE-MV', 'FR'] }),
  'nothing in the EEA': at({ main: 'US', usualPeople: ['NL', 'PL'] }, { verified: false }),
  'no authority': nobody,
  'nothing known': at({ main: 'US', representative: 'IE' }, { website: 'https://amt.example' }),
  'a public body': at({ main: 'ES', body: 'public' }, { phone: '1', email: 'a@b.example' }),
  'a federal body': at({ main: 'DE', body: 'federal' }, { asOf: '2020-01-01' }),
  telecoms: at({ main: 'DE-HE', body: 'telecoms' }, { address: 'Ring 1' }),
};
