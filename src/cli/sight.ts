/**
 * Restricted incidents on the command line: shown to those they are for. A courtesy among colleagues: whoever reads
 * the register or Temporal directly reads them all (docs/access.md).
 */
import { formatBoth } from '../calendar/format.ts';
import type { Status } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import * as looking from '../looking/sight.ts';
import { paint } from './io.ts';
import { nameOf } from './names.ts';
import type { Session } from './session.ts';

export function isHidden(
  status: looking.Seen,
  { person, io }: Pick<Session, 'person' | 'io'>,
): boolean {
  return looking.isHidden(status, { person, nowMs: io.now() });
}

export function requireSight(status: looking.Seen, session: Pick<Session, 'person' | 'io'>): void {
  if (!isHidden(status, session)) return;
  const { id } = status;
  throw new Failure(
    'notAllowed',
    'restricted',
    session.person === undefined
      ? `${id} is restricted; say who you are with --as <person>`
      : `${id} is restricted, and ${session.person} is not among those it is for; ask one of them, or break the glass: seventytwo break-glass ${id} --reason "…" --as ${session.person}`,
  );
}

/** For whom it is, and who has taken it without that. */
export function accessLines(
  { seenBy, glasses = [] }: Status,
  { names, zone, nowMs }: Pick<Session, 'names' | 'zone'> & { readonly nowMs: number },
): string[] {
  const circle = seenBy?.map((person) => nameOf(person, names)).join(', ');
  return [
    ...(circle === undefined ? [] : [paint('warn', `  restricted to ${circle}`)]),
    ...glasses.flatMap(({ id, by, untilMs, review }) => {
      const until = `${untilMs > nowMs ? 'until' : 'ended'} ${formatBoth(untilMs, zone)}`;
      const seen = review
        ? `${review.verdict.replace('-', ' ')}, reviewed by ${nameOf(review.by, names)}`
        : 'not reviewed';
      const line = `  break-glass access ${id} of ${nameOf(by, names)}, ${until}: ${seen}`;
      return [review ? line : paint('bad', line)];
    }),
  ];
}
