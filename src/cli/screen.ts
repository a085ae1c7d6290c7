/** Lines that stay, and on a terminal one line below them that is redrawn in place. */
import { formatBoth, formatSpan } from '../calendar/format.ts';
import type { Incident } from '../domain/incident.ts';
import { status } from '../domain/status.ts';
import { isOpen } from '../domain/duty.ts';
import { harmless } from './harmless.ts';
import type { Io } from './io.ts';
import type { Session } from './session.ts';

export type Screen = {
  /** To standard output, above the footer. */
  readonly line: (text: string) => void;
  /** To standard error. */
  readonly note: (text: string) => void;
  /** Drawn only when it differs from what is there. */
  readonly footer: (text: (columns: number) => string) => void;
  /** Takes the footer away. */
  readonly end: () => void;
};

export type Terminal = { readonly write: (text: string) => void; readonly columns: () => number };

const realTerminal: Terminal = {
  write: (text) => void process.stdout.write(text),
  columns: () => process.stdout.columns,
};

/** To the start of the line, and erase it. */
const clear = '\r\u001b[2K';

export function createScreen(io: Io, isPlain: boolean, terminal = realTerminal): Screen {
  let drawn = '';
  /** One write, so that nothing flickers. */
  const above = (text: string): void => terminal.write(`${clear}${harmless(text)}\n${drawn}`);
  const note = (text: string): void => io.tell(`seventytwo: ${text}`);
  if (isPlain || !io.isTerminal)
    return { line: io.print, note, footer: () => undefined, end: () => undefined };
  return {
    line: above,
    note(text) {
      terminal.write(clear);
      note(text);
      terminal.write(drawn);
    },
    footer(text) {
      const next = harmless(text(terminal.columns()));
      if (next === drawn) return;
      drawn = next;
      terminal.write(`${clear}${next}`);
    },
    end() {
      if (drawn !== '') terminal.write(clear);
      drawn = '';
    },
  };
}

/** `INC-K7F3Q · containment · GDPR Art. 33(1) in 47 h 12 min, Tue 24 Nov 2026, 17:21 CET (…)`, cut to the terminal. */
export function footer(incident: Incident, session: Session, columns: number): string {
  const nowMs = session.io.now();
  const duty = status(incident, 0)
    .duties.filter(isOpen)
    .sort((a, b) => a.dueAtMs - b.dueAtMs)[0];
  const left = duty && duty.dueAtMs - nowMs;
  const span = left === undefined ? '' : formatSpan(left);
  const clock =
    duty === undefined || left === undefined
      ? 'no duty is running'
      : `${duty.article} ${left < 0 ? `overdue by ${span}` : `in ${span}`}, due ${formatBoth(duty.dueAtMs, session.zone)}`;
  // A line that wraps could not be redrawn in place.
  return `${incident.id} · ${incident.phase} · ${clock}`.slice(0, Math.max(0, columns - 1));
}
