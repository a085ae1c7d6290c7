/** One good payload of every command and one event of every type: a new one must be added here to compile. */
import type { CommandFields, CommandName } from '../../src/domain/commands.ts';
import type { EventBody, EventType } from '../../src/domain/events.ts';
import {
  approved,
  declared,
  given,
  hours,
  policy,
  startMs,
  type Story,
} from '../support/incidents.ts';

const duty = 'gdpr-33-1';
const dueAtMs = hours(72).atMs;
const facts = {
  subjects: 1_240,
  subjectCategories: ['customers'],
  records: 0,
  dataCategories: ['names', 'e-mail addresses'],
  consequences: 'unwanted mail',
  measures: 'the bucket is closed',
};

/** Every field filled. */
export const payloads: {
  readonly [N in CommandName]: N extends 'declare'
    ? // Nobody but monitoring names its source.
      Required<Omit<CommandFields<'declare'>, 'source'>>
    : Required<CommandFields<N>>;
} = {
  declare: {
    title: 'Backup bucket was public',
    description: 'A customer wrote to us.\nThe link still works.',
    severity: 'critical',
    kind: 'ransomware',
    personalData: 'unknown',
    detected: hours(-1),
    occurred: hours(-9),
    vendorNotice: hours(-2),
  },
  acknowledge: {},
  assign: { commander: 'ben' },
  assignScribe: { scribe: 'ben' },
  changeSeverity: { severity: 'low', reason: 'nobody can reach it from outside' },
  triage: {
    ...{ summary: 'an export was readable by anybody', personalData: 'yes', kind: 'phishing' },
    ...facts,
  },
  assess: { facts: '{"data": [{"category": "simple"}], "malicious": true}' },
  contain: { summary: 'the bucket is private', measures: 'keys replaced' },
  recover: { summary: 'the export runs again', measures: 'a check before each upload' },
  note: { text: 'the customer was thanked' },
  addTask: { title: 'Ask the host for logs', owner: 'ben', due: hours(8), mandatory: true },
  completeTask: { task: 'T1', note: 'kept under evidence' },
  assignTask: { task: 'T2', owner: 'ben' },
  skipTask: { task: 'T2', reason: 'there is no host' },
  attach: { fileName: 'access.log', sha256: 'a'.repeat(64), bytes: 2_048, note: 'the downloads' },
  declareAwareness: { at: hours(0), reason: 'the access log shows a foreign download' },
  confirmAwareness: {},
  draftNotice: { duty, customer: 'globex', language: 'de' },
  setNotice: { field: 60, value: 'c', clear: false },
  setLetter: { item: 'what-happened', value: 'Strangers could read a list.', clear: false },
  approveNotice: { notice: 'N99' },
  fileDuty: {
    ...{ duty, reference: 'AZ 123/26', at: hours(0), stage: 'complete' },
    ...{ reasonsForDelay: 'the portal was down', againstAdvice: 'management wants it told' },
  },
  withholdDuty: {
    ...{ duty, reason: 'the file held no personal data but test entries' },
    ...{ exception: 'risk-unlikely', againstAdvice: 'the entries were looked at one by one' },
  },
  confirmWithholding: { duty },
  advise: { duty, recommends: 'notify', reason: 'credentials were among the data' },
  startDuty: {
    ...{ rule: 'dora-19', customers: ['globex'], allCustomers: true, reason: 'we are a bank' },
    ...{ classified: hours(0), determined: hours(0), fixAvailable: hours(0), resolved: hours(0) },
  },
  reopenDuty: { duty, reason: 'a second copy was found' },
  stamp: { what: 'suspected', at: hours(-2) },
  draftNotices: { customers: ['globex'], all: false },
  approveNotices: { customers: ['globex'], all: false, notice: 'N99' },
  notifyCustomers: { customers: ['globex'], all: false },
  notifyCustomer: { customer: 'globex' },
  switchAddresses: { outOfBand: 'on', reason: 'the mail server is in doubt' },
  noteLinkForwarded: { owner: 'anna', usedBy: 'ben', link: 'l'.repeat(22) },
  restrict: { people: ['anna', 'ben'], reason: 'a colleague is involved' },
  unrestrict: { reason: 'the matter is known now' },
  breakGlass: { reason: 'nobody who may answers the phone' },
  reviewBreakGlass: { verdict: 'justified', reason: 'the timeline was read', glass: 'G1' },
  review: {
    summary: 'the template was wrong',
    rootCause: 'a default',
    improvements: ['check the policy of every bucket'],
  },
  close: { reason: 'done' },
  reopen: { reason: 'a second bucket was found' },
  declareFalseAlarm: { reason: 'the bucket was empty' },
  merge: { into: 'INC-B2C4D', reason: 'the same bucket' },
  recordAlerts: {
    ...{ source: 'prometheus', firing: 998, resolved: 2, total: 1_000, newest: hours(0) },
    beyond: true,
  },
  absorb: {
    ...{ duplicate: 'INC-B2C4D', title: 'Bucket is public', summary: 'the same bucket' },
    ...{ personalData: 'yes', detected: hours(-3), occurred: hours(-10) },
    ...{ vendorNotice: hours(-4), aware: hours(-1), awareReason: 'the log there' },
    tasks: ['Ask the other host'],
  },
  mailBounced: { messageId: '<x@y>', report: 'failed', status: '5.1.1', code: '550' },
};

