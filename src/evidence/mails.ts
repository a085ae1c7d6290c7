/** The mails of an evidence pack: to whom, under which Message-ID, and what the mail server said. */
import type { IncidentEvent } from '../domain/events.ts';
import type { Incident } from '../domain/incident.ts';
import type { DeliveryEvent } from '../domain/delivery-fold.ts';
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
    if (event.type !== 'mailAccepted' && event.type !== 'mailFailed') continue;
    const { kind, to, messageId: sentAs, key, detail, seq, atMs } = event;
    const isAccepted = event.type === 'mailAccepted';
    yield csvLine([
      ...[kind, to, nameOf(to), sentAs, causeOf(key), outcomeOf(event)],
      ...[isoOf(atMs), isAccepted ? undefined : event.fault, detail, seq],
    ]);
  }
  for (const { kind, to, key } of mails)
    yield csvLine([
      ...[kind, to, nameOf(to), messageId(id, key, policy.mailDomain), causeOf(key), 'waiting'],
      ...[undefined, undefined, undefined, undefined],
    ]);
}

function causeOf(key: string): number {
  return Number(key.split('.', 1)[0]);
}

function outcomeOf(event: DeliveryEvent): string {
  if (event.type === 'mailFailed') return 'failed';
  return event.detail === keptForDigest ? 'digest' : 'accepted';
}
