/** Every fault of a policy at once: where it is and what to do, in words for the person who wrote it. */
import type { z } from 'zod';
import { valueAt } from '../value-at.ts';
import { policySchemaWith, type Policy } from './schema.ts';

export type Fault = {
  /** From the top of the file; empty when the whole is wrong. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
};

export type Checked =
  { readonly policy: Policy; readonly faults?: never } | { readonly faults: readonly Fault[] };

/** `otherCustomers` are known from the customers file. */
export function checkPolicy(written: unknown, otherCustomers: Iterable<string> = []): Checked {
  const result = policySchemaWith(otherCustomers).safeParse(written, { error: wording });
  if (result.success) return { policy: result.data };
  return { faults: result.error.issues.flatMap((issue) => faultsOf(issue, written)) };
}

export function faultsOf(issue: z.core.$ZodIssue, written: unknown): Fault[] {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: 'is not known here; check its spelling and indentation, or remove it',
    }));
  // An id that is a key: the reason stands one level deeper.
  if (issue.code === 'invalid_key')
    return issue.issues.map((reason) => ({ path, message: reason.message }));
  if (issue.code === 'invalid_type') {
    const value = valueAt(written, path);
    if (value === undefined) return [{ path, message: 'is missing' }];
    if (value === null) return [{ path, message: 'is empty' }];
  }
  return [{ path, message }];
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a text (put it in quotes if it looks like something else)',
  object: 'a section with keys of its own',
  record: 'a section with keys of its own',
  array: 'a list, each entry on its own line after "- "',
  number: 'a number',
  int: 'a whole number',
};

/** For what the schema has no words of its own. Values are not repeated: they may be secret. */
export function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${nouns[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_big':
      return `must be at most ${issue.maximum} ${unit(issue.origin)}`.trimEnd();
    case 'too_small':
      return `must be at least ${issue.minimum} ${unit(issue.origin)}`.trimEnd();
    default:
      return undefined;
  }
}

function unit(origin: string): string {
  if (origin === 'string') return 'characters long';
  return origin === 'array' ? 'entries long' : '';
}
