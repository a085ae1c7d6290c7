/** What changed from one policy file to another, key by key: comments, order of keys and the way a value is written do not count. */
import { Failure } from '../failure.ts';
import { readCsv } from './csv.ts';
import type { PolicyFiles } from './policy-files.ts';
import { readSource } from './source.ts';

export type PolicyChange = {
  readonly what: 'added' | 'removed' | 'changed';
  /** Keys with dots between. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
};

/** As written, without defaults and without judging it, because rules for policies change over the years. */
export function writtenIn({ policy, customers, vendors }: PolicyFiles): unknown {
  const source = readSource(new TextDecoder().decode(policy));
  if ('faults' in source)
    throw new Failure(
      'checkFailed',
      'policy-unreadable',
      `a kept policy file is no YAML any more (${source.faults[0] ?? 'no reason known'}); see seventytwo audit verify`,
    );
  const { written } = source;
  if (!isObject(written)) return written;
  return {
    ...written,
    ...(customers && { customers: together(written['customers'], customers) }),
    ...(vendors && { vendors: together(written['vendors'], vendors) }),
  };
}

function together(inFile: unknown, csv: Uint8Array): object {
  return { ...(isObject(inFile) ? inFile : {}), ...rowsOf(new TextDecoder().decode(csv)) };
}

/** Each row of the file under its id, as if it stood in the policy file. */
function rowsOf(csv: string): Readonly<Record<string, unknown>> {
  const [header, ...rows] = readCsv(csv).rows;
  const names = (header?.cells ?? []).map((cell) => cell.trim());
  return Object.fromEntries(
    rows.map(({ cells }) => {
      const { id = '', ...rest } = Object.fromEntries(
        names.flatMap((name, n) => {
          const cell = cells[n]?.trim() ?? '';
          return cell === '' ? [] : [[name, cell] as const];
        }),
      );
      return [id, rest];
    }),
  );
}

/** In the order of the newer one; what it no longer has stands behind, section by section. */
export function policyDifference(before: unknown, after: unknown): readonly PolicyChange[] {
  return compare([], before, after);
}

function compare(
  path: readonly string[],
  before: unknown,
  after: unknown,
): readonly PolicyChange[] {
  if (isSame(before, after)) return [];
  const at = path.join('.');
  if (before === undefined) return [{ what: 'added', path: at, after }];
  if (after === undefined) return [{ what: 'removed', path: at, before }];
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
    return [...keys].flatMap((key) => compare([...path, key], own(before, key), own(after, key)));
  }
  // Of another length it would say of each entry behind the new one that it changed.
  if (isObjects(before) && isObjects(after) && before.length === after.length)
    return after.flatMap((entry, n) => compare([...path, String(n + 1)], before[n], entry));
  return [{ what: 'changed', path: at, before, after }];
}

function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function isSame(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after))
    return before.length === after.length && before.every((entry, n) => isSame(entry, after[n]));
  if (!isObject(before) || !isObject(after)) return Object.is(before, after);
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].every((key) => isSame(own(before, key), own(after, key)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isObjects(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.every(isObject);
}
