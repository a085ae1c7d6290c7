/** Reads the policy file: which file, which version, and every fault at once. */
import { dirname, resolve } from 'node:path';
import { Failure, type Progress } from '../failure.ts';
import { policyHash, type PolicyFiles } from '../register/policies.ts';
import { readBytes, stampOf, toText, type Named } from './bytes.ts';
import { mostCustomers } from './customer.ts';
import { readCustomers, type CustomersFile } from './customers-file.ts';
import type { Policy } from './schema.ts';
import { checkSource, readSource, type Source } from './source.ts';

export type LoadedPolicy = {
  readonly policy: Policy;
  /** First 12 hexadecimal digits of the SHA-256 of the file's bytes, and of the customers file's when there is one. */
  readonly version: string;
  /** As they were read: the version is theirs. */
  readonly files: PolicyFiles;
  /** Absolute. */
  readonly path: string;
  /** Absolute; absent when the policy names none. */
  readonly customersPath?: string;
};

export async function loadPolicy(path: string): Promise<LoadedPolicy> {
  const { loaded, failure } = await attempt(path);
  if (!loaded) throw failure;
  return loaded;
}

/**
 * The policy as it is now: read again when one of its files has changed. The first reading must succeed; later
 * a faulty or missing file is told once per change and the last good policy stays in force, because a
 * person half-way through an edit must not stop pages and reminders.
 */
export async function watchPolicy(
  path: string,
  warn: Progress = (line) => process.stderr.write(`${line}\n`),
): Promise<() => Promise<LoadedPolicy>> {
  let last = await attempt(path);
  if (!last.loaded) throw last.failure;
  let current = last.loaded;
  return async () => {
    if (!(await hasChanged(last.seen))) return current;
    last = await attempt(path);
    if (last.loaded) current = last.loaded;
    else warn(`policy ${current.version} stays in force: ${last.failure.message}`);
    return current;
  };
}

/** The files by path, each as it was just before it was read. */
type Seen = ReadonlyMap<string, string>;
type Attempt = { readonly seen: Seen } & (
  | { readonly loaded: LoadedPolicy; readonly failure?: never }
  | { readonly loaded?: never; readonly failure: Failure }
);

async function hasChanged(seen: Seen): Promise<boolean> {
  const now = await Promise.all(
    [...seen].map(async ([path, was]) => (await stampOf(path)) !== was),
  );
  return now.includes(true);
}

/** Which files were looked at is told of a faulty policy too: the fault may be in any of them. */
async function attempt(path: string): Promise<Attempt> {
  const seen = new Map<string, string>();
  async function read(file: Named): Promise<Buffer> {
    seen.set(file.path, await stampOf(file.path));
    return readBytes(file);
  }
  try {
    return { seen, loaded: await load(resolve(path), path, read) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { seen, failure: error };
  }
}

async function load(
  path: string,
  given: string,
  read: (file: Named) => Promise<Buffer>,
): Promise<LoadedPolicy> {
  const file = { path, name: `the policy file ${given}`, kind: 'policy' } as const;
  const bytes = await read(file);
  const source = readSource(toText(bytes, file));
  if ('faults' in source) throw faulty(given, source.faults);
  const customersPath = customersPathOf(source, path);
  const csv = customersPath === undefined ? undefined : customersFile(customersPath);
  const csvBytes = csv && (await read(csv));
  const listed = csv && csvBytes ? readCustomers(toText(csvBytes, csv)) : undefined;
  const checked = checkSource(source, listed?.lines.keys());
  const faults = [
    ...(checked.faults ?? []),
    ...(csv && listed ? customersFaults(csv.path, listed, source) : []),
  ];
  if (checked.faults || faults.length > 0) throw faulty(given, faults);
  const { policy } = checked;
  const files = { policy: bytes, ...(csvBytes && { customers: csvBytes }) };
  return {
    policy: { ...policy, customers: { ...policy.customers, ...listed?.customers } },
    version: policyHash(files).slice(0, 12),
    files,
    path,
    ...(customersPath !== undefined && { customersPath }),
  };
}

function customersFile(path: string): Named {
  return { path, name: `the customers file ${path}`, kind: 'customers' };
}

/** Undefined also when what is written there is no path: the check of the policy says so. */
function customersPathOf({ written }: Source, path: string): string | undefined {
  const name: unknown = sectionOf(written, 'customersFile');
  return typeof name === 'string' && name.trim() !== ''
    ? resolve(dirname(path), name.trim())
    : undefined;
}

function customersFaults(path: string, { lines, faults }: CustomersFile, source: Source): string[] {
  const inPolicy = sectionOf(source.written, 'customers');
  const written = typeof inPolicy === 'object' && inPolicy !== null ? Object.keys(inPolicy) : [];
  const both = written.flatMap((id) => {
    const line = lines.get(id);
    if (line === undefined) return [];
    const there = source.lineOf(['customers', id]);
    return [
      { line, text: `${id} stands on line ${there} of the policy file too; keep one of them` },
    ];
  });
  const total = lines.size + written.length;
  const last = lines.size + 1;
  const tooMany =
    total > mostCustomers
      ? [{ line: last, text: `there are ${total} customers; at most ${mostCustomers} are read` }]
      : [];
  return [...faults, ...both, ...tooMany]
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, text }) => `${path} line ${line}: ${text}`);
}

function sectionOf(written: unknown, key: string): unknown {
  return typeof written === 'object' && written !== null && Object.hasOwn(written, key)
    ? Reflect.get(written, key)
    : undefined;
}

function faulty(path: string, faults: readonly string[]): Failure {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  return new Failure(
    'usage',
    'policy-invalid',
    `the policy file ${path} has ${count}:\n${faults.join('\n')}`,
  );
}
