/**
 * Web sessions: begun with a code or by the identity provider, known again by a cookie. Each is sealed with the web server's
 * key, so that whoever writes the register can end one and begin none.
 */
import { randomBytes, type KeyObject } from 'node:crypto';
import type { KeyRing } from '../access/ring.ts';
import { publicKeyOf } from '../access/signing.ts';
import { hashCode, makeSessionId, readCode } from '../access/web-code.ts';
import { ensureWebKey } from '../access/web-key.ts';
import { wordUntilMs } from '../access/web-standing.ts';
import { sha256Of } from '../sha256.ts';
import {
  addSession,
  endSessions,
  findCode,
  findSession,
  markSeen,
  renewSession,
  sessionActs,
  sessionRow,
  useCode,
  type SessionAct,
} from '../register/web-sessions.ts';
import type { WebSessionRow } from '../register/tables.ts';
import type { WebDeps } from './deps.ts';
import { createSigner, groundOf, isSealedBy, sealOf, type Basis } from './session-ground.ts';
import type { Visitor } from './visitor.ts';

/** A write a minute a session: the idle limit is no more exact than that. */
const seenEveryMs = 60_000;

export type Begun = { readonly token: string; readonly untilMs: number };

export type Sessions = {
  /** The web server has its key, or has told that it has none. */
  readonly ready: Promise<void>;
  /** Undefined for a code that is wrong, expired or used, and for one whose pass does not count. */
  readonly redeem: (typed: string) => Promise<Begun | undefined>;
  readonly beginByProvider: (person: string, issuer: string) => Promise<Begun>;
  /** By the provider's new word. Undefined for a session that is over, and for one of somebody else. */
  readonly renew: (token: string, person: string, issuer: string) => Promise<Begun | undefined>;
  readonly visitorOf: (token: string) => Promise<Visitor | undefined>;
  readonly end: (token: string, as?: 'signOut' | 'end') => Promise<void>;
};

export function createSessions(deps: WebDeps, ring: KeyRing): Sessions {
  const { register, now, tell } = deps;
  let loading: Promise<KeyObject> | undefined;
  function webKey(): Promise<KeyObject> {
    loading ??= ensureWebKey(deps.data).catch((error: unknown) => {
      // Tried again at the next request, once whoever runs this has mended it.
      loading = undefined;
      throw error;
    });
    return loading;
  }
  // From the start on, so that people can make codes for it.
  const ready = webKey().then(
    () => undefined,
    (error: unknown) => tell(`the web server has no key: ${sentenceOf(error)}`),
  );

  async function basisOf(row: WebSessionRow, key: KeyObject, isNew = false): Promise<Basis> {
    const { policy } = await deps.policy();
    const keys = await (isNew ? ring.newest() : ring.keys());
    return groundOf(row, key, { policy, keys, nowMs: now(), receivedAtMs: now() });
  }

  /** A session that counts now. */
  async function standing(token: string) {
    const row = await findSession(register, sha256Of(token));
    if (!row) return undefined;
    const key = await webKey();
    const { idle } = (await deps.policy()).policy.web;
    if ((row.seen_at_ms ?? 0) + idle <= now()) return undefined;
    if (!isSealedBy(row, key)) {
      tell('a web session is not as this web server began it; see seventytwo access sessions');
      return undefined;
    }
    const basis = await basisOf(row, key);
    return 'fault' in basis || basis.untilMs <= now() ? undefined : { row, key, basis };
  }

  return {
    ready,
    async redeem(typed) {
      const code = readCode(typed);
      if (code === undefined) return undefined;
      const key = await webKey();
      const row = await findCode(register, await hashCode(code, publicKeyOf(key)));
      const nowMs = now();
      // One answer for all of these: which it was helps nobody but a thief.
      if (!row || row.used_at_ms !== null || row.ended_at_ms !== null) return undefined;
      if ((row.code_until_ms ?? 0) <= nowMs || row.kind === 'oidc') return undefined;
      const basis = await basisOf(row, key, true);
      if ('fault' in basis) {
        tell(`a code to sign in with was not taken: ${basis.fault}`);
        return undefined;
      }
      const token = makeToken();
      const begun = { ...row, token_hash: sha256Of(token), used_at_ms: nowMs };
      const used = { token_hash: begun.token_hash, seal: sealOf(begun, key) };
      const isFirst = await useCode(register, row, used, by(row.person, nowMs));
      return isFirst ? { token, untilMs: basis.untilMs } : undefined;
    },

    async beginByProvider(person, issuer) {
      const nowMs = now();
      const token = makeToken();
      const untilMs = wordUntilMs(nowMs, (await deps.policy()).policy);
      const row = sessionRow({
        ...{ id: makeSessionId(), person, kind: 'oidc', issuer, made_at_ms: nowMs },
        ...{ until_ms: untilMs, token_hash: sha256Of(token), used_at_ms: nowMs, seen_at_ms: nowMs },
      });
      const sealed = { ...row, seal: sealOf(row, await webKey()) };
      await addSession(register, sealed, sessionActs.signIn, by(person, nowMs));
      return { token, untilMs };
    },

    async renew(token, person, issuer) {
      const found = await standing(token);
      if (!found || found.basis.kind !== 'oidc') return undefined;
      const { row, key } = found;
      if (row.person !== person || row.issuer !== issuer) return undefined;
      const nowMs = now();
      const { policy } = await deps.policy();
      const untilMs = Math.min(wordUntilMs(nowMs, policy), row.made_at_ms + policy.web.session);
      const renewed = { ...row, used_at_ms: nowMs, until_ms: untilMs };
      const isThere = await renewSession(register, { ...renewed, seal: sealOf(renewed, key) });
      return isThere ? { token, untilMs } : undefined;
    },

    async visitorOf(token) {
      const found = await standing(token);
      if (!found) return undefined;
      const { row, key, basis } = found;
      const nowMs = now();
      if (nowMs - (row.seen_at_ms ?? 0) >= seenEveryMs) await markSeen(register, row.id, nowMs);
      return {
        ...{ person: row.person, signedInBy: basis.kind, expiresAtMs: basis.untilMs },
        ...(basis.renewAtMs !== undefined && { renewAtMs: basis.renewAtMs }),
        // Follows from the cookie, which no other site reads: nothing to keep.
        formToken: sha256Of(`form ${token}`),
        sign: createSigner(basis, row.person, key, now),
      };
    },

    async end(token, as = 'signOut') {
      const row = await findSession(register, sha256Of(token));
      if (row) await endSessions(register, [row], sessionActs[as], by(row.person, now()));
    },
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** 256 bits: of the register's copy, a hash, nobody finds it. */
function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

function by(who: string, nowMs: number): SessionAct {
  return { who, channel: 'web', nowMs };
}
