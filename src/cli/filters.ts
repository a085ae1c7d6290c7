/** What `list` can be narrowed to: read and checked as the fields of a command are. */
import { personalDataAnswers } from '../domain/commands.ts';
import { phases } from '../domain/incident.ts';
import { severities } from '../domain/policy.ts';
import type { Shape } from '../domain/shape.ts';
import { readFields } from './fields.ts';
import type { ListFilter } from '../looking/list.ts';
import type { Session } from './session.ts';

export const listShape = {
  severity: { kind: 'choice', of: severities, required: false, help: 'of this severity' },
  phase: { kind: 'choice', of: phases, required: false, help: 'in this phase' },
  personalData: {
    kind: 'choice',
    of: personalDataAnswers,
    required: false,
    help: 'by whether personal data was breached',
  },
  commander: { kind: 'person', required: false, help: 'under the command of this person' },
  overdue: { kind: 'flag', required: false, help: 'with an open duty that is past its due time' },
} as const satisfies Shape;

export async function readListFilter(
  session: Session,
  given: Readonly<Record<string, unknown>>,
): Promise<ListFilter> {
  return readFields(listShape, given, { ...session, positional: [] });
}
