/** Doctor: whether somebody can grant keys, who has none, and which end soon. */
import { createBelieving } from '../access/believing.ts';
import { stateOf, validAdminKeys, validKeysOf } from '../access/standing.ts';
import type { KnownKey } from '../access/trust.ts';
import { Failure } from '../failure.ts';
import { isAdmin } from '../policy/roles.ts';
import type { Policy } from '../policy/schema.ts';
import { openRegister } from '../register/database.ts';
import type { RegisterPlace } from '../config/register.ts';
import { failed, ok, unknown, warning, type Finding } from './check.ts';

/** Long enough for somebody on holiday to come back and renew theirs. */
const soonMs = 30 * 24 * 3_600_000;

export async function checkAccess(
  policy: Policy,
  data: string,
  place: RegisterPlace,
  nowMs: number,
): Promise<Finding> {
  const keys = await readKeys(policy, data, place);
  return keys ? judgeAccess(policy, keys, nowMs) : unknown('not looked at without the register');
}

/** Undefined when the register does not open, which another check tells; none when there is no register. */
async function readKeys(
  policy: Policy,
  data: string,
  place: RegisterPlace,
): Promise<readonly KnownKey[] | undefined> {
  try {
    const register = await openRegister(data, { ...place, readOnly: true });
    try {
      // Each with what speaks against it: that is told below, and not once more.
      const read = createBelieving(
        register,
        () => Promise.resolve({ policy }),
        () => undefined,
      );
      return await read();
    } finally {
      await register.close();
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.code === 'no-register' ? [] : undefined;
  }
}

function judgeAccess(
  policy: Pick<Policy, 'people' | 'roles' | 'access'>,
  known: readonly KnownKey[],
  nowMs: number,
): Finding {
  const people = Object.keys(policy.people);
  const keys = known.filter(({ doubt }) => doubt === undefined);
  const doubted = known.flatMap(({ id, person, doubt }) =>
    doubt === undefined ? [] : [`the key ${id} (${person}) does not count: it ${doubt}`],
  );
  const admin = isAdmin(policy);
  const isRequired = policy.access.signatures === 'required';
  const without = people.filter((person) => validKeysOf(keys, person, nowMs).length === 0);
  const admins = people.filter(admin);
  const ending = keys.filter(
    (key) => stateOf(key, nowMs) === 'valid' && stateOf(key, nowMs + soonMs) === 'expired',
  );
  const worst = [
    ...doubted,
    ...(admins.length === 0 ? ['nobody is an admin: nobody can grant a key'] : []),
    ...(isRequired && without.length > 0
      ? [`signatures are required, and these have no valid key: ${without.join(', ')}`]
      : []),
  ];
  const lesser = [
    ...(isRequired
      ? []
      : ['signatures are optional: who has no key may act in the name of others']),
    ...(isRequired || without.length === 0 ? [] : [`without a valid key: ${without.join(', ')}`]),
    ...(admins.length > 0 && validAdminKeys(keys, admin, nowMs).length === 0
      ? ['no admin has a valid key: whoever can write the register may grant the first']
      : []),
    ...(ending.length > 0
      ? [`ends within 30 days: ${ending.map(({ id, person }) => `${id} (${person})`).join(', ')}`]
      : []),
  ];
  const found = [...worst, ...lesser].join('\n');
  if (admins.length === 0)
    return failed(found, 'write roles: [admin, ...] at a person in the policy file');
  if (doubted.length > 0) return failed(found, words.doubted);
  if (worst.length > 0) return failed(found, words.grant);
  if (lesser.length === 0)
    return ok(
      `every command is signed; all ${people.length} people have a key, admins ${admins.join(', ')}`,
    );
  return warning(
    found,
    ending.length > 0
      ? words.rotate
      : without.length > 0
        ? words.grant
        : 'set access.signatures to required',
  );
}

const words = {
  doubted:
    'find out who can write the register (seventytwo audit verify), and have the key of whoever lost theirs granted again',
  grant: 'grant them with seventytwo access grant <person>, then set access.signatures to required',
  rotate: 'renew them with seventytwo access rotate <person>',
} as const;
