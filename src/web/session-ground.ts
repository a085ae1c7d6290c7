/** On what a web session rests, whether that counts now, and the signature of what is done in it. */
import type { KeyObject } from 'node:crypto';
import { isSignedFor, keyIdOf, publicKeyOf, signFor } from '../access/signing.ts';
import { readPass } from '../access/web-pass.ts';
import { signWebCommand, webCommandMs, type Ground } from '../access/web-proof.ts';
import {
  passFault,
  passUntilMs,
  takenAwaySince,
  wordRenewAtMs,
  wordUntilMs,
  type Standing,
} from '../access/web-standing.ts';
import type { Policy } from '../policy/schema.ts';
import type { WebSessionRow } from '../register/tables.ts';
import type { Visitor } from './visitor.ts';

type Counting = {
  readonly kind: Visitor['signedInBy'];
  readonly untilMs: number;
  readonly renewAtMs?: number;
  /** Absent for who may act unsigned. */
  readonly ground?: Ground;
};
export type Basis = Counting | { readonly fault: string };

type Now = Standing & { readonly policy: Pick<Policy, 'people' | 'access' | 'web'> };

/** By the rules of the worker, so that nobody looks at a page on ground that would not let them act. */
export function groundOf(row: WebSessionRow, key: KeyObject, now: Now): Basis {
  const { person, kind } = row;
  if (!Object.hasOwn(now.policy.people, person)) return { fault: `${person} left the policy file` };
  if (kind === 'key') return byPass(row, key, now);
  if (kind === 'oidc') return byWord(row, key, now);
  const { policy, keys } = now;
  if (policy.access.signatures === 'required' || keys.some((known) => known.person === person))
    return { fault: `${person} signed in without a key, and one is asked for` };
  return { kind: 'unsigned', untilMs: Math.min(row.until_ms, row.made_at_ms + policy.web.session) };
}

function byPass({ person, pass: text, code_hash }: WebSessionRow, key: KeyObject, now: Now): Basis {
  const pass = readPass(text ?? '');
  if (!pass || pass.code !== code_hash)
    return { fault: 'its pass is none, or is for another code' };
  if (pass.web !== publicKeyOf(key))
    return { fault: `its pass is for the web server with the key ${keyIdOf(pass.web)}` };
  const fault = passFault(pass, person, now);
  if (fault !== undefined) return { fault };
  return { kind: 'key', untilMs: passUntilMs(pass, now.policy), ground: { pass } };
}

/** It may look although nobody granted the web server's key: whether it may act, the worker says. */
function byWord(
  { person, issuer, made_at_ms, used_at_ms }: WebSessionRow,
  key: KeyObject,
  now: Now,
): Basis {
  const { policy, keys, nowMs } = now;
  if (issuer === null || used_at_ms === null || policy.web.oidc?.issuer !== issuer)
    return { fault: 'it began at an identity provider that the policy does not name' };
  if (takenAwaySince(keys, person, used_at_ms, nowMs))
    return { fault: `a key of ${person} was taken away` };
  const web = keyIdOf(publicKeyOf(key));
  return {
    kind: 'oidc',
    // However often the provider says yes.
    untilMs: Math.min(wordUntilMs(used_at_ms, policy), made_at_ms + policy.web.session),
    renewAtMs: wordRenewAtMs(used_at_ms, policy),
    ground: { word: { person, issuer, web, signedInAtMs: used_at_ms } },
  };
}

export function createSigner(
  { ground }: Counting,
  person: string,
  key: KeyObject,
  now: () => number,
): Visitor['sign'] {
  return async (command, incidentId) => {
    // Whatever the page made of it: a session acts for its person alone, and by its own way.
    const actor = { person, channel: 'web' } as const;
    if (!ground) return { ...command, actor };
    const issuedAtMs = now();
    const span = { issuedAtMs, expiresAtMs: issuedAtMs + webCommandMs };
    const signature = signWebCommand({ ...command, actor, incidentId }, ground, key, span);
    return { ...command, actor: { ...actor, signature } };
  };
}

const purpose = 'web session';

/** Else whoever writes the register could put a cookie of their own beside the pass of somebody else. */
export function sealOf(row: WebSessionRow, key: KeyObject): string {
  return signFor(purpose, sealed(row), key);
}

export function isSealedBy(row: WebSessionRow, key: KeyObject): boolean {
  return isSignedFor(purpose, sealed(row), row.seal ?? '', publicKeyOf(key));
}

function sealed(row: WebSessionRow): object {
  const { id, person, kind, made_at_ms, code_hash, pass, issuer } = row;
  const { token_hash, used_at_ms, until_ms } = row;
  return {
    ...{ id, person, kind, made_at_ms, code_hash, pass, issuer, token_hash, used_at_ms, until_ms },
  };
}
