/**
 * The shape of a command's fields, as data: one table gives the TypeScript types, the check in the
 * update validator and the options of the command line. (zod would add 0.5 MB to every cached incident.)
 */
import { isIncidentId } from './incident-id.ts';

/** A point in time with the zone in which a person said it. */
export type Instant = { readonly atMs: number; readonly zone: string };

type Base = { readonly required: boolean; readonly help: string };
export type Field = Base &
  (
    | { readonly kind: 'text'; readonly max: number }
    | { readonly kind: 'choice'; readonly of: readonly string[] }
    | { readonly kind: 'person' }
    | { readonly kind: 'playbook' }
    | { readonly kind: 'incident' }
    | { readonly kind: 'sha256' }
    | { readonly kind: 'instant' }
    | { readonly kind: 'count' }
    /** `most` entries instead of `listLimit`. */
    | { readonly kind: 'list'; readonly max: number; readonly most?: number }
    | { readonly kind: 'flag' }
  );
export type Shape = Readonly<Record<string, Field>>;

type ValueOf<F> = F extends { kind: 'choice'; of: readonly (infer V)[] }
  ? V
  : F extends { kind: 'text' | 'person' | 'playbook' | 'incident' | 'sha256' }
    ? string
    : F extends { kind: 'instant' }
      ? Instant
      : F extends { kind: 'count' }
        ? number
        : F extends { kind: 'list' }
          ? readonly string[]
          : F extends { kind: 'flag' }
            ? boolean
            : never;

/** The fields of a command as TypeScript sees them. */
export type FieldsOf<S> = {
  readonly [K in keyof S as S[K] extends { required: true } ? K : never]: ValueOf<S[K]>;
} & {
  readonly [K in keyof S as S[K] extends { required: true } ? never : K]?: ValueOf<S[K]>;
};

/** Longest free text, in characters. Larger things live in the register, with a reference here. */
export const longText = 4_000;
/** Longest title, name or reference, in characters. */
export const shortText = 200;
/** Most entries in a list. */
export const listLimit = 30;

/** The earliest and latest instant a person may enter: years 2000 and 2100. Beyond is a slip of the pen. */
export const earliestMs = Date.UTC(2000, 0, 1);
export const latestMs = Date.UTC(2100, 0, 1);

/** Every fault of `input` against `shape`, one sentence each; empty when it fits. `nameOf` says how a field is called where it came from. */
export function shapeFaults(
  shape: Shape,
  input: Readonly<Record<string, unknown>>,
  nameOf: (field: string) => string = (field) => field,
): string[] {
  const faults: string[] = [];
  for (const name of Object.keys(input)) {
    if (!Object.hasOwn(shape, name))
      faults.push(`${nameOf(name)} is not a field of this command; leave it out`);
  }
  for (const [name, field] of Object.entries(shape)) {
    const value = input[name];
    if (value === undefined) {
      if (field.required) faults.push(`${nameOf(name)} is missing; give ${field.help}`);
      continue;
    }
    const fault = fieldFault(field, value);
    if (fault) faults.push(`${nameOf(name)} ${fault}`);
  }
  return faults;
}

/** What is wrong with one value, to be put behind its name; undefined when it fits. */
export function fieldFault(field: Field, value: unknown): string | undefined {
  switch (field.kind) {
    case 'text':
      return textFault(value, field.max);
    case 'person':
    case 'playbook':
      return textFault(value, shortText);
    case 'incident':
      return typeof value === 'string' && isIncidentId(value)
        ? undefined
        : `is ${show(value)}; give the id of an incident, such as INC-K7F3Q`;
    case 'sha256':
      return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
        ? undefined
        : `is ${show(value)}; give a SHA-256 of 64 lower-case hexadecimal digits`;
    case 'choice':
      return typeof value === 'string' && field.of.includes(value)
        ? undefined
        : `is ${show(value)}; use one of ${field.of.join(', ')}`;
    case 'instant':
      return instantFault(value);
    case 'count':
      return Number.isSafeInteger(value) && Number(value) >= 0
        ? undefined
        : `is ${show(value)}; give a whole number, 0 or more`;
    case 'list': {
      if (!Array.isArray(value)) return `is ${show(value)}; give a list of texts`;
      const most = field.most ?? listLimit;
      if (value.length > most) return `has ${value.length} entries; give at most ${most}`;
      for (const entry of value) {
        const fault = textFault(entry, field.max);
        if (fault) return `has an entry that ${fault}`;
      }
      return undefined;
    }
    case 'flag':
      return typeof value === 'boolean' ? undefined : `is ${show(value)}; give true or false`;
  }
}

/** Control characters but newline and tab, and marks that turn the direction of text: they reach terminals and mails. */
export const hiddenCharacters =
  // oxlint-disable-next-line no-control-regex -- to find them is its purpose.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

function textFault(value: unknown, max: number): string | undefined {
  if (typeof value !== 'string') return `is ${show(value)}; give a text`;
  if (value.trim() === '') return 'is empty; say something';
  if (value.length > max)
    return `has ${value.length} characters; shorten it to ${max} or attach a file`;
  if (max <= shortText && /[\n\r]/.test(value)) return 'has several lines; write one';
  if (hiddenCharacters.test(value)) return 'holds control characters; remove them';
  return undefined;
}

function instantFault(value: unknown): string | undefined {
  const instant: { atMs?: unknown; zone?: unknown } =
    typeof value === 'object' && value !== null ? value : {};
  const { atMs, zone, ...more } = instant;
  if (Object.keys(more).length > 0) return 'has more than atMs and zone; leave the rest out';
  if (typeof atMs !== 'number' || !Number.isSafeInteger(atMs) || typeof zone !== 'string')
    return `is ${show(value)}; give {"atMs": epoch milliseconds, "zone": IANA zone}`;
  if (zone.length > 64 || !/^[A-Za-z0-9_+\-/]+$/.test(zone))
    return `has the zone ${show(zone)}; give an IANA zone such as Europe/Berlin`;
  if (atMs < earliestMs || atMs > latestMs)
    return `is outside the years 2000 to 2100; check the year`;
  return undefined;
}

function show(value: unknown): string {
  // Not spelt out: it may be of any size and depth.
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
