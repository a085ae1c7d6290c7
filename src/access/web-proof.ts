/**
 * The proof that a command of the web is its person's: signed by the web server, on the ground of what let them in: a pass
 * that their own key signed, or the word of a web server that an admin granted.
 */
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Presented, Verdict } from '../domain/access.ts';
import { canonical } from '../domain/canonical.ts';
import { rolesOf } from '../policy/roles.ts';
import type { Policy } from '../policy/schema.ts';
import { sha256Of } from '../sha256.ts';
import {
  clockSkewMs,
  commandTerms,
  isSignedFor,
  signFor,
  type Signable,
  type Span,
} from './signing.ts';
import type { KnownKey } from './trust.ts';
import { passText, readPass, readStatement, type Pass } from './web-pass.ts';
import { providerFault, passFault, type Word } from './web-standing.ts';

/** It is made when somebody presses a button, and is there in seconds; clocks may differ by two minutes. */
export const webCommandMs = 5 * 60_000;

const purpose = 'web command';

const word = z.strictObject({
  person: z.string(),
  issuer: z.string(),
  /** The id of the web server's key. */
  web: z.string(),
  signedInAtMs: z.int().positive(),
});

/** What lets somebody act on the web. */
export type Ground = { readonly pass: Pass } | { readonly word: Word };

type Proof = Span & { readonly ground: Ground; readonly text: string; readonly signature: string };

/** `web.<pass>.<issued>.<expires>.<signature>`, or `web.oidc.<word>.…`. */
export function signWebCommand(
  command: Signable,
  ground: Ground,
  key: KeyObject,
  span: Span,
): string {
  const text = 'pass' in ground ? passText(ground.pass) : canonical(ground.word);
  const { issuedAtMs, expiresAtMs } = span;
  return [
    'pass' in ground ? 'web' : 'web.oidc',
    ...[Buffer.from(text).toString('base64url'), issuedAtMs, expiresAtMs],
    signFor(purpose, termsOf(command, text, span), key),
  ].join('.');
}

/** Bound to its ground: the same command on another pass is another signature. */
function termsOf(command: Signable, ground: string, span: Span): object {
  return { ...commandTerms(command, span), ground: sha256Of(ground) };
}

const form =
  /^web\.(oidc\.)?([A-Za-z0-9_-]{1,3000})\.([1-9]\d{0,14})\.([1-9]\d{0,14})\.([A-Za-z0-9_-]{86})$/;

function readProof(written: string): Proof | undefined {
  const [, oidc, encoded = '', issued, expires, signature = ''] = form.exec(written) ?? [];
  const bytes = Buffer.from(encoded, 'base64url');
  if (encoded === '' || bytes.toString('base64url') !== encoded) return undefined;
  const text = bytes.toString();
  const ground = oidc === undefined ? asPass(text) : asWord(text);
  const span = { issuedAtMs: Number(issued), expiresAtMs: Number(expires) };
  return ground && { ...span, ground, text, signature };
}

function asPass(text: string): Ground | undefined {
  const pass = readPass(text);
  return pass && { pass };
}

function asWord(text: string): Ground | undefined {
  const read = readStatement(word, text);
  return read && { word: read };
}

/** The id of the key on which it rests, so that a worker which does not know that one yet looks again. */
export function keyNamedIn(signature: string): string | undefined {
  const ground = readProof(signature)?.ground;
  return ground && ('pass' in ground ? ground.pass.key : ground.word.web);
}

export type WebGrounds = {
  readonly policy: Pick<Policy, 'people' | 'roles' | 'web'>;
  readonly keys: readonly KnownKey[];
  readonly nowMs: number;
  /** Nobody asks for a signature of this person. */
  readonly mayGoUnsigned: boolean;
};

/** For somebody whom the policy knows. Never throws, whatever the signature is. */
export function judgeWeb(presented: Presented, grounds: WebGrounds): Verdict {
  const { actor, receivedAtMs = grounds.nowMs } = presented;
  const { policy, keys } = grounds;
  const proof = readProof(actor.signature ?? '');
  if (!proof) return refused('the proof of this web session is none; sign in again');
  const { ground } = proof;
  const accepted: Verdict = { accepted: true, roles: rolesOf(policy, actor.person) };
  const isUnknownServer = 'word' in ground && !keys.some(({ id }) => id === ground.word.web);
  // As on the command line: as long as nothing is asked of this person, a key that waits to be granted takes nothing away.
  if (isUnknownServer && grounds.mayGoUnsigned) return accepted;
  const at = { nowMs: grounds.nowMs, receivedAtMs };
  const fault =
    ('pass' in ground
      ? passFault(ground.pass, actor.person, { policy, keys, ...at })
      : providerFault(ground.word, actor.person, { policy, keys, ...at })) ??
    commandFault(presented, proof, keys, receivedAtMs);
  if (fault !== undefined) return refused(fault);
  return { ...accepted, key: 'pass' in ground ? ground.pass.key : ground.word.web };
}

function commandFault(
  presented: Presented,
  { issuedAtMs, expiresAtMs, ground, text, signature }: Proof,
  keys: readonly KnownKey[],
  receivedAtMs: number,
): string | undefined {
  if (presented.actor.channel !== 'web')
    return 'the proof is of a web session and the command came another way; send it from the page';
  const terms = termsOf(presented, text, { issuedAtMs, expiresAtMs });
  if (!isSignedFor(purpose, terms, signature, publicKeyIn(ground, keys)))
    return 'the signature is not of this command: it was altered, or the web server signed another';
  if (expiresAtMs <= issuedAtMs || expiresAtMs - issuedAtMs > webCommandMs)
    return 'the web server signed for longer than five minutes; send it from the page again';
  if (issuedAtMs > receivedAtMs + clockSkewMs)
    return 'the signature is from the future; set the clock of the web server';
  if (expiresAtMs <= receivedAtMs) return 'the signature has expired; send it from the page again';
  return undefined;
}

function publicKeyIn(ground: Ground, keys: readonly KnownKey[]): string {
  if ('pass' in ground) return ground.pass.web;
  return keys.find(({ id }) => id === ground.word.web)?.publicKey ?? '';
}

function refused(message: string): Verdict {
  return { accepted: false, message };
}
