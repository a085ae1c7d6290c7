/** Says in one sentence what an event was: for the timeline, mails and Temporal's own web UI. */
import { alertWords, reporterOf } from './alerting.ts';
import { keptForDigest } from './mail.ts';
import { adviceWords, assessmentWords, factsIn } from './assessment.ts';
import { assertNever } from './assert-never.ts';
import type { Facts } from './commands.ts';
import type { EventBody } from './events.ts';
import type { Anchor } from './duty.ts';
import type { Notice } from './incident.ts';
import type { Reached } from './ladder.ts';
import { pagingSentence, type NameOf } from './paging-words.ts';
import type { PersonId } from './policy.ts';
import type { Instant } from './shape.ts';
import type { Task } from './task.ts';
import { firstOf } from './list.ts';
import { span, utc } from './utc.ts';

export type { NameOf };

/** One line, whatever people wrote. What it quotes may hold personal data: mind where it goes. */
export function describe(
  event: EventBody,
  nameOf: NameOf = (id) => id,
  /** Of a duty or a rule: its article, where people read. */
  lawOf: NameOf = (id) => id,
): string {
  return oneLine(sentence(event, nameOf, lawOf));
}

function sentence(event: EventBody, nameOf: NameOf, lawOf: NameOf): string {
  switch (event.type) {
    case 'declared':
      return `declared “${event.title}”, severity ${event.severity}, personal data ${event.personalData}, detected ${at(event.detected)}${event.source === undefined ? '' : `, reported by ${reporterOf(event.source)}`}`;
    case 'paged':
    case 'nobodyReached':
    case 'pagingHeld':
    case 'stalled':
      return pagingSentence(event, nameOf);
    case 'acknowledged':
      return 'acknowledged';
    case 'assigned':
      return `gave command to ${nameOf(event.commander)}`;
    case 'scribeAssigned':
      return `made ${nameOf(event.scribe)} the scribe`;
    case 'severityChanged':
      return `changed the severity to ${event.severity}: ${event.reason}`;
    case 'triaged':
      return `triaged: ${event.summary}${answered(event.personalData)}${learnt(event.facts)}`;
    case 'contained':
      return `contained: ${event.summary}${measured(event.measures)}`;
    case 'recovered':
      return `recovered: ${event.summary}${measured(event.measures)}`;
    case 'noted':
      return `noted: ${event.text}`;
    case 'taskAdded':
      return `added the ${event.task.mandatory ? 'mandatory ' : ''}task ${event.task.id}: ${event.task.title}${ownedBy(event.task.owner, nameOf)}`;
    case 'taskCompleted':
      return `completed the task ${event.task}${because(event.note)}`;
    case 'taskAssigned':
      return `handed the task ${event.task} to ${nameOf(event.owner)}`;
    case 'taskSkipped':
      return `skipped the task ${event.task}: ${event.reason}`;
    case 'playbookStarted':
      return `started the playbook ${event.playbook}: ${tasksOf(event.tasks)}`;
    case 'tasksDue':
      return `reminded of the ${event.tasks.length === 1 ? 'task' : 'tasks'} ${event.tasks.join(', ')}`;
    case 'attached':
      return `attached ${event.attachment}: ${event.name}, ${event.bytes} bytes, SHA-256 ${event.sha256.slice(0, 12)}…${because(event.note)}`;
    case 'assessmentRequested':
      return `gave facts of the breach to be assessed${listed(factsIn(event.facts))}`;
    case 'assessed':
      return `assessed the breach: ${assessmentWords(event)}${
        event.before ? `; changed, it was: ${adviceWords(event.before)}` : ''
      }; a person decides`;
    case 'assessmentFailed':
      return `could not assess the facts: ${event.message}`;
    case 'awarenessDeclared':
      return `declared that the company became aware ${at(event.at)}: ${event.reason}`;
    case 'awarenessCorrected':
      return `corrected the awareness time from ${at(event.from)} to ${at(event.at)}${
        event.proposedBy === undefined ? '' : `, proposed by ${nameOf(event.proposedBy)}`
      }: ${event.reason}`;
    case 'awarenessCorrectionProposed':
      return `proposed ${at(event.at)} as the awareness time, to be confirmed by a second person: ${event.reason}`;
    case 'awarenessCorrectionDropped':
      return 'dropped the proposed awareness time; the earlier one stays';
    case 'dutyOpened':
      return `the duty ${lawOf(event.duty)} began, due ${utc(event.dueAtMs)}, ${running(event.anchor)}`;
    case 'dutyReplanned':
      return `the duty ${lawOf(event.duty)} is now due ${utc(event.dueAtMs)}, ${running(event.anchor)}`;
    case 'dutyStarted':
      return `found that ${lawOf(event.rule)} binds${event.customer === undefined ? '' : ` towards ${nameOf(event.customer)}`}: ${event.reason}`;
    case 'rulePlanned':
      return `planned the clocks of ${lawOf(event.rule)}${event.waiting.length === 0 ? '' : `; still waiting: ${event.waiting.join(' ')}`}`;
    case 'dutyReopened':
      return `reopened the duty ${lawOf(event.duty)}, whose clock goes on: ${event.reason}`;
    case 'timeStamped':
      return `recorded ${event.what.replaceAll('-', ' ')} ${at(event.at)}`;
    case 'dutyWithdrawn':
      return `the duty ${lawOf(event.duty)} fell away: ${event.reason}`;
    case 'reminded':
      return `reminded of ${lawOf(event.duty)}${event.also ? ` and ${event.also.length} more` : ''} (${rungs(event)}), due ${utc(event.dueAtMs)}, reaching ${event.level}`;
    case 'filed':
      return `filed ${lawOf(event.duty)} (${event.stage}) ${at(event.filed)}, reference ${event.reference}${
        event.lateByMs > 0 ? `, ${span(event.lateByMs)} late` : ''
      }${because(event.reasonsForDelay)}${against(event.againstAdvice)}${
        event.approved ? `; the newest approved draft was ${event.approved.notice}` : ''
      }`;
    case 'advised':
      return `advised to ${event.recommends} ${lawOf(event.duty)}: ${event.reason}`;
    case 'withholdingProposed':
      return `proposed to withhold ${lawOf(event.duty)}, to be confirmed by a second person${event.exception === undefined ? '' : ` (${event.exception})`}: ${event.reason}${against(event.againstAdvice)}`;
    case 'withholdingConfirmed':
      return `confirmed that ${lawOf(event.duty)} is withheld`;
    case 'noticeRequested':
      return `asked for the draft ${event.notice} ${about(event.about, nameOf, lawOf)}`;
    case 'noticeDrafted':
      return `drafted ${event.notice}, not filed; ${
        event.missing.length === 0 ? 'nothing missing' : `missing: ${event.missing.join(', ')}`
      }`;
    case 'noticesRequested':
      return `asked for the ${drafts(event.notices)} of the notice to ${customers(event.notices, nameOf)}`;
    case 'noticesDrafted':
      return `drafted ${numbers(event.notices)}, not sent; ${
        event.missing.length === 0 ? 'nothing missing' : `missing: ${event.missing.join(', ')}`
      }`;
    case 'noticesApproved':
      return `approved the ${drafts(event.notices)} of the notice to ${customers(event.notices, nameOf)}`;
    case 'customersNotified':
      return `sent the approved ${numbers(event.notices)} (Art. 33(2)) to ${customers(event.notices, nameOf)}`;
    case 'noticeApproved':
      return `approved the draft ${event.notice} ${about(event.about, nameOf, lawOf)}, SHA-256 ${event.sha256.slice(0, 12)}…`;
    case 'letterCorrected':
      return event.value === undefined
        ? `took back the correction of ${event.item} of the letter to the people`
        : `wrote into ${event.item} of the letter to the people: ${event.value}`;
    case 'noticeCorrected':
      return event.value === undefined
        ? `took back the correction of field ${event.field} of the notice`
        : `wrote into field ${event.field} of the notice: ${event.value}`;
    case 'customerNotified':
      return `sent the notice (Art. 33(2)) to ${nameOf(event.customer)}`;
    case 'mailAccepted':
      if (event.detail === keptForDigest)
        return `kept the ${event.kind} mail for the next digest of ${nameOf(event.to)}`;
      return `the mail server took the ${event.kind} mail to ${nameOf(event.to)}${detail(event.detail)}`;
    case 'mailFailed':
      return `the ${event.kind} mail to ${nameOf(event.to)} failed: ${event.fault}${detail(event.detail)}${event.gaveUp ? '; given up, the patience was over' : ''}`;
    case 'mailDeferred':
      return `the ${event.kind} mail to ${nameOf(event.to)} is ${
        event.fault === 'delayed'
          ? 'held up at a server further on'
          : `put off and still being tried: ${event.fault}`
      }${detail(event.detail)}`;
    case 'mailBounced':
      return `the ${event.kind} mail to ${nameOf(event.to)} came back: it did not reach them${detail(event.detail)}`;
    case 'reviewed':
      return `reviewed: ${event.summary}${
        event.rootCause === undefined ? '' : `; root cause: ${event.rootCause}`
      }${event.improvements.length === 0 ? '' : `; to improve: ${event.improvements.join(', ')}`}`;
    case 'closed':
      return `closed as ${event.outcome === 'resolved' ? 'resolved' : 'a false alarm'}${because(event.reason)}`;
    case 'reopened':
      return `reopened: ${event.reason}`;
    case 'restricted':
      return `restricted it to ${named(event.people, nameOf)}${event.passedOver.length === 0 ? '' : `; on call but not paged for it: ${named(event.passedOver, nameOf)}`}: ${event.reason}`;
    case 'unrestricted':
      return `lifted the restriction: ${event.reason}`;
    case 'addressesSwitched':
      return event.outOfBand
        ? `switched to the other addresses: ${event.reason}`
        : `switched back to the usual addresses: ${event.reason}`;
    case 'linkForwarded':
      return `refused a link: it is that of ${nameOf(event.owner)}, and ${nameOf(event.usedBy)} used it`;
    case 'glassBroken':
      return `broke the glass (${event.glass}): may respond and command until ${utc(event.untilMs)}: ${event.reason}`;
    case 'glassReviewed':
      return `found the break-glass access ${event.glass} ${event.verdict.replace('-', ' ')}: ${event.reason}`;
    case 'alertsRecorded':
      return alertWords(event);
    case 'mergeRequested':
      return `asked to merge it into ${event.into}: ${event.reason}`;
    case 'mergeFailed':
      return `was not merged into ${event.into}: ${event.message}`;
    case 'merged':
      return `merged into ${event.into}, where everything goes on`;
    case 'absorbed':
      return `took in the duplicate ${event.duplicate} “${event.title}”, detected ${at(event.detected)}, personal data ${event.personalData}${
        event.aware ? `, aware ${at(event.aware)}` : ''
      }${because(event.summary)}`;
    case 'commandRefused':
      return `was refused ${event.command ?? 'a command'} (${event.code}): ${event.message}`;
    default:
      return assertNever(event);
  }
}

