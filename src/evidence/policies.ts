/** The policy in force: which versions since when, and their files where somebody still has them. */
import type { AuditEntry } from '../domain/audit-entry.ts';
import type { Register } from '../register/database.ts';
import { policyHash, type PolicyFiles } from '../policy/policy-files.ts';
import { readPolicyFiles } from '../register/policies.ts';
import { jsonFile, type PackFile } from './file.ts';
import { namesIn, type Names } from './names.ts';

export type PolicyRecord = {
  readonly version: string;
  /** When a worker first ran under it, again when it came back; the incident may pin one that none did. */
  readonly since: readonly { readonly n: number; readonly atMs: number }[];
  readonly isPinned: boolean;
  readonly files?: PolicyFiles;
  readonly names?: Names;
};

/** The version that the incident pins, the one before its first entry, and those that came while it went on. */
export async function policiesOf(
  register: Register,
  about: {
    /** Of the kind `policy`, in their order. */
    readonly entries: readonly AuditEntry[];
    readonly pinned: string;
    /** Number of the incident's first entry. */
    readonly fromN: number;
    readonly current: { readonly version: string; readonly files: PolicyFiles };
  },
): Promise<readonly PolicyRecord[]> {
  const { entries, pinned, fromN, current } = about;
  const before = entries.findLast(({ n }) => n < fromN);
  const met = entries.filter((entry) => entry === before || entry.n > fromN);
  const versions = new Set([pinned, ...met.map(({ subject }) => subject ?? '')]);
  const records: PolicyRecord[] = [];
  for (const version of versions) {
    const kept = await readPolicyFiles(register.db, version);
    // The register lacks what a product before it kept them only named; today's file may still be that one.
    const files = kept ?? (version === current.version ? current.files : undefined);
    const since = entries.filter(({ subject }) => subject === version);
    records.push({
      ...{
        version,
        since: since.map(({ n, atMs }) => ({ n, atMs })),
        isPinned: version === pinned,
      },
      ...(files && { files, names: namesIn(files) }),
    });
  }
  return records;
}

/** `fault` hears of a version whose files are not those that it is named after. */
export function* policyFiles(
  records: readonly PolicyRecord[],
  fault: (sentence: string) => void,
): Generator<PackFile> {
  yield jsonFile('policy/versions.json', {
    versions: records.map(({ version, since, isPinned, files }) => ({
      ...{ version, pinnedByTheIncident: isPinned },
      inForceFrom: since.map(({ n, atMs }) => ({ entry: n, utc: new Date(atMs).toISOString() })),
      text: files ? `policy/${version}` : 'not kept: only that it was in force is on record',
    })),
  });
  for (const { version, files } of records) {
    if (!files) continue;
    if (!policyHash(files).startsWith(version))
      fault(`the files of the policy ${version} in the register are not those that were in force`);
    yield { name: `policy/${version}/policy.yaml`, parts: [files.policy] };
    if (files.customers)
      yield { name: `policy/${version}/customers.csv`, parts: [files.customers] };
    if (files.vendors) yield { name: `policy/${version}/vendors.csv`, parts: [files.vendors] };
  }
}
