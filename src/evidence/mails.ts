/** The mails of an evidence pack: to whom, under which Message-ID, and what the mail server said. */
import type { MailEvent } from '../domain/delivery-events.ts';
import type { IncidentEvent } from '../domain/events.ts';
import type { Incident } from '../domain/incident.ts';
import { keptForDigest, messageId } from '../domain/mail.ts';
import { csvLine } from './csv.ts';
import type { PackFile } from './file.ts';
import { isoOf, type View } from './view.ts';

const columns = [
  ...['kind', 'to', 'to_name', 'message_id', 'caused_by_event', 'outcome', 'outcome_utc'],
  ...['fault', 'detail', 'event'],
];

/** One line for each outcome, and one for each mail that has none yet. */
export function mailsFile(
  incident: Incident,
  events: AsyncIterable<IncidentEvent>,
  view: View,
): PackFile {
  return { name: 'mails.csv', parts: lines(incident, events, view) };
}

async function* lines(
  { id, mails, policy }: Incident,
  events: AsyncIterable<IncidentEvent>,
  { nameOf }: View,
): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const event of events) {
    if (!isAboutMail(event)) continue;
    const outcome = outcomeOf(event);
    const { kind, to, messageId: sentAs, key, detail, seq, atMs } = event;
    yield csvLine([
      ...[kind, to, nameOf(to), sentAs, causeOf(key), outcome],
      ...[isoOf(atMs), 'fault' in event ? event.fault : undefined, detail, seq],
    ]);
  }
  for (const { kind, to, key } of mails)
    yield csvLine([
      ...[kind, to, nameOf(to), messageId(id, key, policy.mailDomain), causeOf(key), 'waiting'],
      ...[undefined, undefined, undefined, undefined],
    ]);
}

const outcomes = {
  mailAccepted: 'accepted',
  mailFailed: 'failed',
  mailDeferred: 'deferred',
  mailBounced: 'bounced',
} as const;

function isAboutMail(event: IncidentEvent): event is IncidentEvent & MailEvent {
  return Object.hasOwn(outcomes, event.type);
}

/** A mail may have several: put off, accepted, and back again; each is a line. */
function outcomeOf(event: MailEvent): string {
  if (event.type === 'mailDeferred' && event.fault === 'delayed') return 'delayed';
  if (event.type === 'mailAccepted' && event.detail === keptForDigest) return 'digest';
  return event.type === 'mailFailed' && event.gaveUp ? 'given up' : outcomes[event.type];
}

function causeOf(key: string): number {
  return Number(key.split('.', 1)[0]);
}
