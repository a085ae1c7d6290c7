/** One company, one incident and a mail of each kind: what the tests of mail start from. */
import type { Duty } from '../../src/domain/duty.ts';
import type { Mail, MailKind } from '../../src/domain/mail.ts';
import type { MailSubject } from '../../src/domain/mails.ts';
import type { Task } from '../../src/domain/task.ts';
import type { MailRequest } from '../../src/mail/compose.ts';
import { mailRequest } from '../../src/mail/recipient.ts';
import { policySchema, type Policy } from '../../src/policy/schema.ts';

export const hour = 3_600_000;
/** Thursday 19 November 2026, 15:04 UTC. */
export const aware = Date.UTC(2026, 10, 19, 15, 4);
export const due = aware + 72 * hour;
export const mailDomain = 'mail.example.eu';

export const policy: Policy = policySchema.parse({
  organisation: {
    name: 'Nordlicht Software GmbH',
    address: 'Beispielweg 1, 80331 München, Germany',
    contact: 'security@nordlicht.example',
    zone: 'Europe/Berlin',
    authority: 'DE-BY',
  },
  people: {
    anna: { name: 'Anna Ruiz', email: 'anna@nordlicht.example' },
    ben: { name: 'Ben Okafor', email: 'ben@nordlicht.example', zone: 'Europe/Lisbon' },
    carla: { name: 'Carla Virtanen', email: 'carla@nordlicht.example', zone: 'Europe/Helsinki' },
    dirk: { name: 'Dirk Lindqvist', email: 'dirk@nordlicht.example' },
  },
  roles: { dpo: 'carla', deputy: 'ben', decisionMaker: 'dirk' },
  onCall: { order: ['anna', 'ben'] },
  customers: {
    kiosk: { name: 'Kiosk & Co. SL', email: 'privacy@kiosk.example', zone: 'Europe/Madrid' },
  },
});

export const duty: Duty = {
  id: 'gdpr-33-1',
  ruleVersion: '2018-05-25',
  state: 'open',
  anchor: { atMs: aware, zone: 'Europe/Berlin', kind: 'awareness', provisional: false },
  dueAtMs: due,
  remindedUntilMs: aware,
  filings: [],
  followUpOwed: false,
};

/** As it is while people are paged. */
const declared: MailSubject = {
  id: 'INC-7K3FQ',
  title: 'Customer export readable from the public bucket',
  severity: 'high',
  phase: 'detected',
  personalData: 'unknown',
  reporter: 'dirk',
  stamps: {
    occurred: { atMs: aware - 9 * hour, zone: 'Europe/Berlin' },
    detected: { atMs: aware - hour, zone: 'Europe/Berlin' },
    declaredAtMs: aware - hour + 120_000,
  },
  duties: {},
};

/** Later: in command, aware, contained. */
export const subject: MailSubject = {
  ...declared,
  phase: 'recovery',
  personalData: 'yes',
  commander: 'anna',
  stamps: { ...declared.stamps, containedAtMs: aware + hour },
  aware: {
    atMs: aware,
    zone: 'Europe/Berlin',
    reason: 'the access log shows a foreign download',
    declaredBy: 'anna',
    declaredAtMs: aware + 60_000,
  },
  duties: { 'gdpr-33-1': duty },
};

export type Change = {
  readonly mail?: Partial<Mail>;
  readonly subject?: Partial<MailSubject>;
  readonly duty?: Partial<Duty>;
  readonly nowMs?: number;
  readonly policy?: Policy;
};

const recipients: Readonly<Record<MailKind, string>> = {
  page: 'anna',
  'nobody-reached': 'dirk',
  'still-on-it': 'anna',
  assigned: 'ben',
  'task-given': 'ben',
  'task-due': 'ben',
  briefing: 'carla',
  reminder: 'carla',
  'confirm-withholding': 'dirk',
  'confirm-awareness': 'carla',
  'duty-ended': 'ben',
  'customer-notice': 'kiosk',
  'customer-unreached': 'carla',
  'glass-broken': 'carla',
};

const tasks: readonly Task[] = [
  {
    ...{ id: 'T4', title: 'Ask the hosting company for the access logs', mandatory: false },
    ...{ due: { atMs: due - 30 * hour, zone: 'UTC' }, owner: 'anna', reminders: 2 },
  },
  {
    ...{ id: 'T2', title: 'Replace every key and password the attacker could reach' },
    ...{ owner: 'ben', due: { atMs: due - 25 * hour, zone: 'UTC' }, mandatory: true },
  },
  { id: 'T5', title: 'Look for the same mistake elsewhere', owner: 'ben', mandatory: false },
];

const forDuty: readonly MailKind[] = ['briefing', 'reminder', 'confirm-withholding', 'duty-ended'];

/** What the activity is handed for a mail of this kind. */
export function input(kind: MailKind, change: Change = {}) {
  const nowMs = change.nowMs ?? due - 24 * hour;
  const mail: Mail = {
    key: '12.0',
    kind,
    to: recipients[kind],
    fallback: [],
    causedAtMs: nowMs - 2_000,
    ...(forDuty.includes(kind) && { duty: 'gdpr-33-1' as const }),
    ...(kind === 'customer-unreached' && { customer: 'kiosk' }),
    ...(kind === 'glass-broken' && { glass: 'G1' }),
    ...(kind === 'reminder' && { reached: { rungs: ['T-24h'], level: 'owner' as const } }),
    ...change.mail,
  };
  const paging = kind === 'page' || kind === 'nobody-reached';
  const told: MailSubject = {
    ...(paging ? declared : subject),
    duties: paging ? {} : { 'gdpr-33-1': { ...duty, ...change.duty } },
    ...(kind === 'glass-broken' && {
      glass: {
        ...{ id: 'G1', by: 'ben', atMs: aware, untilMs: aware + 4 * hour },
        reason: 'r',
      },
    }),
    ...(kind === 'customer-notice' && {
      summary:
        'A nightly export of customer contacts was written to a storage bucket that anybody could read.\nIt was readable from 06:04 to 16:04 UTC.',
      facts: {
        subjects: 1240,
        subjectCategories: ['customers of your web shop'],
        dataCategories: ['names', 'e-mail addresses', 'telephone numbers'],
        measures: 'The bucket is closed, its keys are replaced, the access logs are preserved.',
      },
    }),
    ...(kind.startsWith('task-') && { tasks }),
    ...change.subject,
  };
  return { mail, subject: told, mailDomain };
}

/** What a mail of this kind is written from. */
export function request(kind: MailKind, change: Change = {}): MailRequest {
  const nowMs = change.nowMs ?? due - 24 * hour;
  const made = mailRequest(input(kind, change), change.policy ?? policy, nowMs);
  if (!made) throw new Error(`the sample has no recipient for ${kind}`);
  return made;
}
