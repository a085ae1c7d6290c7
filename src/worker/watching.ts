/** Stands around every activity of a worker and tells the observer how it went; it changes nothing. */
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { ApplicationFailure } from '@temporalio/common';
import type { JournalInput } from '../activities/journal.ts';
import type { SendMailInput } from '../activities/mail.ts';
import type { Looked } from '../activities/sentinel.ts';
import type { MailFault } from '../domain/events.ts';
import type { AlarmMail } from '../domain/trouble.ts';
import type { Observer } from './observer.ts';

/** These say that the server itself is away, does not answer or refuses us; the others are about one mail. */
const pathFaults: ReadonlySet<string> = new Set<MailFault>([
  'unreachable',
  'not-authorised',
  'no-tls',
  'timeout',
]);

export function watchActivities(
  observer: Observer,
  now: () => number,
): ActivityInterceptorsFactory {
  const { metrics } = observer;
  return ({ info }) => ({
    inbound: {
      async execute(input, next) {
        const { activityType } = info;
        const startedAtMs = now();
        const seconds = (): number => (now() - startedAtMs) / 1_000;
        const kind = kindOf(activityType, input.args);
        // The server's clock against ours: only of the look, which has a queue almost of its own.
        if (activityType === 'findTrouble')
          observer.noteClock(startedAtMs - info.currentAttemptScheduledTimestampMs);
        if (kind !== undefined) observer.noteSending(1);
        try {
          const answer = await next(input);
          if (kind !== undefined) {
            metrics.mails.inc({ kind, outcome: 'accepted' });
            observer.noteMail(true);
          }
          if (activityType === 'journal') {
            noteJournal(input.args, 'done', seconds());
            noteOutcomes(input.args);
          }
          // oxlint-disable-next-line no-unsafe-type-assertion -- our own activity of this name gave it.
          if (activityType === 'findTrouble') observer.noteLook((answer as Looked).troubles);
          return answer;
        } catch (error) {
          const fault = faultOf(error);
          if (kind !== undefined) metrics.mails.inc({ kind, outcome: fault });
          if (kind !== undefined && pathFaults.has(fault)) observer.noteMail(false);
          if (activityType === 'journal') noteJournal(input.args, 'failed', seconds());
          throw error;
        } finally {
          if (kind !== undefined) {
            observer.noteSending(-1);
            metrics.mailSeconds.observe({ kind }, seconds());
          }
        }
      },
    },
  });

  /** What the attempts alone do not tell: put off, given up, held up further on, sent back. */
  function noteOutcomes(args: readonly unknown[]): void {
    // oxlint-disable-next-line no-unsafe-type-assertion -- the input of our own activity of this name.
    const { events } = args[0] as JournalInput;
    for (const event of events) {
      if (event.type === 'mailDeferred')
        metrics.deliveries.inc({ outcome: event.fault === 'delayed' ? 'delayed' : 'deferred' });
      else if (event.type === 'mailBounced') metrics.deliveries.inc({ outcome: 'bounced' });
      else if (event.type === 'mailFailed')
        metrics.deliveries.inc({ outcome: event.gaveUp ? 'gave-up' : 'refused' });
      else if (event.type === 'mailAccepted') metrics.deliveries.inc({ outcome: 'accepted' });
    }
  }

  function noteJournal(
    args: readonly unknown[],
    outcome: 'done' | 'failed',
    seconds: number,
  ): void {
    // oxlint-disable-next-line no-unsafe-type-assertion -- the input of our own activity of this name.
    const { incidentId, events } = args[0] as JournalInput;
    metrics.registerSeconds.observe({ outcome }, seconds);
    observer.noteWrite(incidentId, outcome === 'done' ? 0 : events.length);
  }
}

/** Of a mail; undefined for any other work. */
function kindOf(activityType: string, args: readonly unknown[]): string | undefined {
  switch (activityType) {
    case 'sendMail':
      // oxlint-disable-next-line no-unsafe-type-assertion -- the input of our own activity of this name.
      return (args[0] as SendMailInput).mail.kind;
    case 'sendAlarm':
      // oxlint-disable-next-line no-unsafe-type-assertion -- the input of our own activity of this name.
      return (args[0] as AlarmMail).kind;
    case 'mailCheckpoint':
      return 'checkpoint';
    default:
      return undefined;
  }
}

/** From a closed set: the types of our failures, or one word. */
function faultOf(error: unknown): string {
  return error instanceof ApplicationFailure ? (error.type ?? 'internal') : 'cancelled';
}