/** Aware at the start, by anna; a task, a draft, a customer's notice, a proposed withholding and a later time. */
export function busy(): Story {
  return given(
    declared(),
    { name: 'triage', fields: { summary: 'it was open', personalData: 'yes' } },
    { name: 'addTask', fields: { title: 'Ask the host for logs', mandatory: true } },
    { name: 'declareAwareness', fields: { at: hours(0), reason: 'the log shows it' } },
    { name: 'draftNotice' },
    ...approved('globex'),
    { name: 'notifyCustomer', fields: { customer: 'globex' } },
    { name: 'withholdDuty', fields: { reason: 'test data only' } },
    { name: 'declareAwareness', at: hours(2).atMs, fields: { at: hours(1), reason: 'later' } },
  );
}

const anchor = { ...hours(0), kind: 'awareness', provisional: false } as const;
const mail = { key: '99.0', kind: 'briefing', to: 'dora', messageId: '<x@y>' } as const;

const draft = { notice: 'N99', customer: 'globex', sha256: 'a'.repeat(64) };

/** One event of each type, each with what it can carry. */
export const bodies: { readonly [T in EventType]: Extract<EventBody, { type: T }> } = {
  declared: {
    ...{ type: 'declared', incidentId: 'INC-7K3FQ', policy, title: 'Backup bucket was public' },
    ...{ description: 'It still is.', severity: 'high', personalData: 'unknown' },
    ...{ detected: hours(0), occurred: hours(-9), vendorNotice: hours(-2), kind: 'ransomware' },
    source: 'prometheus',
  },
  paged: {
    ...{ type: 'paged', step: 1, levels: 3, to: 'ben', also: ['clara'], rounds: 1 },
    ...{ nextAtMs: startMs, skipped: [{ target: 'primary', why: 'gap' }] },
  },
  nobodyReached: {
    ...{ type: 'nobodyReached', rounds: 1, nextAtMs: startMs },
    skipped: [{ target: 'primary', why: 'away' }],
  },
  pagingHeld: { type: 'pagingHeld', untilMs: hours(10).atMs },
  stalled: { type: 'stalled', by: 'ben', sinceMs: startMs, nextAtMs: hours(1).atMs },
  acknowledged: { type: 'acknowledged' },
  assigned: { type: 'assigned', commander: 'ben' },
  scribeAssigned: { type: 'scribeAssigned', scribe: 'ben' },
  severityChanged: { type: 'severityChanged', severity: 'low', reason: 'small' },
  triaged: {
    ...{ type: 'triaged', summary: 'an export was readable', personalData: 'yes', facts },
    kind: 'phishing',
  },
  contained: { type: 'contained', summary: 'closed', measures: 'keys replaced' },
  recovered: { type: 'recovered', summary: 'runs again', measures: 'a check before upload' },
  noted: { type: 'noted', text: 'a note' },
  taskAdded: {
    type: 'taskAdded',
    task: { id: 'T2', title: 'Call the host', owner: 'ben', due: hours(8), mandatory: false },
  },
  taskCompleted: { type: 'taskCompleted', task: 'T1', note: 'kept' },
  taskAssigned: { type: 'taskAssigned', task: 'T1', owner: 'dirk' },
  taskSkipped: { type: 'taskSkipped', task: 'T1', reason: 'there is no host' },
  playbookStarted: {
    ...{ type: 'playbookStarted', playbook: 'phishing', title: 'Phishing' },
    tasks: [
      { id: 'T2', title: 'Change the password', role: 'deputy', mandatory: true },
      { id: 'T3', title: 'Keep the mail', role: 'scribe', mandatory: false },
    ],
  },
  tasksDue: { type: 'tasksDue', tasks: ['T1'] },
  attached: {
    ...{ type: 'attached', attachment: 'A1', name: 'access.log', sha256: 'a'.repeat(64) },
    ...{ bytes: 2_048, note: 'the downloads' },
  },
  assessmentRequested: { type: 'assessmentRequested', facts: '{"malicious": true}' },
  assessed: {
    ...{ type: 'assessed', rulesVersion: '2026-11-22', score: 2.75, level: 'medium' },
    ...{ authority: 'notify', people: 'undecided', because: ['It happened.'] },
    missing: [{ fact: 'data', changes: ['score', 'people'] }],
    before: { authority: 'document_only', people: 'not_required' },
  },
  assessmentFailed: { type: 'assessmentFailed', message: 'malicious is 5; write true or false' },
  awarenessDeclared: { type: 'awarenessDeclared', at: hours(0), reason: 'the log' },
  awarenessCorrected: {
    ...{ type: 'awarenessCorrected', from: hours(0), at: hours(1), reason: 'the clock was off' },
    proposedBy: 'ben',
  },
  awarenessCorrectionDropped: { type: 'awarenessCorrectionDropped' },
  awarenessCorrectionProposed: {
    type: 'awarenessCorrectionProposed',
    at: hours(1),
    reason: 'the clock was off',
  },
  dutyOpened: { type: 'dutyOpened', duty, ruleVersion: '2018-05-25', anchor, dueAtMs },
  dutyReplanned: { type: 'dutyReplanned', duty, anchor, dueAtMs },
  dutyStarted: {
    ...{ type: 'dutyStarted', rule: 'gdpr-33-2', customer: 'globex', reason: 'their data' },
    at: { classification: hours(0) },
  },
  rulePlanned: {
    ...{ type: 'rulePlanned', rule: 'gdpr-33-2', customer: 'globex', plannedFor: '{}' },
    waiting: ['It runs from classification.'],
  },
  dutyReopened: { type: 'dutyReopened', duty, reason: 'a second copy', returned: '<x@y>' },
  timeStamped: { type: 'timeStamped', what: 'suspected', at: hours(-2) },
  dutyWithdrawn: { type: 'dutyWithdrawn', duty, reason: 'no personal data' },
  reminded: {
    ...{ type: 'reminded', duty, dueAtMs, rungs: ['T-1h', 'T'] },
    ...{ overdue: { from: 1, to: 2 }, level: 'management' },
  },
  filed: {
    ...{ type: 'filed', duty, stage: 'initial', filed: hours(80), reference: 'AZ 123/26' },
    ...{ lateByMs: 8 * 3_600_000, reasonsForDelay: 'the portal was down' },
    againstAdvice: 'management wants it told',
    approved: { notice: 'N9', sha256: 'b'.repeat(64) },
  },
  advised: { type: 'advised', duty, recommends: 'notify', reason: 'credentials' },
  withholdingProposed: {
    ...{ type: 'withholdingProposed', duty, reason: 'test data only' },
    ...{ exception: 'risk-unlikely', againstAdvice: 'looked at one by one' },
  },
  withholdingConfirmed: { type: 'withholdingConfirmed', duty },
  noticeRequested: {
    ...{ type: 'noticeRequested', notice: 'N99', about: { customer: 'globex' } },
    language: 'de',
  },
  noticeDrafted: {
    ...{ type: 'noticeDrafted', notice: 'N99', sha256: 'a'.repeat(64) },
    missing: ['subjects'],
  },
  noticeApproved: {
    ...{ type: 'noticeApproved', notice: 'N99', about: { duty }, sha256: 'a'.repeat(64) },
  },
  letterCorrected: { type: 'letterCorrected', item: 'advice', value: 'Change your password.' },
  noticeCorrected: { type: 'noticeCorrected', field: 60, value: 'c' },
  customerNotified: { type: 'customerNotified', customer: 'initech' },
  noticesRequested: { type: 'noticesRequested', notices: [{ notice: 'N99', customer: 'globex' }] },
  noticesDrafted: { type: 'noticesDrafted', notices: [draft], missing: ['What happened'] },
  noticesApproved: { type: 'noticesApproved', notices: [draft] },
  customersNotified: { type: 'customersNotified', notices: [draft] },
  mailAccepted: { type: 'mailAccepted', ...mail, detail: '250' },
  mailFailed: { type: 'mailFailed', ...mail, fault: 'refused', detail: '550', gaveUp: true },
  mailDeferred: { type: 'mailDeferred', ...mail, fault: 'refused', detail: '451', attempts: 4 },
  mailBounced: { type: 'mailBounced', ...mail, detail: '550 5.1.1' },
  reviewed: {
    ...{ type: 'reviewed', summary: 'the template was wrong', rootCause: 'a default' },
    improvements: ['check every bucket'],
  },
  closed: { type: 'closed', outcome: 'resolved', reason: 'done' },
  reopened: { type: 'reopened', reason: 'a second bucket' },
  addressesSwitched: { type: 'addressesSwitched', outOfBand: true, reason: 'it is in doubt' },
  linkForwarded: {
    ...{ type: 'linkForwarded', owner: 'anna', usedBy: 'ben', link: 'l'.repeat(22) },
  },
  restricted: {
    ...{ type: 'restricted', people: ['anna'], passedOver: ['ben'] },
    reason: 'a colleague is involved',
  },
  unrestricted: { type: 'unrestricted', reason: 'it is known now' },
  glassBroken: { type: 'glassBroken', glass: 'G1', untilMs: startMs, reason: 'nobody answers' },
  glassReviewed: {
    ...{ type: 'glassReviewed', glass: 'G1', verdict: 'not-justified', reason: 'they were there' },
  },
  mergeRequested: { type: 'mergeRequested', into: 'INC-B2C4D', reason: 'the same bucket' },
  mergeFailed: { type: 'mergeFailed', into: 'INC-B2C4D', message: 'it is closed' },
  merged: { type: 'merged', into: 'INC-B2C4D' },
  absorbed: {
    ...{ type: 'absorbed', duplicate: 'INC-B2C4D', title: 'Bucket is public' },
    ...{ summary: 'the same bucket', personalData: 'yes', detected: hours(-3) },
    ...{ occurred: hours(-10), vendorNotice: hours(-4), aware: hours(-1) },
    ...{ awareReason: 'the log there', tasks: ['Ask the other host'] },
  },
  alertsRecorded: {
    ...{ type: 'alertsRecorded', source: 'prometheus', firing: 998, resolved: 2, total: 1_000 },
    ...{ newest: hours(0), beyond: true, again: true, afterClosing: true },
  },
  commandRefused: {
    ...{ type: 'commandRefused', command: 'close', code: 'duty-open' },
    message: 'the duty gdpr-33-1 is open; file or withhold it',
  },
};
