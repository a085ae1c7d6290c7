/** Who was ever an admin, by the policy versions on record that are as the chain sealed them. */
import type { Kysely } from 'kysely';
import { readSource } from '../policy/source.ts';
import { valueAt } from '../value-at.ts';
import { policyKind, policySeal } from './audit.ts';
import { readPolicyFiles } from './policies.ts';
import type { Tables } from './tables.ts';

/** Each version is read once. */
export function createFormerAdmins(db: Kysely<Tables>): () => Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const admins = new Set<string>();
  return async () => {
    const sealed = await db
      .selectFrom('audit')
      .select(['subject', 'subject_hash'])
      .where('kind', '=', policyKind)
      .execute();
    for (const { subject: version, subject_hash: seal } of sealed) {
      if (version === null || seen.has(version)) continue;
      const files = await readPolicyFiles(db, version);
      if (!files) continue;
      seen.add(version);
      if (policySeal(version, files) !== seal) continue;
      for (const person of adminsIn(Buffer.from(files.policy).toString())) admins.add(person);
    }
    return admins;
  };
}

/** Read loosely: one of an older product may not be a good policy of today. */
function adminsIn(text: string): readonly string[] {
  const source = readSource(text);
  if ('faults' in source) return [];
  const people = valueAt(source.written, ['people']);
  if (typeof people !== 'object' || people === null) return [];
  return Object.keys(people).filter((person) => {
    const roles = valueAt(people, [person, 'roles']);
    return Array.isArray(roles) && roles.includes('admin');
  });
}
