/** Reads the keys on record and says which of them count: all anew when a row, an act or an admin has changed, else as before. */
import type { LoadedPolicy } from '../policy/file.ts';
import { isAdmin } from '../policy/roles.ts';
import type { Policy } from '../policy/schema.ts';
import { readKeyRecord } from '../register/access-acts.ts';
import type { Register } from '../register/database.ts';
import { createFormerAdmins } from '../register/former-admins.ts';
import { believed, type KnownKey } from './trust.ts';

export function createBelieving(
  { db }: Pick<Register, 'db'>,
  policy: () => Promise<{ readonly policy: Pick<LoadedPolicy['policy'], 'people' | 'roles'> }>,
  tell: (sentence: string) => void,
): () => Promise<readonly KnownKey[]> {
  const formerAdmins = createFormerAdmins(db);
  const told = new Set<string>();
  let last: { readonly mark: string; readonly keys: readonly KnownKey[] } | undefined;

  return async () => {
    const inForce = (await policy()).policy;
    const record = await readKeyRecord(db);
    const { granted, revoked } = record.acts;
    const mark = JSON.stringify([record.keys, [...granted], [...revoked], adminsOf(inForce)]);
    if (last?.mark === mark) return last.keys;
    const keys = await judged(record, inForce, formerAdmins);
    last = { mark, keys };
    for (const { id, doubt } of keys) {
      if (doubt === undefined || told.has(id)) continue;
      told.add(id);
      tell(`the key ${id} is on record and does not count; see seventytwo doctor`);
    }
    return keys;
  };
}

/** Of the policies of before only when today's does not do: they may be many. */
async function judged(
  record: Parameters<typeof believed>[0],
  inForce: Pick<Policy, 'people' | 'roles'>,
  formerAdmins: () => Promise<ReadonlySet<string>>,
): Promise<readonly KnownKey[]> {
  const isNow = isAdmin(inForce);
  const today = believed(record, { isAdmin: isNow, wasAdmin: isNow });
  if (today.every(({ doubt }) => doubt === undefined)) return today;
  const former = await formerAdmins();
  return believed(record, {
    isAdmin: isNow,
    wasAdmin: (person) => isNow(person) || former.has(person),
  });
}

function adminsOf(policy: Pick<Policy, 'people' | 'roles'>): readonly string[] {
  return Object.keys(policy.people).filter(isAdmin(policy));
}
