/** Who may grant a key and take one away, and what that changes. Pure: the keys, the time and the admin's key are handed in. */
import type { KeyObject } from 'node:crypto';
import { Failure } from '../failure.ts';
import {
  grantTerms,
  revocationTerms,
  type AccessChange,
  type AccessKey,
} from '../register/access-keys.ts';
import { keyIdOf, publicKeyOf, signAct } from './signing.ts';
import { isService, stateOf, validAdminKeys } from './standing.ts';

/** Whoever asks, with their private key where it lies on this machine. */
export type Authority = {
  readonly person: string;
  readonly key: KeyObject | undefined;
  readonly isAdmin: (person: string) => boolean;
  readonly nowMs: number;
};

export type NewKey = {
  readonly person: string;
  readonly publicKey: string;
  readonly expiresAtMs: number;
};

/**
 * The old key after a rotation: twice as long as a signed command lives, so that nothing on its way is refused and
 * whoever works on two machines can carry the new one over. A key that is in wrong hands is revoked, not rotated.
 */
export const overlapMs = 10 * 60_000;

export function planGrant(
  keys: readonly AccessKey[],
  by: Authority,
  wanted: NewKey,
): readonly AccessChange[] {
  const admins = validAdminKeys(keys, by.isAdmin, by.nowMs);
  if (admins.length === 0) {
    requireAdmin(by);
    if (!by.isAdmin(wanted.person))
      throw new Failure(
        'notAllowed',
        'no-admin-key',
        `no admin has a key that is valid, and the first must be an admin's; grant one to somebody with people.<id>.roles: [admin], then one to ${wanted.person}`,
      );
    return [grantOf('access-first', keys, by, wanted, undefined)];
  }
  requireAdmin(by);
  return [grantOf('access-grant', keys, by, wanted, signerOf(keys, by))];
}

/** Also by its owner: who can sign with a key can already do all that the new one can. */
export function planRotation(
  keys: readonly AccessKey[],
  by: Authority,
  wanted: NewKey,
): readonly AccessChange[] {
  const old = keys.filter(
    (key) => key.person === wanted.person && stateOf(key, by.nowMs) === 'valid',
  );
  if (old.length === 0 && !keys.some(({ person }) => person === wanted.person))
    throw new Failure(
      'usage',
      'no-key',
      `${wanted.person} has no key to rotate; see seventytwo access grant --help`,
    );
  if (old.length === 0) return planGrant(keys, by, wanted);
  if (by.person !== wanted.person) requireAdmin(by);
  const signer = signerOf(keys, by);
  const atMs = by.nowMs + overlapMs;
  return [
    grantOf('access-rotate', keys, by, wanted, signer),
    // One that was to end sooner, by an earlier rotation, still does.
    ...old
      .filter(({ revocation }) => revocation === undefined || revocation.atMs > atMs)
      .map((key) => revocationOf(key, by, { atMs, reason: 'rotated' }, signer)),
  ];
}

/** `force`: a sentence, when it leaves nobody who could grant a key; then nobody's signature is asked for. */
export function planRevocation(
  keys: readonly AccessKey[],
  by: Authority,
  { target, reason, force }: { target: string; reason: string; force?: string | undefined },
): readonly AccessChange[] {
  requireAdmin(by);
  const { nowMs } = by;
  const named = keys.filter(({ id, person }) => id === target || person === target);
  const gone = named.filter((key) => stateOf(key, nowMs) !== 'revoked');
  if (gone.length === 0)
    throw new Failure(
      'usage',
      'no-key',
      named.length === 0
        ? `${target} is neither a person with a key nor the id of one; see seventytwo access list`
        : `every key of ${target} is revoked already; see seventytwo access list`,
    );
  const admins = validAdminKeys(keys, by.isAdmin, nowMs);
  const isLast = admins.length > 0 && admins.every((key) => gone.includes(key));
  if (isLast && force === undefined)
    throw new Failure(
      'refused',
      'last-admin-key',
      `this would take away the last key of an admin, and nobody could grant one by signature; grant another first, or say why with --force <sentence>`,
    );
  const isOpen = force !== undefined || admins.length === 0;
  const signer = isOpen ? findSigner(keys, by) : signerOf(keys, by);
  const text = force === undefined ? reason : `${reason}; forced: ${force}`;
  return gone.map((key) => revocationOf(key, by, { atMs: nowMs, reason: text }, signer));
}

function requireAdmin({ person, isAdmin }: Authority): void {
  if (isAdmin(person)) return;
  throw new Failure(
    'notAllowed',
    'not-your-role',
    `${person} is no admin of the policy file; ask one, or add admin to people.${person}.roles`,
  );
}

type Signer = { readonly id: string; readonly key: KeyObject };

/** The key with which the act is signed: on this machine, on record, valid, and of whoever asks. */
function findSigner(
  keys: readonly AccessKey[],
  { person, key, nowMs }: Authority,
): Signer | undefined {
  const id = key && keyIdOf(publicKeyOf(key));
  const row = keys.find((known) => known.id === id);
  return key && row && row.person === person && stateOf(row, nowMs) === 'valid'
    ? { id: row.id, key }
    : undefined;
}

function signerOf(keys: readonly AccessKey[], by: Authority): Signer {
  const found = findSigner(keys, by);
  if (found) return found;
  const { person, key, nowMs } = by;
  const id = key && keyIdOf(publicKeyOf(key));
  const row = keys.find((known) => known.id === id);
  const state = row === undefined ? 'not on record' : stateOf(row, nowMs);
  const why =
    id === undefined
      ? 'has no key on this machine'
      : `has here the key ${id}, which is ${row && row.person !== person ? `that of ${row.person}` : state}`;
  throw new Failure(
    'notAllowed',
    'no-key',
    `keys are granted and taken away with a signature, and ${person} ${why}; do it where a valid key of ${person} lies, or name it in SEVENTYTWO_KEY`,
  );
}

function grantOf(
  kind: string,
  keys: readonly AccessKey[],
  { person: grantedBy, nowMs }: Authority,
  { person, publicKey, expiresAtMs }: NewKey,
  signer: Signer | undefined,
): AccessChange {
  const id = keyIdOf(publicKey);
  const known = keys.find((key) => key.id === id);
  if (known)
    throw new Failure(
      'refused',
      'key-known',
      `the key ${id} was granted to ${isService(known) ? 'a worker' : known.person} before (${stateOf(known, nowMs)}); a new one is made by: seventytwo access rotate ${person}`,
    );
  const terms = {
    ...{ id, person, publicKey, grantedAtMs: nowMs, expiresAtMs, grantedBy },
    ...(signer && { grantedWith: signer.id }),
  };
  const grant = signer ? { ...terms, grantProof: signAct(grantTerms(terms), signer.key) } : terms;
  return { kind, atMs: nowMs, grant };
}

function revocationOf(
  key: AccessKey,
  { person: by, nowMs }: Authority,
  { atMs, reason }: { atMs: number; reason: string },
  signer: Signer | undefined,
): AccessChange {
  const terms = { atMs, by, reason, ...(signer && { with: signer.id }) };
  const proof = signer && signAct(revocationTerms(key.id, terms), signer.key);
  return {
    kind: signer ? 'access-revoke' : 'access-revoke-unsigned',
    atMs: nowMs,
    revoke: { ...key, revocation: { ...terms, ...(proof !== undefined && { proof }) } },
  };
}
