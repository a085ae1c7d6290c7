/** Histories as a changed workflow would have written them: what must not pass a replay. */

export type HistoryEvent = {
  readonly eventId: string;
  readonly eventType: string;
  readonly [attributes: string]: unknown;
};
export type RecordedHistory = { readonly events: readonly HistoryEvent[] };

/** The first event of this type with one text in it replaced. */
export function altered(
  { events }: RecordedHistory,
  eventType: string,
  from: string,
  to: string,
): RecordedHistory {
  const at = events.findIndex(
    (event) => event.eventType === eventType && JSON.stringify(event).includes(from),
  );
  if (at === -1) throw new Error(`no ${eventType} with ${from} is in this history`);
  return {
    events: events.map((event, n) =>
      n === at ? parse(JSON.stringify(event).replace(from, to)) : event,
    ),
  };
}

/** Without the first timer, its end included, numbered anew as if it had never been started. */
export function withoutTimer({ events }: RecordedHistory): RecordedHistory {
  const started = events.find(({ eventType }) => eventType === 'EVENT_TYPE_TIMER_STARTED');
  if (!started) throw new Error('no timer is in this history');
  const id = started.eventId;
  const kept = events.filter((event) => event !== started && !endsTimer(event, id));
  const numbers = new Map(kept.map(({ eventId }, n) => [eventId, String(n + 1)]));
  const renumbered = (key: string, value: unknown): unknown =>
    /eventId$/i.test(key) && typeof value === 'string' ? (numbers.get(value) ?? value) : value;
  return { events: kept.map((event) => parse(JSON.stringify(event, renumbered))) };
}

function endsTimer(event: HistoryEvent, startedEventId: string): boolean {
  const ends = event['timerFiredEventAttributes'] ?? event['timerCanceledEventAttributes'];
  return (
    typeof ends === 'object' &&
    ends !== null &&
    'startedEventId' in ends &&
    ends.startedEventId === startedEventId
  );
}

function parse(text: string): HistoryEvent {
  const event: HistoryEvent = JSON.parse(text);
  return event;
}
