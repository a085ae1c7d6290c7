/** The mail block of `show`: what came back, failed and is being tried, then what was handed over last. */
import { formatBoth, formatSpan } from '../calendar/format.ts';
import type { Delivery } from '../domain/incident.ts';
import type { Status } from '../domain/status.ts';
import { paint, type Tone } from './io.ts';
import { customerName } from './names.ts';
import type { Session } from './session.ts';

type View = Pick<Session, 'zone' | 'names' | 'policy'> & { readonly nowMs: number };

/** Lines of each: `seventytwo mails` has all. */
const [mostTroubles, mostAccepted] = [8, 3];

export function mailLines(status: Status, view: View): string[] {
  const { deliveries, mailsDeferred, mailsWaiting, id } = status;
  const outcomes = (wanted: Delivery['outcome']) =>
    deliveries.filter(({ outcome }) => outcome === wanted).toReversed();
  const troubles = [
    ...[...outcomes('bounced'), ...outcomes('failed')].map((one) => deliveryLine(one, view)),
    ...mailsDeferred.map(({ kind, to, sinceMs, detail, attempts }) => {
      const since = `since ${formatBoth(sinceMs, view.zone)} (${formatSpan(Math.max(0, view.nowMs - sinceMs))})`;
      return `${paint('warn', 'being tried')}  ${kind} to ${who(to, view)}, ${detail}, ${since}; put off after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
    }),
    ...outcomes('delayed').map((one) => deliveryLine(one, view)),
  ];
  const fresh = mailsWaiting - mailsDeferred.length;
  const all = `all of them: seventytwo mails ${id}`;
  const shown = troubles.slice(0, mostTroubles);
  return [
    ...shown,
    ...(troubles.length > shown.length
      ? [paint('warn', `${troubles.length - shown.length} more in trouble; ${all}`)]
      : []),
    ...outcomes('accepted')
      .slice(0, mostAccepted)
      .map((one) => deliveryLine(one, view)),
    ...(fresh > 0 ? [paint('warn', `${fresh} waiting to be accepted`)] : []),
    ...(deliveries.length > mostAccepted ? [paint('quiet', all)] : []),
  ];
}

const tones: Readonly<Record<Delivery['outcome'], Tone>> = {
  accepted: 'good',
  delayed: 'warn',
  failed: 'bad',
  bounced: 'bad',
};

function deliveryLine({ kind, to, atMs, outcome, detail, gaveUp }: Delivery, view: View): string {
  const words = {
    accepted: 'accepted',
    delayed: `held up further on (${detail})`,
    failed: `${gaveUp ? 'given up' : 'failed'} (${detail})`,
    bounced: `came back (${detail})`,
  };
  return `${paint(tones[outcome], words[outcome])}  ${kind} to ${who(to, view)}, ${formatBoth(atMs, view.zone)}`;
}

function who(to: string, { names, policy }: View): string {
  return (Object.hasOwn(names, to) ? names[to] : undefined) ?? customerName(to, policy);
}
