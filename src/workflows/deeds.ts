/** What an incident wants done outside: mails, drafts and journal entries, each keyed and repeatable. */
import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { SentMail } from '../activities/mail.ts';
import { assessmentAnswered } from '../domain/assessing.ts';
import type { Assessing } from '../domain/assessment.ts';
import { mailFaults, type MailFault } from '../domain/events.ts';
import { messageId, type Mail } from '../domain/mail.ts';
import { mailSubject } from '../domain/mails.ts';
import { absorption, mergeAnswered } from '../domain/merging.ts';
import { noticeSource } from '../domain/notice.ts';
import { anchorsOf, dutiesPlanned, plannedFor, toPlan } from '../domain/starting.ts';
import { isAtLeast } from '../domain/policy.ts';
import { summarise } from '../domain/summary.ts';
import { customerTold } from '../domain/filing.ts';
import type { Incident, Notice, StartedRule } from '../domain/incident.ts';
import { unwrittenOf } from '../domain/told.ts';
import { firstBatch, journalBatch } from './batch.ts';
import type { Absorbed } from './messages.ts';
import {
  assessOptions,
  firstMailOptions,
  journalOptions,
  mailOptions,
  mergeOptions,
  noticeOptions,
  planOptions,
} from './options.ts';
import type { IncidentRecord } from './record.ts';

const { journal } = proxyActivities<Activities>(journalOptions);
const { draftNotice, draftNotices } = proxyActivities<Activities>(noticeOptions);
const { absorb } = proxyActivities<Activities>(mergeOptions);
const { planRule, planRules } = proxyActivities<Activities>(planOptions);
const { assessFacts } = proxyActivities<Activities>(assessOptions);

/** Repeatable and never lost: nothing need wait for it. */
export const journalDeed = 'journal';

export type Deeds = ReadonlyMap<string, () => Promise<void>>;

export function wantedDeeds(record: IncidentRecord): Deeds {
  const wanted = new Map<string, () => Promise<void>>();
  const incident = record.incident();
  if (!incident) return wanted;
  // Another address is another deed: what is still tried at the one of before ends.
  const where = incident.outOfBandSinceMs === undefined ? '' : ' out of band';
  for (const mail of incident.mails)
    wanted.set(`mail ${mail.key}${where}`, () => send(record, mail));
  for (const notice of incident.notices)
    if (!notice.drafted) wanted.set(`notice ${notice.id}`, () => draft(record, notice));
  const unwritten = unwrittenOf(incident);
  if (unwritten.length > 0) wanted.set('notices', () => draftAll(record));
  for (const [key, started] of toPlan(incident)) {
    const isMany = started.customer !== undefined && isAtLeast(incident.policy, 2);
    if (isMany) wanted.set('plan customers', () => planAll(record));
    else wanted.set(`plan ${key}`, () => plan(record, started));
  }
  const { assessing } = incident;
  if (assessing) wanted.set(`assess ${assessing.request}`, () => assess(record, assessing));
  if (incident.merging) wanted.set('merge', () => merge(record));
  if (record.unjournaled().length > 0) wanted.set(journalDeed, () => write(record, incident.id));
  return wanted;
}

async function write(record: IncidentRecord, incidentId: string): Promise<void> {
  const incident = record.incident();
  if (!incident) return;
  const events = firstBatch(record.unjournaled(), journalBatch);
  const { upTo } = await journal({ incidentId, events, summary: summarise(incident) });
  record.journaled(upTo);
}

async function send(record: IncidentRecord, mail: Mail): Promise<void> {
  const incident = record.incident();
  if (!incident) return;
  const { mailDomain } = incident.policy;
  const { key, kind, to } = mail;
  const summary = `mail ${kind} to ${to}`;
  const { sendMail } = proxyActivities<Activities>(mailOptions(kind));
  const first = proxyActivities<Activities>(firstMailOptions(kind)).sendMail;
  const subject = mailSubject(incident, mail);
  const input = { mail, subject, mailDomain };
  const about = { key, kind, to, messageId: messageId(incident.id, key, mailDomain) };
  const isOfToday = isAtLeast(incident.policy, 4);
  // A run that continues as new takes up those that were put off where they were.
  if (isOfToday && !mail.deferred) {
    const outcome = await attempt(() =>
      first.executeWithOptions({ summary }, [{ ...input, ...soonTold(kind) }]),
    );
    if ('accepted' in outcome) return accepted(outcome.accepted);
    const { fault, detail, attempts, isFinal } = outcome;
    if (isFinal) return record.note([{ type: 'mailFailed', ...about, fault, detail }]);
    record.note([
      { type: 'mailDeferred', ...about, fault, detail, ...(attempts > 0 && { attempts }) },
    ]);
  }
  const outcome = await attempt(() => sendMail.executeWithOptions({ summary }, [input]));
  if ('accepted' in outcome) return accepted(outcome.accepted);
  const { fault, detail, isFinal } = outcome;
  const gaveUp = isOfToday && !isFinal && ({ gaveUp: true } as const);
  record.note([{ type: 'mailFailed', ...about, fault, detail, ...gaveUp }]);

  function accepted(sent: SentMail): void {
    const now = record.incident();
    if (!now) return;
    const told = customerTold(now, mail, Date.now(), sent.messageId);
    record.note([{ type: 'mailAccepted', key, kind, to, ...sent }, ...told]);
  }
}

