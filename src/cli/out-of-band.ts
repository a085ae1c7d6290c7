/** Whom the mails of an incident reach while it is switched to the other addresses. */
import { formatBoth } from '../calendar/format.ts';
import type { Status } from '../domain/status.ts';
import { withoutOther } from '../looking/out-of-band.ts';
import { paint } from './io.ts';
import { nameOf } from './names.ts';
import type { Session } from './session.ts';

export function unreachedSentence({
  policy,
  names,
}: Pick<Session, 'policy' | 'names'>): string | undefined {
  const without = withoutOther(policy).map((id) => nameOf(id, names));
  return without.length === 0
    ? undefined
    : `No mail reaches ${without.join(', ')}: without people.<id>.outOfBand in the policy file; call them.`;
}

/** For JSON: ids. */
export function notReached(
  { outOfBandSinceMs }: Status,
  { policy }: Pick<Session, 'policy'>,
): { readonly notReached?: readonly string[] } {
  return outOfBandSinceMs === undefined ? {} : { notReached: withoutOther(policy) };
}

/** For `show`. */
export function outOfBandLines(
  { outOfBandSinceMs }: Status,
  view: Pick<Session, 'zone' | 'policy' | 'names'>,
): readonly string[] {
  if (outOfBandSinceMs === undefined) return [];
  const unreached = unreachedSentence(view);
  return [
    paint(
      'warn',
      `  mails go to the other addresses since ${formatBoth(outOfBandSinceMs, view.zone)}`,
    ),
    ...(unreached === undefined ? [] : [paint('bad', `  ${unreached}`)]),
  ];
}
