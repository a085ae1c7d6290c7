/** Who asks the API: a person by a key, or on a machine where nobody has one yet, by name. */
import type { AccessRole } from '../domain/access.ts';
import type { PersonId } from '../domain/policy.ts';
import type { KeyRing } from '../access/ring.ts';
import {
  judgeProof,
  proofLifetimeMs,
  readProof,
  type ProvenRequest,
} from '../access/request-proof.ts';
import { Failure } from '../failure.ts';
import { rolesOf } from '../policy/roles.ts';
import type { WebDeps } from './deps.ts';

export type ApiAsker = {
  readonly person: PersonId;
  readonly roles: readonly AccessRole[];
  /** With a key on record, and not by name alone. */
  readonly isSigned: boolean;
};

export type Asking = {
  readonly method: string;
  readonly path: string;
  readonly body: ProvenRequest['body'];
  /** By which names this server is known. */
  readonly origins: readonly string[];
  /** `Authorization`. */
  readonly header: string;
};

/** Proofs remembered against a repeat: at the limit of the API, some thousand a minute. */
const mostNonces = 20_000;

export function createAskers({ policy, now }: Pick<WebDeps, 'policy' | 'now'>, keys: KeyRing) {
  /** By nonce, until when it counts; the oldest first. */
  const seen = new Map<string, number>();

  /** Throws Failure `not-signed` for whoever cannot be told. */
  async function recognise({ method, path, body, origins, header }: Asking): Promise<ApiAsker> {
    const inForce = (await policy()).policy;
    const unsigned = /^Seventytwo-unsigned ([A-Za-z0-9._-]{1,64})$/.exec(header)?.[1];
    if (unsigned !== undefined) return byName(unsigned);
    const proof = readProof(header);
    if (!proof)
      throw notSigned(
        'the request is not signed; sign it with your key as docs/api.md says, or use seventytwo --server',
      );
    const held = await keys.keys();
    const known = held.some(({ id }) => id === proof.keyId) ? held : await keys.newest();
    const grounds = { policy: inForce, keys: known, nowMs: now() };
    let fault = '';
    for (const origin of new Set(origins)) {
      const asker = judgeProof({ method, origin, path, body }, proof, grounds);
      if (!('refused' in asker)) {
        remember(`${proof.keyId} ${proof.nonce}`);
        return { ...asker, isSigned: true };
      }
      fault = asker.refused;
    }
    throw notSigned(fault);

    /** The command line on this machine asks the same without a key; published, the API is for more than this machine. */
    async function byName(person: string): Promise<ApiAsker> {
      const isOpen = inForce.web.url === undefined && inForce.access.signatures !== 'required';
      const hasKey = (await keys.keys()).some((key) => key.person === person);
      if (isOpen && !hasKey && Object.hasOwn(inForce.people, person))
        return { person, roles: rolesOf(inForce, person), isSigned: false };
      throw notSigned(
        `${person} cannot ask without a signature here; make a key with seventytwo access key --as ${person} and have an admin grant it`,
      );
    }
  }

  function remember(nonce: string): void {
    const nowMs = now();
    if ((seen.get(nonce) ?? 0) > nowMs)
      throw notSigned('this very request came before; sign it again');
    for (const [old, untilMs] of seen) {
      if (untilMs > nowMs && seen.size < mostNonces) break;
      seen.delete(old);
    }
    // It counts from two minutes before its time until two minutes after.
    seen.set(nonce, nowMs + 2 * proofLifetimeMs);
  }

  return { recognise };
}

function notSigned(sentence: string): Failure {
  return new Failure('notAllowed', 'not-signed', sentence);
}
