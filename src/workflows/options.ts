/** Timeouts and retries of every activity, each with its reason. */
import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';
import type { MailKind } from '../domain/mail.ts';
import { checksQueue, pagingQueue } from './messages.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A new rung or page follows anyway; past these limits the failure is told and the next contact tried. */
const mailRetry = {
  initialInterval: 1_000,
  backoffCoefficient: 2,
  /** The default would grow to 100 s: too long for a person who waits to be paged. */
  maximumInterval: 15_000,
} as const;

/** One attempt. Above the sum of the SMTP timeouts that can follow one another, so that those speak first. */
const mailAttemptMs = 45_000;

/** How long attempts go on, by kind of mail. */
const mailPatienceMs: Readonly<Record<MailKind, number>> = {
  // Escalation goes on beside it; once the server is back everybody paged learns of it.
  page: hour,
  'nobody-reached': hour,
  // The chain starts anew long before.
  'still-on-it': hour,
  // A reminder is replaced by the next rung; between T-48 and T-24 it must outlive a long outage.
  reminder: 6 * hour,
  // Holds the offline steps: worth a night's outage.
  briefing: 12 * hour,
  'confirm-withholding': 6 * hour,
  'confirm-awareness': 6 * hour,
  // Courtesy.
  assigned: hour,
  'task-given': hour,
  // Followed by another after a day.
  'task-due': 6 * hour,
  'duty-ended': 6 * hour,
  // Owed by law (Art. 33(2)), but a person must learn soon that it did not go out.
  'customer-notice': hour,
  'customer-unreached': 6 * hour,
  // Nothing waits for it, and the incident cannot close before it is read.
  'glass-broken': 12 * hour,
};

/** Somebody must act on these within minutes: a hundred reminders that hang in a slow mail server must not hold them. */
const urgent: ReadonlySet<MailKind> = new Set(['page', 'nobody-reached', 'still-on-it']);

export function mailOptions(kind: MailKind): ActivityOptions {
  return {
    ...(urgent.has(kind) && { taskQueue: pagingQueue }),
    startToCloseTimeout: mailAttemptMs,
    scheduleToCloseTimeout: mailPatienceMs[kind],
    // A killed worker's mail is tried elsewhere after this instead of after the whole attempt; and only
    // with a heartbeat does a worker learn that a page has lost its point.
    heartbeatTimeout: 10_000,
    retry: mailRetry,
  };
}

/**
 * The first attempts, before anybody is told that they come to nothing: 1, 2 and 4 s apart. The activity ends them
 * sooner when they take long, so that the next person is paged within some 10 s.
 */
export function firstMailOptions(kind: MailKind): ActivityOptions {
  return { ...mailOptions(kind), retry: { ...mailRetry, maximumAttempts: 4 } };
}

/** The sentinel runs on the paging queue itself, and so do its mails. */
export const alarmOptions: ActivityOptions = {
  ...mailOptions('page'),
  // After an hour the next one follows, which tells what is then.
  scheduleToCloseTimeout: hour,
};

/** Nobody waits for it: a day gives a mail server and whoever mends it time, and the next one follows anyway. */
export const checkpointOptions: ActivityOptions = {
  ...mailOptions('briefing'),
  scheduleToCloseTimeout: 24 * hour,
  retry: { ...mailRetry, maximumInterval: 10 * minute },
};

/** A backup of gigabytes takes minutes on a slow disk; past these limits the failure is on record, and the next turn comes. */
export const choreOptions: ActivityOptions = {
  startToCloseTimeout: hour,
  scheduleToCloseTimeout: 6 * hour,
  // Work of minutes that a killed worker leaves is begun anew after this.
  heartbeatTimeout: minute,
  retry: { initialInterval: 10_000, backoffCoefficient: 2, maximumInterval: 10 * minute },
};

/** Without the look nobody is told anything: it is tried until it succeeds, and `doctor` tells how old the last one is. */
export const lookOptions: ActivityOptions = {
  // A thousand open incidents take some ten seconds on a loaded machine.
  startToCloseTimeout: minute,
  retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 15_000 },
};

/** The register may be away for days; nothing waits for it but the end of the run, so it never gives up. */
export const journalOptions: ActivityOptions = {
  // Writing a batch takes milliseconds; a killed worker's batch should not wait long for its repeat.
  startToCloseTimeout: 10_000,
  retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: minute },
};

/** A person waits for the draft; it is asked for again if it fails. */
export const noticeOptions: ActivityOptions = {
  startToCloseTimeout: 30_000,
  retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 30_000 },
};

/** A person waits for it. A target that does not answer for this long is stuck: the duplicate stays open, and says so. */
export const mergeOptions: ActivityOptions = {
  // The other incident answers in well under a second; one whose worker was killed within 3.5 s.
  startToCloseTimeout: 10_000,
  scheduleToCloseTimeout: 5 * minute,
  retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 15_000 },
};

/** A person waits for the due time; holidays take half a second to load once. */
export const planOptions: ActivityOptions = {
  startToCloseTimeout: 15_000,
  retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 30_000 },
};

/** A person waits for it; it is reckoned in a millisecond, and nothing outside is asked. */
export const assessOptions: ActivityOptions = {
  startToCloseTimeout: 10_000,
  retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 30_000 },
};

/**
 * From this change on no local activity runs while an incident hears of other things. Its answer stands in the history
 * with the task that began it, but on a busy machine the incident may hear of it in the next one, after a signal that
 * came meanwhile: a replay goes another way, and the incident is stuck for good.
 */
export const checkedApart = 'checked-apart';

/** Reads one small file and reckons some signatures. A command is never lost for it, so its attempts never end. */
const authenticateRetry = {
  ...{ initialInterval: 200, backoffCoefficient: 2, maximumInterval: 30_000 },
} as const;

export const authenticateOptions: ActivityOptions = {
  retry: authenticateRetry,
  // Five hundred signatures take a tenth of a second. What a killed worker was checking waits as long: half of what its
  // sender waits for an answer.
  startToCloseTimeout: 5_000,
  // On a queue without mails: a hundred that hang, pages among them, must not hold every command.
  taskQueue: checksQueue,
};

/** As runs of before have it in their histories. */
export const authenticateLocallyOptions: LocalActivityOptions = {
  retry: authenticateRetry,
  startToCloseTimeout: 10_000,
  // A longer wait is a timer of the server's: within the task it would write to the history every few seconds.
  localRetryThreshold: 2_000,
};

/** Reads one small file; a local activity saves a round trip before the first page, and nothing is heard before it has answered. */
export const policyOptions: LocalActivityOptions = {
  startToCloseTimeout: 10_000,
  retry: { initialInterval: 500, maximumInterval: 10_000 },
};

/**
 * Somebody waits to be paged: past this the order that the incident pinned is used. It reads one small file and a few
 * rows. Runs of before have it as a local activity in their histories.
 */
export const onCallLocallyOptions = {
  startToCloseTimeout: 4_000,
  scheduleToCloseTimeout: 10_000,
  retry: { initialInterval: 300, backoffCoefficient: 2, maximumInterval: 2_000 },
} as const satisfies LocalActivityOptions;

export const onCallOptions: ActivityOptions = { ...onCallLocallyOptions, taskQueue: checksQueue };
