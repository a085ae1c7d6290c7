/** Sends one mail: done only when the mail server has taken it, failed with a named fault otherwise. */
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { SendMailOptions } from 'nodemailer';
import type { LinkBook } from '../links/book.ts';
import type { MailFault } from '../domain/events.ts';
import type { Mail } from '../domain/mail.ts';
import type { MailSubject } from '../domain/mails.ts';
import type { NoticeDraft } from '../domain/notice.ts';
import { composeMail } from '../mail/compose.ts';
import { envelope } from '../mail/envelope.ts';
import { classify } from '../mail/fault.ts';
import { acknowledgeLink } from '../mail/links.ts';
import { mailRequest } from '../mail/recipient.ts';
import type { MailTransport } from '../mail/transport.ts';
import { turnsOf } from '../mail/turns.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';
import { readNotice } from '../register/notices.ts';
import { isCourtesy, keptForDigest, messageId } from '../domain/mail.ts';
import { keepForDigest } from '../register/digests.ts';
import { sha256Of } from '../sha256.ts';

export type MailDeps = {
  readonly register: Register;
  readonly transport: MailTransport;
  /** Read at sending time: an address corrected in the policy file counts from the next attempt on. */
  readonly policy: () => Promise<LoadedPolicy>;
  readonly now: () => number;
  readonly links?: LinkBook;
  /** By which a report that a mail came back is believed; absent where no secret is set for it. */
  readonly bounceTag?: (messageId: string) => string;
};

export type SendMailInput = {
  readonly mail: Mail;
  readonly subject: MailSubject;
  readonly mailDomain: string;
  /** Whoever waits for the mail is told soon: attempts end when they have taken this long together. */
  readonly withinMs?: number;
};

/** `detail` is the SMTP reply code of the server that took the mail. */
export type SentMail = { readonly messageId: string; readonly detail: string };

/**
 * Below the activity's own limit of 45 s: a server that trickles its answers is given up before Temporal
 * starts the next attempt beside this one, which would send the mail twice.
 */
const attemptMs = 40_000;

/**
 * Of these at most this long for a free connection: a mail that begins has 25 s left, more than the 20 s of
 * silence that a server may need at the end of a message. Given up there, it would come twice.
 */
const beginWithinMs = 15_000;

/** Three in the heartbeat timeout of the mail's options: one lost pulse is not a dead worker. */
const pulseMs = 3_000;

export function createMailActivities(deps: MailDeps) {
  return {
    async sendMail(input: SendMailInput): Promise<SentMail> {
      const { mail, subject, mailDomain } = input;
      const id = messageId(subject.id, mail.key, mailDomain);
      const { policy } = await deps.policy();
      const approved =
        mail.notice && (await approvedDraft(deps.register, subject.id, mail.notice, id));
      const link = await linkOf(deps.links, input, policy);
      const request = mailRequest(input, policy, deps.now(), approved, link);
      const why = subject.outOfBand ? 'no-other-address' : 'not-in-policy';
      if (!request) throw failed(id, 'no-such-recipient', why, true);

      if (isCourtesy(mail.kind) && policy.people[mail.to]?.mails?.courtesy === 'off') {
        await keepForDigest(deps.register, subject.id, mail);
        return { messageId: id, detail: keptForDigest };
      }
      const message = envelope(
        composeMail(request),
        request.recipient,
        policy,
        mail,
        deps.bounceTag,
      );
      return deliver(deps.transport, id, message, mail.kind === 'page').catch((error: unknown) => {
        throw counted(error, input.withinMs ?? Infinity, deps.now());
      });
    },
  };
}

/** A page goes out without its link rather than not at all. */
async function linkOf(
  book: LinkBook | undefined,
  { mail, subject }: SendMailInput,
  policy: Policy,
): Promise<string | undefined> {
  if (!book) return undefined;
  try {
    return await acknowledgeLink(mail, subject, policy, book);
  } catch (error) {
    Context.current().log.warn('a mail goes out without its link', { error });
    return undefined;
  }
}

