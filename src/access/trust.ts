/**
 * Which keys on record a worker may believe: whoever can write the register can add a row or change one, but cannot sign
 * as an admin. Pure: the rows, the acts on the chain and who is an admin are handed in.
 */
import type { KeyRecord } from '../register/access-acts.ts';
import {
  grantSeal,
  grantTerms,
  revocationSeal,
  subjectOf,
  type AccessKey,
} from '../register/access-keys.ts';
import { isActSignedBy, keyIdOf } from './signing.ts';
import { isService, isWebServer, stateOf } from './standing.ts';

/** One that is doubted signs nothing, but its owner is still somebody who was given a key. */
export type KnownKey = AccessKey & {
  /** Why it does not count, as the end of a sentence. */
  readonly doubt?: string;
};

export type Admins = {
  /** By the policy file of now. */
  readonly isAdmin: (person: string) => boolean;
  /** By the policy file of now or of any day before: who left may have granted what still counts. */
  readonly wasAdmin: (person: string) => boolean;
};

/** In the order in which they were granted on the chain, so that who granted one comes before it. */
export function believed({ keys, acts }: KeyRecord, admins: Admins): readonly KnownKey[] {
  const order = (key: AccessKey): number => acts.granted.get(subjectOf(key))?.n ?? Infinity;
  const judged: KnownKey[] = [];
  for (const key of keys.toSorted((a, b) => order(a) - order(b))) {
    const doubt = doubtOf(key, acts, judged, admins);
    judged.push(doubt === undefined ? key : { ...key, doubt });
  }
  const subjects = new Set(keys.map(subjectOf));
  const gone = [...acts.granted].filter(([subject]) => !subjects.has(subject));
  return [...judged, ...gone.map(([subject, { n, atMs }]) => goneKey(subject, n, atMs))];
}

/** Without its row: whoever had it must not count as somebody who never had one. */
function goneKey(subject: string, n: number, atMs: number): KnownKey {
  const [id = '', person = ''] = subject.split(' ');
  return {
    ...{ id, person, publicKey: '', grantedAtMs: atMs, expiresAtMs: atMs, grantedBy: '' },
    doubt: `is gone from the register, where entry ${n} of the audit chain granted it`,
  };
}

function doubtOf(
  key: AccessKey,
  { granted, revoked }: KeyRecord['acts'],
  before: readonly KnownKey[],
  admins: Admins,
): string | undefined {
  const subject = subjectOf(key);
  const act = granted.get(subject);
  if (!act) return 'was granted by no act on the audit chain';
  if (act.subjectHash !== grantSeal(key)) return `is not as entry ${act.n} granted it`;
  if (key.id !== keyIdOf(key.publicKey)) return 'bears the id of another';
  const end = revoked.get(subject);
  if (end && end.subjectHash !== revocationSeal(key))
    return `was taken away by entry ${end.n}, of which its row says something else`;
  if (act.kind === 'access-service')
    return isService(key) ? undefined : 'was granted as that of a worker';
  if (isService(key)) return 'was granted as that of a person';
  if (act.kind === 'access-first') return doubtOfFirst(key, before, admins);
  return doubtOfGrant(key, before, admins);
}

/** Nobody signed it, so nobody may have been there who could. */
function doubtOfFirst(
  key: AccessKey,
  before: readonly KnownKey[],
  { isAdmin, wasAdmin }: Admins,
): string | undefined {
  if (!wasAdmin(key.person))
    return `was granted as the first, and ${key.person} was never an admin`;
  // Only who had acted as an admin by then: somebody may have become one since, and had a key before.
  const acting = new Set(before.flatMap(actingIn));
  const other = before.find(
    (one) =>
      one.doubt === undefined &&
      acting.has(one.person) &&
      isAdmin(one.person) &&
      stateOf(one, key.grantedAtMs) === 'valid',
  );
  return other && `was granted without a signature while ${other.person} had the key ${other.id}`;
}

/** Whom a key shows to have acted as admins: not who rotated their own. */
function actingIn({ doubt, grantProof, grantedBy, person }: KnownKey): readonly string[] {
  if (doubt !== undefined) return [];
  if (grantProof === undefined) return [grantedBy, person];
  return grantedBy === person ? [] : [grantedBy];
}

function doubtOfGrant(
  key: AccessKey,
  before: readonly KnownKey[],
  { wasAdmin }: Admins,
): string | undefined {
  const { grantedWith, grantProof, grantedBy, grantedAtMs, person } = key;
  const signer = before.find(({ id }) => id === grantedWith);
  if (!signer || grantProof === undefined) return 'was signed by no key on record';
  if (signer.doubt !== undefined)
    return `was granted with the key ${signer.id}, which ${signer.doubt}`;
  if (isService(signer) || signer.person !== grantedBy)
    return `was granted with a key that is not that of ${grantedBy}`;
  if (stateOf(signer, grantedAtMs) !== 'valid')
    return `was granted with the key ${signer.id}, which was not valid then`;
  // A key's owner may rotate it, where that is a person; all else is for an admin.
  if ((signer.person !== person || isWebServer(key)) && !wasAdmin(signer.person))
    return `was granted by ${signer.person}, who was never an admin`;
  if (!isActSignedBy(grantTerms(key), grantProof, signer.publicKey))
    return `was not signed with the key ${signer.id}`;
  return undefined;
}
