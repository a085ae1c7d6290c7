/** Which commands an incident has carried out already, so that a repeat is carried out once, in later runs too. */
import type { IncidentEvent } from './events.ts';
import type { RefusalCode } from './refusal.ts';

export type Refused = { readonly code: RefusalCode; readonly message: string };

/** Outcome by command id, oldest first. */
export type Handled = Readonly<Record<string, 'done' | Refused>>;

/** Command ids remembered: a repeat comes within minutes, and 500 commands are days of work. */
export const handledLimit = 500;

export function remember(handled: Handled, commandId: string, outcome: 'done' | Refused): Handled {
  const entries = [...Object.entries(handled), [commandId, outcome] as const];
  return Object.fromEntries(entries.slice(-handledLimit));
}

/** The same memory, read from the events that the commands left behind. */
export function handledBy(events: readonly IncidentEvent[]): Handled {
  return events.reduce<Handled>((handled, event) => {
    const { commandId } = event;
    if (commandId === undefined || Object.hasOwn(handled, commandId)) return handled;
    const outcome =
      event.type === 'commandRefused'
        ? { code: event.code, message: event.message }
        : ('done' as const);
    return remember(handled, commandId, outcome);
  }, {});
}