/** With how many attempts were made; one that may be repeated ends the attempts when their time is over. */
function counted(error: unknown, withinMs: number, nowMs: number): unknown {
  if (!(error instanceof ApplicationFailure) || error.nonRetryable) return error;
  const { attempt, scheduledTimestampMs } = Context.current().info;
  const isLong = nowMs - scheduledTimestampMs >= withinMs;
  const [told] = error.details ?? [];
  return ApplicationFailure.create({
    ...{ type: error.type ?? 'internal', message: error.message, nonRetryable: isLong },
    details: [{ ...Object(told), attempt, ...(isLong && { mayGoOn: true }) }],
  });
}

/** Exactly what was approved, or nothing: a changed text would go out in the name of whoever approved another. */
async function approvedDraft(
  register: Register,
  incidentId: string,
  { id: notice, sha256 }: NonNullable<Mail['notice']>,
  id: string,
): Promise<NoticeDraft> {
  const kept = await readNotice(register, incidentId, notice);
  if (!kept) throw failed(id, 'internal', 'draft-missing', true);
  if (sha256Of(kept.json) !== sha256) throw failed(id, 'internal', 'draft-changed', true);
  // oxlint-disable-next-line no-unsafe-type-assertion -- `renderJson` wrote it: its hash was approved.
  return JSON.parse(kept.json) as NoticeDraft;
}

/**
 * Hands a mail over within one attempt, with a pulse; throws a failure of type `MailFault`. An urgent one does not
 * wait behind others.
 */
export async function deliver(
  transport: MailTransport,
  id: string,
  message: SendMailOptions,
  isUrgent: boolean,
): Promise<SentMail> {
  const context = Context.current();
  const { cancellationSignal } = context;
  const limit = AbortSignal.timeout(attemptMs);
  const beginning = AbortSignal.timeout(beginWithinMs);
  const pulse = setInterval(() => context.heartbeat(), pulseMs);
  let giveBack: (() => void) | undefined;
  try {
    giveBack = await turnsOf(transport).take(
      isUrgent,
      AbortSignal.any([cancellationSignal, beginning]),
    );
    const { response, rejected } = await transport.sendMail({
      ...message,
      signal: AbortSignal.any([cancellationSignal, limit]),
    });
    // One recipient a mail: a server that took it cannot have refused part of it.
    if (rejected.length > 0) throw failed(id, 'refused', replyCode(response), true);
    return { messageId: id, detail: replyCode(response) };
  } catch (error) {
    // Its abort error is what tells Temporal that the cancellation was heeded.
    if (cancellationSignal.aborted || error instanceof ApplicationFailure) throw error;
    if (!giveBack) throw failed(id, 'timeout', 'no-turn', false);
    const known = classify(error);
    if (!known) throw error;
    throw failed(id, known.fault, known.detail, known.permanent);
  } finally {
    clearInterval(pulse);
    giveBack?.();
  }
}

const sentences: Readonly<Record<MailFault, string>> = {
  refused: 'the mail server refused the mail',
  'no-such-recipient': 'there is no such recipient',
  'not-authorised': 'the mail server did not accept our login',
  'no-tls': 'the mail server offered no encryption that can be trusted',
  timeout: 'the mail server did not answer in time',
  unreachable: 'the mail server could not be reached',
  internal: 'the mail could not be handed over',
};

/** No cause is attached: it holds addresses and the server's words, and would be kept in the history. */
export function failed(
  id: string,
  fault: MailFault,
  detail: string,
  nonRetryable: boolean,
): ApplicationFailure {
  return ApplicationFailure.create({
    type: fault,
    message: `${sentences[fault]} (${detail})`,
    nonRetryable,
    details: [{ messageId: id, detail }],
  });
}

function replyCode(response: string): string {
  return /^\d{3}/.exec(response)?.[0] ?? 'none';
}
