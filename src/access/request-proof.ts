/** Signs a request to the HTTP API with a person's key, and says whose it is. Reads are signed too: they tell of breaches. */
import { createHash, sign, verify, type KeyObject } from 'node:crypto';
import type { AccessRole } from '../domain/access.ts';
import { canonical } from '../domain/canonical.ts';
import type { PersonId } from '../domain/policy.ts';
import { rolesOf } from '../policy/roles.ts';
import type { Policy } from '../policy/schema.ts';
import { keyIdOf, publicKeyOf, toPublicKey } from './signing.ts';
import { isService, stateOf } from './standing.ts';
import type { KnownKey } from './trust.ts';

/** All of a request that its proof covers. */
export type ProvenRequest = {
  readonly method: string;
  /** Scheme, host and port: a proof for one server is none for another. */
  readonly origin: string;
  /** With the query. */
  readonly path: string;
  /** Itself, or only its hash: a proof can be judged before a long body has come. */
  readonly body: string | Uint8Array | { readonly sha256: string };
};

export type RequestProof = {
  readonly person: PersonId;
  readonly keyId: string;
  readonly issuedAtMs: number;
  /** Random: the same proof is taken once. */
  readonly nonce: string;
  readonly bytes: Buffer;
};

/** Either way: a request travels for seconds, and the clocks of two machines may be minutes apart. */
export const proofLifetimeMs = 2 * 60_000;

const scheme = 'Seventytwo';
const form =
  /^Seventytwo (?<person>[A-Za-z0-9._-]{1,64}):(?<keyId>[0-9a-f]{16}):(?<issued>[1-9]\d{0,14}):(?<nonce>[A-Za-z0-9_-]{16,64}):(?<signature>[A-Za-z0-9_-]{86})$/;

/** The value of the header `Authorization`. */
export function signRequest(
  request: ProvenRequest,
  by: { readonly person: PersonId; readonly key: KeyObject },
  at: { readonly issuedAtMs: number; readonly nonce: string },
): string {
  const keyId = keyIdOf(publicKeyOf(by.key));
  const terms = { person: by.person, keyId, ...at };
  const signature = sign(null, Buffer.from(textOf(request, terms)), by.key).toString('base64url');
  return `${scheme} ${[by.person, keyId, at.issuedAtMs, at.nonce, signature].join(':')}`;
}

/** Undefined when it is none, or is written in another way than `signRequest` writes it. */
export function readProof(header: string): RequestProof | undefined {
  const { person, keyId, issued, nonce, signature } = form.exec(header)?.groups ?? {};
  if (!person || !keyId || !nonce || signature === undefined) return undefined;
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature) return undefined;
  return { person, keyId, issuedAtMs: Number(issued), nonce, bytes };
}

export type Asker =
  | { readonly person: PersonId; readonly roles: readonly AccessRole[] }
  | { readonly refused: string };

/** Never throws, whatever the proof is. Whether its nonce was seen before is for the caller to know. */
export function judgeProof(
  request: ProvenRequest,
  proof: RequestProof,
  grounds: {
    readonly policy: Pick<Policy, 'people' | 'roles'>;
    readonly keys: readonly KnownKey[];
    readonly nowMs: number;
  },
): Asker {
  const { person, keyId, issuedAtMs } = proof;
  const key = grounds.keys.find(({ id }) => id === keyId);
  const fault = faultOf();
  return fault === undefined
    ? { person, roles: rolesOf(grounds.policy, person) }
    : { refused: fault };

  /** Whose a key is, and how people stand, is told only to who has a key on record: else anybody could ask for names. */
  function faultOf(): string | undefined {
    if (!key)
      return `the key ${keyId} is not on record; have it granted with seventytwo access grant ${person}`;
    if (!isProofOf(request, proof, key.publicKey))
      return 'the signature is not of this request: it was altered, or signed for another server';
    if (!Object.hasOwn(grounds.policy.people, person))
      return `${person} is not a person of the policy file; use the id of somebody in it`;
    if (isService(key) || key.person !== person) return `the key ${keyId} is not that of ${person}`;
    if (key.doubt !== undefined) return `the key ${keyId} does not count: it ${key.doubt}`;
    const state = stateOf(key, grounds.nowMs);
    if (state === 'revoked') return `the key ${keyId} was taken away; ask an admin for another`;
    if (state === 'expired')
      return `the key ${keyId} has expired; have it renewed with seventytwo access rotate ${person}`;
    if (Math.abs(grounds.nowMs - issuedAtMs) > proofLifetimeMs)
      return `the request was signed at ${utc(issuedAtMs)} by the clock of the machine that sent it, and here it is ${utc(grounds.nowMs)}; set the clock that is wrong: they may be two minutes apart`;
    return undefined;
  }
}

function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function isProofOf(request: ProvenRequest, proof: RequestProof, publicKey: string): boolean {
  const { bytes, ...terms } = proof;
  return verify(null, Buffer.from(textOf(request, terms)), toPublicKey(publicKey), bytes);
}

/** `purpose` first of all: a signature of one kind must never pass as one of the other. */
function textOf(
  { method, origin, path, body }: ProvenRequest,
  { person, keyId, issuedAtMs, nonce }: Omit<RequestProof, 'bytes'>,
): string {
  return canonical({
    ...{ purpose: 'seventytwo request', version: 1, method, origin, path },
    body: isHash(body) ? body.sha256 : createHash('sha256').update(body).digest('hex'),
    ...{ person, keyId, issuedAtMs, nonce },
  });
}

function isHash(body: ProvenRequest['body']): body is { readonly sha256: string } {
  return typeof body === 'object' && 'sha256' in body;
}
