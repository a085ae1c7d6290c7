/** What may be told to everybody of a change of the policy: which of its sections, and in how many places; no value of it. */
import type { PolicyChange } from './difference.ts';
import type { Policy } from './schema.ts';

/** The section of the security policy that a key of the file belongs to (domain/promises.ts). */
const sections: Readonly<Record<keyof Policy, number>> = {
  mail: 2,
  register: 3,
  hosting: 3,
  access: 4,
  people: 4,
  roles: 4,
  audit: 6,
  upkeep: 6,
  logs: 6,
  monitoring: 6,
  backups: 7,
  retention: 7,
  acknowledgeWithin: 8,
  customers: 8,
  customersFile: 8,
  ladder: 8,
  onCall: 8,
  owners: 8,
  playbooks: 8,
  rules: 8,
  targets: 8,
  vendors: 9,
  vendorsFile: 9,
  review: 10,
  organisation: 11,
  web: 11,
};

/** Of keys that this version of the product does not know any more. */
const elsewhere = 10;

export type ChangedSection = {
  readonly section: number;
  readonly count: number;
  /** Keys of the file at its top: what stands below may be a name. */
  readonly keys: readonly string[];
};

export function changedSections(changes: readonly PolicyChange[]): readonly ChangedSection[] {
  const found = new Map<number, { count: number; keys: Set<string> }>();
  for (const { path } of changes) {
    const [key = ''] = path.split('.');
    const section = isKey(key) ? sections[key] : elsewhere;
    const before = found.get(section) ?? { count: 0, keys: new Set() };
    // A key that nobody knows may be anything that somebody typed.
    if (isKey(key)) before.keys.add(key);
    found.set(section, { ...before, count: before.count + 1 });
  }
  return [...found]
    .toSorted(([a], [b]) => a - b)
    .map(([section, { count, keys }]) => ({ section, count, keys: [...keys] }));
}

function isKey(key: string): key is keyof Policy {
  return Object.hasOwn(sections, key);
}
