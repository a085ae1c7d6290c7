/** Turns options of the command line into a command's fields: the same table that the workflow checks them by. */
import { Option, type Command } from 'commander';
import type { Field, Shape } from '../domain/shape.ts';
import * as sending from '../sending/fields.ts';
import type { Session } from './session.ts';

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
  { io, zone, names, policy, positional }: FieldContext,
): Promise<Record<string, unknown>> {
  const read = { ...given };
  for (const [name, field] of Object.entries(shape))
    // A dash stands for standard input, as everywhere.
    if (field.kind === 'text' && given[name] === '-') read[name] = await io.readInput();
  return sending.readFields(shape, read, {
    ...{ zone, names, policy, nowMs: io.now() },
    nameOf: (name) => (positional.includes(name) ? `<${name}>` : flagOf(name)),
    note: (sentence) => io.tell(`note: ${sentence}`),
  });
}
