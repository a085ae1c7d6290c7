/** `mails`: every mail of an incident with what became of it, from the register. */
import { formatBoth } from '../calendar/format.ts';
import { replay } from '../domain/apply.ts';
import {
  deliveryStates,
  mailLines,
  type DeliveryState,
  type MailLine,
} from '../domain/delivery.ts';
import { stateWords } from '../looking/mail-words.ts';
import { paint, type Io, type Tone } from './io.ts';
import { printJson } from './json.ts';
import { timeline } from './look.ts';
import { customerName } from './names.ts';
import { openSession, type Given, type Session } from './session.ts';

export async function runMails(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const events = await timeline(session, typed);
  const incident = replay(events);
  const lines = incident ? mailLines(incident, events) : [];
  if (given.json) return printJson(session, { mails: lines });
  io.print(renderMails(lines, session));
}

export const stateTones: Readonly<Record<DeliveryState, Tone>> = {
  bounced: 'bad',
  'gave-up': 'bad',
  refused: 'bad',
  deferred: 'warn',
  delayed: 'warn',
  waiting: 'warn',
  dropped: 'quiet',
  accepted: 'good',
};

function renderMails(lines: readonly MailLine[], session: Session): string {
  if (lines.length === 0) return 'No mail was sent yet.';
  const { zone, names, policy } = session;
  const counts = deliveryStates.flatMap((state) => {
    const count = lines.filter((line) => line.state === state).length;
    return count === 0 ? [] : [paint(stateTones[state], `${count} ${stateWords[state]}`)];
  });
  const widest = Math.max(...lines.map(({ state }) => stateWords[state].length));
  const rows = lines.map(({ state, kind, to, atMs, detail, deferredAtMs }) => {
    const who = Object.hasOwn(names, to) ? names[to] : customerName(to, policy);
    const code = detail === '' ? '' : ` (${detail})`;
    const since =
      deferredAtMs === undefined || deferredAtMs === atMs
        ? ''
        : `, put off at first ${formatBoth(deferredAtMs, zone)}`;
    const word = paint(stateTones[state], stateWords[state].padEnd(widest));
    return `${word}  ${formatBoth(atMs, zone)}  ${kind} to ${who}${code}${since}`;
  });
  return [counts.join(', '), ...rows].join('\n');
}
