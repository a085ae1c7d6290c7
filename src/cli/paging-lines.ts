/** Who is being paged, and whether anybody could be reached, as a terminal shows it. */
import { formatLocal, formatSpan } from '../calendar/format.ts';
import type { Status } from '../domain/status.ts';
import { paint } from './io.ts';
import { nameOf } from './names.ts';
import type { Session } from './session.ts';

type View = Pick<Session, 'zone' | 'names' | 'policy'> & { readonly nowMs: number };

/** What `declare` says first. */
export function whoIsPaged(status: Status, view: Omit<View, 'nowMs'>): string {
  const { paging } = status;
  if (!paging) return 'Nobody is paged';
  if (paging.heldUntilMs !== undefined)
    return `Quiet hours: paging begins at ${formatLocal(paging.heldUntilMs, view.zone)}`;
  const to = pagedNow(paging, view);
  if (to.length === 0) return 'Nobody is on call who may be paged; the fallback is told';
  return `${to.join(' and ')} ${to.length > 1 ? 'are' : 'is'} being paged`;
}

export function pagingLines(status: Status, view: View): string[] {
  const { paging } = status;
  return [...unreachedLines(status, view), ...(paging ? [pagingLine(paging, view)] : [])];
}

function pagingLine(paging: NonNullable<Status['paging']>, view: View): string {
  const { zone, names, nowMs } = view;
  const rounds = paging.rounds > 0 ? `, round ${paging.rounds + 1}` : '';
  const left = formatSpan(Math.max(0, paging.nextAtMs - nowMs));
  if (paging.heldUntilMs !== undefined)
    return `paging begins at ${formatLocal(paging.heldUntilMs, zone)}, quiet hours${rounds}`;
  if (paging.stillOnIt !== undefined)
    return paint(
      'warn',
      `${nameOf(paging.stillOnIt, names)} is asked whether they are still on it; paging begins anew in ${left}`,
    );
  const to = pagedNow(paging, view);
  const level =
    paging.levels !== undefined && paging.levels > 1 && to.length > 0
      ? ` (level ${paging.step + 1} of ${paging.levels})`
      : '';
  const who =
    to.length === 0
      ? paint('bad', 'nobody could be reached; the fallback was told')
      : `${to.join(' and ')} ${to.length > 1 ? 'are' : 'is'} paged${level}`;
  return `${who}${rounds}; the next page goes out in ${left}`;
}

/** Incidents of before there were levels know only the place in the order. */
function pagedNow(
  { to, step }: NonNullable<Status['paging']>,
  { names, policy }: Omit<View, 'nowMs'>,
): readonly string[] {
  const first = policy.onCall.order[step];
  const people = to ?? (first === undefined ? [] : [first]);
  return people.map((person) => nameOf(person, names));
}

function unreachedLines({ unreached }: Status, { zone, nowMs }: View): string[] {
  if (!unreached) return [];
  const { sinceMs } = unreached;
  return [
    paint(
      'bad',
      `NOBODY COULD BE REACHED since ${formatLocal(sinceMs, zone)} (${formatSpan(nowMs - sinceMs)})`,
    ),
  ];
}