/** Milliseconds: the next person is paged after that. Everybody else hears of it by the fourth attempt. */
function soonTold(kind: Mail['kind']): { readonly withinMs?: number } {
  return kind === 'page' ? { withinMs: 10_000 } : {};
}

type Outcome = { readonly accepted: SentMail } | MailFailure;

async function attempt(work: () => Promise<SentMail>): Promise<Outcome> {
  try {
    return { accepted: await work() };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return mailFailure(error);
  }
}

type MailFailure = {
  readonly fault: MailFault;
  readonly detail: string;
  /** How many there were, as far as the last one tells. */
  readonly attempts: number;
  /** The answer allowed no other attempt. */
  readonly isFinal: boolean;
};

/** The activity's failure type is a `MailFault`; anything else is a time limit or a fault of our own. */
function mailFailure(error: unknown): MailFailure {
  if (!(error instanceof ActivityFailure)) throw error;
  const { cause, retryState } = error;
  const none = { detail: '', attempts: 0, isFinal: false } as const;
  if (cause instanceof TimeoutFailure) return { ...none, fault: 'timeout' };
  if (!(cause instanceof ApplicationFailure)) return { ...none, fault: 'internal' };
  const fault = mailFaults.find((known) => known === cause.type) ?? 'internal';
  const first: unknown = cause.details?.[0];
  const told = typeof first === 'object' && first !== null ? { ...first } : {};
  const detail = 'detail' in told ? String(told.detail) : '';
  const attempts = 'attempt' in told ? Number(told.attempt) : 0;
  const isOver = retryState === 'TIMEOUT' || retryState === 'MAXIMUM_ATTEMPTS_REACHED';
  const mayGoOn = 'mayGoOn' in told && told.mayGoOn === true;
  return { fault, detail, attempts, isFinal: !isOver && !mayGoOn };
}

async function draft(record: IncidentRecord, notice: Notice): Promise<void> {
  const incident: Incident | undefined = record.incident();
  if (!incident) return;
  const { sha256, missing } = await draftNotice.executeWithOptions(
    { summary: `draft notice ${notice.id}` },
    [
      {
        incidentId: incident.id,
        notice: notice.id,
        about: notice.about,
        ...(notice.language && { language: notice.language }),
        source: noticeSource(incident),
      },
    ],
  );
  record.note([{ type: 'noticeDrafted', notice: notice.id, sha256, missing }]);
}

/** Customers in one activity: 100 plans or drafts take it a second, and their answer 80 KB of the history. */
const customersAtOnce = 100;

/** What is left over, or was asked for meanwhile, is wanted again. */
async function draftAll(record: IncidentRecord): Promise<void> {
  const incident = record.incident();
  if (!incident) return;
  const asked = unwrittenOf(incident).slice(0, customersAtOnce);
  const { notices, missing } = await draftNotices.executeWithOptions(
    { summary: `draft ${asked.length} notices` },
    [{ incidentId: incident.id, notices: asked, source: noticeSource(incident, true) }],
  );
  record.note([{ type: 'noticesDrafted', notices, missing }]);
}

async function planAll(record: IncidentRecord): Promise<void> {
  const before = record.incident();
  if (!before) return;
  const asked = toPlan(before)
    .map(([, started]) => started)
    .filter(({ customer }) => customer !== undefined)
    .slice(0, customersAtOnce);
  const inputs = asked.map((started) => ({
    started,
    forText: plannedFor(before, started),
    input: planInput(before, started),
  }));
  const answers = await planRules.executeWithOptions({ summary: `plan ${asked.length} clocks` }, [
    inputs.map(({ input }) => input),
  ]);
  const now = record.incident();
  // In one go: of the mails that they cause only the last has a point.
  if (now)
    record.note(
      inputs.flatMap(({ started, forText }, n) => {
        const planned = answers[n];
        return planned ? dutiesPlanned(now, started, planned, forText) : [];
      }),
    );
}

function planInput(incident: Incident, started: StartedRule) {
  const { rule, customer } = started;
  const anchors = anchorsOf(incident, started);
  return { rule, anchors, ...(customer !== undefined && { customer }) };
}

async function plan(record: IncidentRecord, started: StartedRule): Promise<void> {
  const before = record.incident();
  if (!before) return;
  const forText = plannedFor(before, started);
  const planned = await planRule.executeWithOptions({ summary: `plan ${started.rule}` }, [
    planInput(before, started),
  ]);
  const now = record.incident();
  if (now) record.note(dutiesPlanned(now, started, planned, forText));
}

async function assess(record: IncidentRecord, { facts, request }: Assessing): Promise<void> {
  const answer = await assessFacts.executeWithOptions({ summary: 'assess the breach' }, [
    { facts },
  ]);
  const now = record.incident();
  if (now) record.note(assessmentAnswered(now, request, answer));
}

async function merge(record: IncidentRecord): Promise<void> {
  const incident = record.incident();
  if (!incident?.merging) return;
  const { into, by, commandId } = incident.merging;
  const command = {
    commandId: `${commandId} of ${incident.id}`,
    actor: { person: by, channel: 'temporal' },
    ...absorption(incident),
  } as const;
  try {
    const answer = await absorb.executeWithOptions({ summary: `merge into ${into}` }, [
      { into, command },
    ]);
    settle(answer);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    settle({ refused: `${into} did not answer; look at it, and merge again` });
  }

  /** What was learnt meanwhile counts. */
  function settle(answer: Absorbed): void {
    const now = record.incident();
    if (now) record.note(mergeAnswered(now, answer));
  }
}
