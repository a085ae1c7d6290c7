/** Since when trouble lasts, as a row of a mail about it. */
import type { AlarmRequest } from './stuck.ts';
import { at, type Row } from './letter.ts';
import { roughSpan } from './span.ts';

export function since(request: AlarmRequest): Row {
  const { mail, nowMs, words } = request;
  const { sinceMs } = mail.episode;
  const span = roughSpan(nowMs - sinceMs, words.language);
  return { label: words.alarms.since, value: words.alarms.sinceAt(at(request, sinceMs), span) };
}
