/** The clock as it stands in front of every question. */
import { formatSpan } from '../../calendar/format.ts';
import { isOpen } from '../../domain/duty.ts';
import type { Status } from '../../domain/status.ts';

/** `provisional clock, 61 h 20 min left`: of the duty that is due first. */
export function clockWords({ duties }: Status, nowMs: number): string {
  const duty = duties.filter(isOpen).sort((a, b) => a.dueAtMs - b.dueAtMs)[0];
  if (!duty) return 'no clock runs';
  const left = duty.dueAtMs - nowMs;
  const kind = duty.anchor.provisional ? 'provisional clock' : duty.article;
  return `${kind}, ${left < 0 ? `overdue by ${formatSpan(left)}` : `${formatSpan(left)} left`}`;
}
