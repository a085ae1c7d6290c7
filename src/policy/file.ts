/** Reads the policy file: which file, which version, and every fault at once. */
import { dirname, resolve } from 'node:path';
import { Failure, type Progress } from '../failure.ts';
import { readBytes, stampOf, toText, type Named } from './bytes.ts';
import { mostCustomers } from './customer.ts';
import { policyHash, type PolicyFiles } from './policy-files.ts';
import { hostingFault } from './hosting.ts';
import { readCustomers } from './customers-file.ts';
import type { Policy } from './schema.ts';
import { checkSource, readSource, type Source } from './source.ts';
import type { TableFile } from './table-file.ts';
import { mostVendors } from './vendor.ts';
import { readVendors } from './vendors-file.ts';

export type LoadedPolicy = {
  readonly policy: Policy;
  /** First 12 hexadecimal digits of the hash of all its files (`policyHash`). */
  readonly version: string;
  /** As they were read: the version is theirs. */
  readonly files: PolicyFiles;
  /** Absolute. */
  readonly path: string;
  /** Absolute; absent when the policy names none. */
  readonly customersPath?: string;
  /** The same of the vendors file. */
  readonly vendorsPath?: string;
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
  const customers = await readList('customers', readCustomers, source, path, read);
  const vendors = await readList('vendors', readVendors, source, path, read);
  const checked = checkSource(source, customers?.table.lines.keys());
  const faults = [
    ...(checked.faults ?? []),
    ...(customers ? listFaults(customers, source, mostCustomers) : []),
    ...(vendors ? listFaults(vendors, source, mostVendors) : []),
  ];
  if (checked.faults || faults.length > 0) throw faulty(given, faults);
  const files = {
    policy: bytes,
    ...(customers && { customers: customers.bytes }),
    ...(vendors && { vendors: vendors.bytes }),
  };
  const policy = {
    ...checked.policy,
    customers: { ...checked.policy.customers, ...customers?.table.entries },
    vendors: { ...checked.policy.vendors, ...vendors?.table.entries },
  };
  const { hosting } = policy;
  const away = hosting && hostingFault(hosting, policy.vendors);
  if (away) {
    const at = ['hosting', away.key];
    throw faulty(given, [`line ${source.lineOf(at)}: ${at.join('.')} ${away.message}`]);
  }
  return {
    policy,
    version: policyHash(files).slice(0, 12),
    files,
    path,
    ...(customers && { customersPath: customers.path }),
    ...(vendors && { vendorsPath: vendors.path }),
  };
}

type ListKind = 'customers' | 'vendors';
/** A section that a file of its own goes on with. */
type List<T> = {
  readonly kind: ListKind;
  readonly path: string;
  readonly bytes: Buffer;
  readonly table: TableFile<T>;
};

async function readList<T>(
  kind: ListKind,
  parse: (text: string) => TableFile<T>,
  { written }: Source,
  policyPath: string,
  read: (file: Named) => Promise<Buffer>,
): Promise<List<T> | undefined> {
  const name: unknown = sectionOf(written, `${kind}File`);
  // What is written there and is no path is told by the check of the policy.
  if (typeof name !== 'string' || name.trim() === '') return undefined;
  const path = resolve(dirname(policyPath), name.trim());
  const file = { path, name: `the ${kind} file ${path}`, kind };
  const bytes = await read(file);
  return { kind, path, bytes, table: parse(toText(bytes, file)) };
}

function listFaults(
  { kind, path, table: { lines, faults } }: List<unknown>,
  source: Source,
  most: number,
): string[] {
  const inPolicy = sectionOf(source.written, kind);
  const written = typeof inPolicy === 'object' && inPolicy !== null ? Object.keys(inPolicy) : [];
  const both = written.flatMap((id) => {
    const line = lines.get(id);
    if (line === undefined) return [];
    const there = source.lineOf([kind, id]);
    return [
      { line, text: `${id} stands on line ${there} of the policy file too; keep one of them` },
    ];
  });
  const total = lines.size + written.length;
  const last = lines.size + 1;
  const tooMany =
    total > most
      ? [{ line: last, text: `there are ${total} ${kind}; at most ${most} are read` }]
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

/** Somebody mends these first; a file of another kind has a fault on each of a hundred thousand lines. */
const mostTold = 100;

function faulty(path: string, faults: readonly string[]): Failure {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  const more = faults.length - mostTold;
  const told = more > 0 ? [...faults.slice(0, mostTold), `and ${more} more`] : faults;
  return new Failure(
    'usage',
    'policy-invalid',
    `the policy file ${path} has ${count}:\n${told.join('\n')}`,
  );
}
