/** What the register can be narrowed to: read and checked as the fields of a command are. */
import { personalDataAnswers } from '../domain/commands.ts';
import { registerStates } from '../domain/register-entry.ts';
import { shortText, type FieldsOf, type Shape } from '../domain/shape.ts';
import type { EntryFilter } from '../register/entries.ts';
import { readFields } from './fields.ts';
import type { Session } from './session.ts';

export const entryShape = {
  from: { kind: 'instant', required: false, help: 'aware, or else declared, not before' },
  to: { kind: 'instant', required: false, help: 'aware, or else declared, not after' },
  personalData: {
    kind: 'choice',
    of: personalDataAnswers,
    required: false,
    help: 'by whether personal data was breached',
  },
  state: { kind: 'choice', of: registerStates, required: false, help: 'of its duties' },
  rule: { kind: 'text', max: shortText, required: false, help: 'with a duty under this rule' },
} as const satisfies Shape;

export async function readEntryFilter(
  session: Session,
  given: Readonly<Record<string, unknown>>,
): Promise<EntryFilter> {
  const typed = {
    ...given,
    from: wholeDay(given.from, '00:00'),
    to: wholeDay(given.to, '23:59:59'),
  };
  const read: FieldsOf<typeof entryShape> = await readFields(entryShape, typed, {
    ...session,
    positional: [],
  });
  const { from, to, ...exact } = read;
  return {
    ...exact,
    ...(from && { fromMs: from.atMs }),
    // The whole of the second that was typed.
    ...(to && { toMs: to.atMs + 999 }),
  };
}

/** A register is asked for by days. */
function wholeDay(typed: unknown, time: string): unknown {
  return typeof typed === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(typed)
    ? `${typed}T${time}`
    : typed;
}
