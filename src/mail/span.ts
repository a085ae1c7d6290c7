/** How much time is left, as a person reads it in a subject line. */
import { formatSpan } from '../calendar/format.ts';
import type { Language } from '../domain/language.ts';
import type { MailWords } from '../language/index.ts';

const minuteMs = 60_000;

/**
 * To the nearest minute: a timer fires some milliseconds late, and "24 h" must not read "23 h 59 min".
 * The exact instant always stands beside it. Under two minutes (drills) seconds count.
 */
export function roughSpan(ms: number, language: Language): string {
  const span = Math.abs(ms);
  return formatSpan(span < 2 * minuteMs ? span : Math.round(span / minuteMs) * minuteMs, language);
}

/** `24 h left`, `due now`, `3 h late`. */
export function timeLeft(
  { words, nowMs }: { readonly words: MailWords; readonly nowMs: number },
  dueAtMs: number,
): string {
  const left = dueAtMs - nowMs;
  // The rung of the due instant itself is sent a moment after it.
  if (left < 1_000 && left > -minuteMs) return words.time.dueNow;
  const span = roughSpan(left, words.language);
  return left > 0 ? words.time.left(span) : words.time.late(span);
}
