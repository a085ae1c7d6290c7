/** The drafts of an incident, one line each, and who approved which. */
import { formatBoth } from '../calendar/format.ts';
import type { Approval } from '../domain/incident.ts';
import type { Status } from '../domain/status.ts';
import type { Session } from './session.ts';

type View = Pick<Session, 'zone' | 'names' | 'policy'>;

export function noticeLines({ notices, id }: Status, view: View): string[] {
  return notices.map(({ id: notice, about: subject, drafted, approved }) => {
    const about =
      'duty' in subject
        ? subject.duty
        : `Art. 33(2) to ${view.policy.customers[subject.customer]?.name ?? subject.customer}`;
    if (!drafted) return `${notice} ${about}: being written`;
    const said = [
      'draft, not filed',
      ...(drafted.missing.length === 0 ? [] : [`${drafted.missing.length} items missing`]),
      ...(approved ? [approvedText(approved, view)] : []),
    ];
    return `${notice} ${about}: ${said.join(', ')} (seventytwo notice show ${id} ${notice})`;
  });
}

export function approvedText(
  { by, atMs }: Approval,
  { names, zone }: Pick<View, 'names' | 'zone'>,
): string {
  return `approved by ${names[by] ?? by} ${formatBoth(atMs, zone)}`;
}
