/** What is wrong with the way of the mails, from what was seen of it; no clock, no files. */
import type { Policy } from '../policy/schema.ts';
import type { Marks } from '../register/watchdog.ts';

export type Seen = {
  /** Undefined while the register does not answer. */
  readonly marks?: Marks;
  /** Since when the sentinel sees that the mail server is away. */
  readonly mailAwayMs?: number;
  /** Nobody answered for the sentinel: whether the mail server is away is not known. */
  readonly isMailUnseen?: true;
  /** When a worker last asked for work; undefined while nobody knows of one. */
  readonly workerSeenMs?: number;
};

/** Milliseconds since when; absent: all is well. Whatever its age: who is told when is for others. */
export type Judged = { readonly mail?: number; readonly worker?: number };

/** Pollers ask anew each minute; a longer silence is one. */
export const pollMs = 90_000;

/** `beganMs`: since when it is watched at all. */
export function judge(
  seen: Seen,
  { canary }: Policy['watchdog'],
  nowMs: number,
  beganMs: number,
): Judged {
  const { workerSeenMs = beganMs } = seen;
  // Without a worker no canary goes out either: one trouble, and the one that says what to do.
  if (nowMs - workerSeenMs > pollMs) return { worker: workerSeenMs };
  const since = [seen.mailAwayMs, canary && seen.marks && canaryTrouble(seen.marks, canary, nowMs)];
  const mail = since.filter((one) => one !== undefined);
  return mail.length === 0 ? {} : { mail: Math.min(...mail) };
}

/** Since when, by the newest canaries. */
export function canaryTrouble(
  marks: Marks,
  { every, returns }: NonNullable<Policy['watchdog']['canary']>,
  nowMs: number,
): number | undefined {
  const failed = marks['canary-failed'];
  if (failed) return failed.sinceMs;
  const accepted = marks['canary-accepted'];
  // The first is on its way, or the chore itself tells why not.
  if (!accepted) return undefined;
  // One round may be missed while a worker starts anew.
  if (nowMs - accepted.atMs > 2 * every + graceMs) return accepted.atMs + every;
  if (!returns) return undefined;
  const returnedMs = marks['canary-returned']?.atMs ?? accepted.sinceMs;
  return nowMs - returnedMs > 2 * every + graceMs ? returnedMs + every : undefined;
}

/** A mailbox's rule, and a Schedule's turn, need a moment. */
const graceMs = 60_000;
