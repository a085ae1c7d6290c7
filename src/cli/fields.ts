/** Turns options of the command line into a command's fields: the same table that the workflow checks them by. */
import { Option, type Command } from 'commander';
import { toIncidentId } from '../domain/incident-id.ts';
import { shapeFaults, type Field, type Shape } from '../domain/shape.ts';
import { Failure } from '../failure.ts';
import type { Session } from './session.ts';
import { shown } from './shown.ts';

/** `subjectCategories` is `--subject-categories` on the command line. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const placeholders: Readonly<Record<Exclude<Field['kind'], 'choice' | 'flag'>, string>> = {
  text: '<text>',
  person: '<person>',
  playbook: '<kind>',
  incident: '<incident>',
  sha256: '<hash>',
  instant: '<time>',
  count: '<number>',
  list: '<text...>',
};

/** Adds one option for each field that is not given by position. */
export function addFieldOptions(
  command: Command,
  shape: Shape,
  positional: readonly string[],
): void {
  for (const [name, field] of Object.entries(shape)) {
    if (positional.includes(name)) continue;
    command.addOption(toOption(name, field));
  }
}

function toOption(name: string, field: Field): Option {
  const flag = flagOf(name);
  if (field.kind === 'flag') return new Option(flag, field.help);
  // Wrong choices and missing values are told by the shape check, all at once.
  const sentence = field.required ? `${field.help} (required)` : field.help;
  if (field.kind !== 'choice') return new Option(`${flag} ${placeholders[field.kind]}`, sentence);
  const choices = field.of.join('|');
  return choices.length <= longestChoices
    ? new Option(`${flag} <${choices}>`, sentence)
    : new Option(`${flag} <${flag.slice(2)}>`, `${sentence}: ${field.of.join(', ')}`);
}

/** Characters: a longer list stands in the sentence, or it would push every other sentence off the screen. */
const longestChoices = 24;

export type FieldContext = Pick<Session, 'io' | 'zone' | 'names'> & {
  readonly policy: Pick<Session['policy'], 'playbooks'>;
  /** Fields given by position instead of by option. */
  readonly positional: readonly string[];
};

/** Every fault is told at once, by the name that the user typed. */
export async function readFields(
  shape: Shape,
  given: Readonly<Record<string, unknown>>,
  context: FieldContext,
): Promise<Record<string, unknown>> {
  const { positional } = context;
  const fields: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, field] of Object.entries(shape)) {
    const raw = given[name];
    if (raw === undefined) continue;
    try {
      fields[name] = await readField(field, raw, context);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      faults.push(`${nameFor(name, positional)}: ${error.message}`);
    }
  }
  const unread = new Set(
    Object.keys(shape).filter((name) => given[name] !== undefined && !(name in fields)),
  );
  const checked = Object.fromEntries(Object.entries(shape).filter(([name]) => !unread.has(name)));
  faults.push(...shapeFaults(checked, fields, (name) => nameFor(name, positional)));
  if (faults.length > 0) throw new Failure('usage', 'bad-input', faults.join('\n'));
  return fields;
}

function nameFor(name: string, positional: readonly string[]): string {
  return positional.includes(name) ? `<${name}>` : flagOf(name);
}

async function readField(field: Field, raw: unknown, context: FieldContext): Promise<unknown> {
  const { io, zone, names } = context;
  switch (field.kind) {
    case 'instant': {
      // Loaded only for a time: help and most commands need none.
      const { parseInstant } = await import('../calendar/parse.ts');
      const { instant, note } = parseInstant(String(raw), zone, io.now());
      if (note) io.tell(`note: ${note}`);
      return instant;
    }
    case 'count':
      return /^\d{1,15}$/.test(String(raw)) ? Number(raw) : raw;
    case 'text':
      // A dash stands for standard input, as everywhere.
      return raw === '-' ? await io.readInput() : raw;
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
    case 'choice':
    case 'list':
    case 'flag':
    case 'sha256':
      return raw;
  }
}
