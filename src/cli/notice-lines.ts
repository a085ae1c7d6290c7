/** The drafts of an incident, one line each, and who approved which. */
import { formatBoth } from '../calendar/format.ts';
import type { Approval } from '../domain/incident.ts';
import type { Status } from '../domain/status.ts';
import { customerName, nameOf } from './names.ts';
import type { Session } from './session.ts';

type View = Pick<Session, 'zone' | 'names' | 'policy'>;

export function noticeLines({ notices, id }: Status, view: View): string[] {
  return notices.map(({ id: notice, about: subject, drafted, approved }) => {
    const about =
      'duty' in subject
        ? subject.duty
        : `Art. 33(2) to ${customerName(subject.customer, view.policy)}`;
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
  return `approved by ${nameOf(by, names)} ${formatBoth(atMs, zone)}`;
}
