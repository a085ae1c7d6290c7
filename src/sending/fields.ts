/** Turns what somebody typed into a command's fields: the same table that the workflow checks them by. */
import { toIncidentId } from '../domain/incident-id.ts';
import { shapeFaults, type Field, type Shape } from '../domain/shape.ts';
import { Failure } from '../failure.ts';
import type { Policy } from '../policy/schema.ts';
import { shown } from './shown.ts';

export type FieldContext = {
  /** In which times are typed. */
  readonly zone: string;
  readonly nowMs: number;
  /** Names by person id. */
  readonly names: Readonly<Record<string, string>>;
  readonly policy: Pick<Policy, 'playbooks'>;
  /** How a field is called where it was typed. */
  readonly nameOf: (field: string) => string;
  /** Something was read in one of several ways. */
  readonly note: (sentence: string) => void;
};

/** Every fault is told at once, a line each. Throws a Failure. */
export async function readFields(
  shape: Shape,
  given: Readonly<Record<string, unknown>>,
  context: FieldContext,
): Promise<Record<string, unknown>> {
  const { nameOf } = context;
  const fields: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, field] of Object.entries(shape)) {
    const raw = given[name];
    if (raw === undefined) continue;
    try {
      fields[name] = await readField(field, raw, context);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      faults.push(`${nameOf(name)}: ${error.message}`);
    }
  }
  const unread = new Set(
    Object.keys(shape).filter((name) => given[name] !== undefined && !(name in fields)),
  );
  const checked = Object.fromEntries(Object.entries(shape).filter(([name]) => !unread.has(name)));
  faults.push(...shapeFaults(checked, fields, nameOf));
  if (faults.length > 0) throw new Failure('usage', 'bad-input', faults.join('\n'));
  return fields;
}

async function readField(field: Field, raw: unknown, context: FieldContext): Promise<unknown> {
  const { names } = context;
  switch (field.kind) {
    case 'instant': {
      // Loaded only for a time: help and most commands need none.
      const { parseInstant } = await import('../calendar/parse.ts');
      const { instant, note } = parseInstant(String(raw), context.zone, context.nowMs);
      if (note) context.note(note);
      return instant;
    }
    case 'count':
      return /^\d{1,15}$/.test(String(raw)) ? Number(raw) : raw;
    case 'person':
      // Before anything is sent: a typo must not reach an incident.
      if (Object.hasOwn(names, String(raw))) return raw;
      throw new Failure(
        'usage',
        'unknown-person',
        `${shown(String(raw))} is not a person of the policy file; use one of ${Object.keys(names).join(', ')}`,
      );
    case 'playbook': {
      // Loaded only for a kind: they are files of their own.
      const { playbooksOf } = await import('../policy/playbooks.ts');
      const kinds = Object.keys(playbooksOf(context.policy.playbooks));
      if (kinds.includes(String(raw))) return raw;
      throw new Failure(
        'usage',
        'unknown-playbook',
        `${shown(String(raw))} is not a kind of incident; use one of ${kinds.join(', ')}`,
      );
    }
    case 'incident':
      return toIncidentId(String(raw)) ?? raw;
    case 'text':
    case 'choice':
    case 'list':
    case 'flag':
    case 'sha256':
      return raw;
  }
}
