/** What the tests of notices draft from. */
import { authorityNotice } from '../../src/domain/authority-notice.ts';
import type { Duty } from '../../src/domain/duty.ts';
import type { NoticeDraft, NoticeSource, OrganisationProfile } from '../../src/domain/notice.ts';
import type { Language } from '../../src/domain/language.ts';
import { catalogues } from '../../src/language/index.ts';
import { edpbTemplate } from '../../src/notices/template.ts';

export const english = catalogues.en.notices;

export const hourMs = 3_600_000;
export const awareMs = Date.UTC(2026, 2, 27, 8, 14);
export const dueMs = awareMs + 72 * hourMs;

export const organisation: OrganisationProfile = {
  name: 'Example GmbH',
  address: 'Ring 1, 1010 Wien',
  contact: 'privacy@example.org',
  zone: 'Europe/Vienna',
  dpoName: 'Carla Cerny',
  dpoEmail: 'dpo@example.org',
  authority: {
    name: 'Datenschutzbehörde, Austria',
    portal: 'https://authority.example/breach',
    verified: false,
    asOf: '2026-11-22',
  },
  personNames: {},
  customerNames: { acme: 'Acme SA' },
};

export const empty: NoticeSource = {
  id: 'INC-7K3FQ',
  title: 'Backup bucket was public',
  personalData: 'unknown',
  stamps: { detected: { atMs: awareMs - hourMs, zone: 'Europe/Vienna' }, declaredAtMs: awareMs },
  facts: {},
  duties: {},
  customers: {},
};

export const duty: Duty = {
  id: 'gdpr-33-1',
  ruleVersion: '2018-05-25',
  state: 'open',
  anchor: { atMs: awareMs, zone: 'Europe/Vienna', kind: 'awareness', provisional: false },
  dueAtMs: dueMs,
  remindedUntilMs: awareMs,
  filings: [],
  followUpOwed: false,
};

export const full: NoticeSource = {
  ...empty,
  personalData: 'yes',
  summary: 'The nightly backup was readable by anybody for two days.',
  commander: 'anna',
  aware: {
    atMs: awareMs,
    zone: 'Europe/Vienna',
    reason: 'the access log shows foreign downloads',
    declaredBy: 'carla',
    declaredAtMs: awareMs + 60_000,
  },
  stamps: {
    ...empty.stamps,
    occurred: { atMs: awareMs - 48 * hourMs, zone: 'Europe/Vienna' },
    containedAtMs: awareMs + 2 * hourMs,
  },
  facts: {
    subjects: 0,
    subjectCategories: ['customers', 'employees'],
    records: 4_200,
    dataCategories: ['contact data'],
    consequences: 'phishing',
    measures: 'bucket closed',
  },
  duties: { 'gdpr-33-1': duty },
  customers: { acme: { requestedAtMs: awareMs + 3 * hourMs, outcome: 'accepted' } },
};

/** What `full` leaves open of the template, as a person would write it into a complete notice. */
const answersLeft: Readonly<Record<number, string>> = {
  ...{ 38: 'b', 50: 'a', 55: 'a', 56: 'b', 57: 'c', 60: 'm', 61: 'a', 63: 'backups in one bucket' },
  ...{ 75: 'g', 76: 'roles', 79: 'b', 85: 'a,e', 87: 'b', 89: 'b', 94: 'c', 95: 'a check' },
  ...{ 97: 'd', 113: 'b' },
};

export function corrections(
  answers: Readonly<Record<number, string>>,
): NonNullable<NoticeSource['corrections']> {
  return Object.fromEntries(
    Object.entries(answers).map(([no, value]) => [no, { value, by: 'carla', atMs: awareMs }]),
  );
}

export const complete: NoticeSource = { ...full, corrections: corrections(answersLeft) };

export function drafted(
  source: NoticeSource,
  nowMs = awareMs,
  profile = organisation,
  language: Language = 'en',
): NoticeDraft {
  return authorityNotice(
    source,
    profile,
    edpbTemplate(language),
    nowMs,
    catalogues[language].notices,
  );
}
