/** How much time is left, as a person reads it in a subject line. */
import { formatSpan } from '../calendar/format.ts';

const minuteMs = 60_000;

/**
 * To the nearest minute: a timer fires some milliseconds late, and "24 h" must not read "23 h 59 min".
 * The exact instant always stands beside it. Under two minutes (drills) seconds count.
 */
export function roughSpan(ms: number): string {
  const span = Math.abs(ms);
  return formatSpan(span < 2 * minuteMs ? span : Math.round(span / minuteMs) * minuteMs);
}

/** `24 h left`, `due now`, `3 h late`. */
export function timeLeft(dueAtMs: number, nowMs: number): string {
  const left = dueAtMs - nowMs;
  // The rung of the due instant itself is sent a moment after it.
  if (left < 1_000 && left > -minuteMs) return 'due now';
  return left > 0 ? `${roughSpan(left)} left` : `${roughSpan(left)} late`;
}
