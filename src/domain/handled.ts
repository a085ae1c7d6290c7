/** Which commands an incident has carried out already, so that a repeat is carried out once, in later runs too. */
import type { IncidentEvent } from './events.ts';
import { badShape, type RefusalCode } from './refusal.ts';

export type Refused = { readonly code: RefusalCode; readonly message: string };

/** Command ids with what became of them, oldest first. A list: the keys of an object would not keep their order. */
export type Handled = readonly (readonly [commandId: string, outcome: 'done' | Refused])[];

/** Command ids remembered: a repeat comes within minutes, and 500 commands are days of work. */
export const handledLimit = 500;

/**
 * The same command is to be carried out once the register is back; and whoever is not its sender must not use up the
 * id of a command that is still to come.
 */
const passing: ReadonlySet<RefusalCode> = new Set(['register-away', 'not-authenticated']);

export function remember(handled: Handled, commandId: string, outcome: 'done' | Refused): Handled {
  if (outcome !== 'done' && passing.has(outcome.code)) return handled;
  return [...handled, [commandId, outcome] as const].slice(-handledLimit);
}

/** Undefined for a command that is new. */
export function outcomeOf(handled: Handled, commandId: string): 'done' | Refused | undefined {
  return handled.find(([id]) => id === commandId)?.[1];
}

/** The same memory, read from the events that the commands left behind. */
export function handledBy(events: readonly IncidentEvent[]): Handled {
  return events.reduce<Handled>((handled, event) => {
    const { commandId } = event;
    if (commandId === undefined || outcomeOf(handled, commandId) !== undefined) return handled;
    if (event.type !== 'commandRefused') return remember(handled, commandId, 'done');
    const { code, message } = event;
    // Not carried out, whatever came: the same id in the right shape is a first time.
    return code === badShape ? handled : remember(handled, commandId, { code, message });
  }, []);
}