function named(people: readonly PersonId[], nameOf: NameOf): string {
  return people.map(nameOf).join(', ');
}

/** Of the facts only their names: the numbers and texts stand in the notice. */
function learnt(facts: Facts): string {
  const names = Object.keys(facts);
  return names.length === 0 ? '' : `; recorded ${names.join(', ')}`;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? '' : `: ${names.join(', ')}`;
}

function answered(personalData: string | undefined): string {
  return personalData === undefined ? '' : `; personal data: ${personalData}`;
}

function measured(measures: string | undefined): string {
  return measures === undefined ? '' : `; measures: ${measures}`;
}

function tasksOf(tasks: readonly Task[]): string {
  const mandatory = tasks.filter((task) => task.mandatory).length;
  return `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}, ${mandatory} mandatory`;
}

function against(reason: string | undefined): string {
  return reason === undefined ? '' : `; against the advice, because: ${reason}`;
}

function ownedBy(owner: PersonId | undefined, nameOf: NameOf): string {
  return owner === undefined ? '' : `, for ${nameOf(owner)}`;
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${reason}`;
}

function detail(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

function at(instant: Instant): string {
  return `at ${utc(instant.atMs)}`;
}

function running(anchor: Anchor): string {
  return `running from ${anchor.kind} ${at(anchor)}${anchor.provisional ? ', provisional' : ''}`;
}

function rungs({ rungs: labels, overdue }: Pick<Reached, 'rungs' | 'overdue'>): string {
  const late =
    overdue && (overdue.from === overdue.to ? `${overdue.to}` : `${overdue.from}-${overdue.to}`);
  return [...labels, ...(late === undefined ? [] : [`overdue ${late}`])].join(', ');
}

type Drafts = readonly { readonly notice: string; readonly customer: string }[];

function drafts(notices: Drafts): string {
  return `${notices.length === 1 ? 'draft' : 'drafts'} ${numbers(notices)}`;
}

function numbers(notices: Drafts): string {
  const names = notices.map(({ notice }) => notice);
  return names.length > 3 ? `${names[0]} to ${names.at(-1)}` : names.join(', ');
}

function customers(notices: Drafts, nameOf: NameOf): string {
  return firstOf(
    notices.map(({ customer }) => nameOf(customer)),
    5,
  );
}

function about(subject: Notice['about'], nameOf: NameOf, lawOf: NameOf): string {
  return 'duty' in subject
    ? `of the notice for ${lawOf(subject.duty)}`
    : `of the notice to ${nameOf(subject.customer)}`;
}

/** Newlines would break the list; control and direction characters would let a text disguise itself. */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '�')
    .trim();
}
