/** Signs commands with a person's key (Ed25519), and says whether a signature is of exactly this command. No clock, no files. */
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Presented } from '../domain/access.ts';
import { canonical } from '../domain/canonical.ts';
import { sha256Of } from '../sha256.ts';

/** All of a command that a signature covers. */
export type Signable = Pick<Presented, 'incidentId' | 'name' | 'commandId' | 'fields'> & {
  readonly actor: Pick<Presented['actor'], 'person' | 'channel'>;
};

export type Span = { readonly issuedAtMs: number; readonly expiresAtMs: number };
export type CommandSignature = Span & { readonly keyId: string; readonly bytes: Buffer };

/** Clocks of two machines may be this far apart; further, and one of them wants mending. */
export const clockSkewMs = 2 * 60_000;
/** From the command line: a command travels for seconds, and the clocks of two machines may be minutes apart. */
export const usualLifetimeMs = 5 * 60_000;
/** A payload that somebody prepares is used the same day; what lives longer is a bearer secret by another name. */
export const longestLifetimeMs = 24 * 3_600_000;

/** Base64 of the SPKI, as it is handed over and kept. */
export function publicKeyOf(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return half.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** Follows from the public key, so that whoever has the private one knows it without asking anybody. */
export function keyIdOf(publicKey: string): string {
  return sha256Of(publicKey).slice(0, 16);
}

/** `1.<key id>.<issued>.<expires>.<signature>`: it proves one command for minutes, and nothing else. */
export function signCommand(command: Signable, key: KeyObject, span: Span): string {
  const bytes = sign(null, Buffer.from(textOf(command, span)), key);
  const { issuedAtMs, expiresAtMs } = span;
  const keyId = keyIdOf(publicKeyOf(key));
  return ['1', keyId, issuedAtMs, expiresAtMs, bytes.toString('base64url')].join('.');
}

const form = /^1\.([0-9a-f]{16})\.([1-9]\d{0,14})\.([1-9]\d{0,14})\.([A-Za-z0-9_-]{86})$/;

/** Undefined when it is none, or is written in another way than `signCommand` writes it. */
export function readSignature(text: string): CommandSignature | undefined {
  const [, keyId, issued, expires, signature] = form.exec(text) ?? [];
  if (keyId === undefined || signature === undefined) return undefined;
  const bytes = Buffer.from(signature, 'base64url');
  // The last character has bits to spare: one signature must not have several texts.
  if (bytes.toString('base64url') !== signature) return undefined;
  return { keyId, issuedAtMs: Number(issued), expiresAtMs: Number(expires), bytes };
}

export function isSignatureOf(
  command: Signable,
  { bytes, ...span }: CommandSignature,
  publicKey: string,
): boolean {
  return verify(null, Buffer.from(textOf(command, span)), toPublicKey(publicKey), bytes);
}

/** Of an administrative act, so that a key row in the register can be held against the key of who granted it. */
export function signAct(terms: object, key: KeyObject): string {
  return sign(null, Buffer.from(actText(terms)), key).toString('base64url');
}

export function isActSignedBy(terms: object, signature: string, publicKey: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  return verify(null, Buffer.from(actText(terms)), toPublicKey(publicKey), bytes);
}

/** Of any other statement: each kind has a purpose of its own, so that none passes as another. */
export function signFor(purpose: string, terms: object, key: KeyObject): string {
  return sign(null, Buffer.from(statementText(purpose, terms)), key).toString('base64url');
}

/** False, and no error, for a key or a signature that is none. */
export function isSignedFor(
  purpose: string,
  terms: object,
  signature: string,
  publicKey: string,
): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // The last character has bits to spare: one signature must not have several texts.
  if (bytes.toString('base64url') !== signature || !isPublicKey(publicKey)) return false;
  return verify(null, Buffer.from(statementText(purpose, terms)), toPublicKey(publicKey), bytes);
}

/** In the one form in which `publicKeyOf` writes it. */
export function isPublicKey(text: string): boolean {
  try {
    const key = toPublicKey(text);
    return key.asymmetricKeyType === 'ed25519' && publicKeyOf(key) === text;
  } catch {
    // Whatever node says of it, it is none: nothing else can go wrong here.
    return false;
  }
}

/** Of the base64 that `publicKeyOf` gives. */
export function toPublicKey(publicKey: string): KeyObject {
  return createPublicKey({
    ...{ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' },
  });
}

/** `purpose` first of all: a signature of one kind must never pass as one of the other. */
function textOf(command: Signable, span: Span): string {
  return canonical({ purpose: 'seventytwo command', version: 1, ...commandTerms(command, span) });
}

/** What of a command is signed, whoever signs it. */
export function commandTerms(command: Signable, { issuedAtMs, expiresAtMs }: Span): object {
  const { incidentId, name, commandId, actor, fields } = command;
  const { person, channel } = actor;
  return {
    ...{ incidentId, name, commandId, person, channel },
    ...{ fields: sha256Of(canonical(fields)), issuedAtMs, expiresAtMs },
  };
}

function statementText(purpose: string, terms: object): string {
  return canonical({ purpose: `seventytwo ${purpose}`, version: 1, terms });
}

function actText(terms: object): string {
  return canonical({ purpose: 'seventytwo access', version: 1, terms });
}
