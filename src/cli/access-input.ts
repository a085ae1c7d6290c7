/** What is typed after `access`: people, lifetimes, public keys, reasons. */
import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { publicKeyOf } from '../access/signing.ts';
import { longText } from '../domain/shape.ts';
import { Failure } from '../failure.ts';
import { period } from '../policy/values.ts';
import type { Io } from './io.ts';
import type { Session } from './session.ts';
import { shown } from './shown.ts';

export function requireKnown({ policy }: Pick<Session, 'policy'>, typed: string): string {
  if (Object.hasOwn(policy.people, typed)) return typed;
  throw new Failure(
    'usage',
    'unknown-person',
    `${shown(typed)} is not a person of the policy file; use one of ${Object.keys(policy.people).join(', ')}`,
  );
}

/** `180d`, as people say it, or as the policy file writes it. */
export function expiryFrom({ io, policy }: Pick<Session, 'io' | 'policy'>, typed: unknown): number {
  if (typeof typed !== 'string') return io.now() + policy.access.keyLifetime;
  const text = typed;
  const read = period.safeParse(/^\d{1,4}d$/.test(text) ? `P${text.slice(0, -1)}D` : text);
  if (read.success) return io.now() + read.data;
  throw bad(`--expires is ${shown(text)}; give days, such as 180d, from 1d to 366d`);
}

/** A file with what `access key` printed, or with a PEM; `-` is standard input. */
export async function publicKeyFrom(io: Io, place: string): Promise<string> {
  const text = place === '-' ? await io.readInput() : await readText(place);
  if (/PRIVATE KEY/.test(text))
    throw bad(
      `--public-key ${shown(place)} holds a private key; hand over only what seventytwo access key prints`,
    );
  try {
    const isPem = text.includes('-----BEGIN');
    const key = isPem
      ? createPublicKey(text)
      : createPublicKey({
          ...{ key: Buffer.from(text.trim(), 'base64'), format: 'der', type: 'spki' },
        });
    if (key.asymmetricKeyType === 'ed25519') return publicKeyOf(key);
  } catch (error) {
    throw bad(notKey(place), error);
  }
  throw bad(notKey(place));
}

function notKey(place: string): string {
  return `--public-key ${shown(place)} holds no Ed25519 public key; give what seventytwo access key prints`;
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw bad(`--public-key ${shown(path)} cannot be read; check the path`, error);
  });
}

export function requireReason(flag: string, typed: unknown): string {
  const text = typeof typed === 'string' ? typed.trim() : '';
  if (text !== '' && text.length <= longText) return text;
  throw bad(`${flag} is ${text === '' ? 'missing' : 'too long'}; say why in a sentence`);
}

function bad(sentence: string, cause?: unknown): Failure {
  return new Failure('usage', 'bad-input', sentence, cause);
}
