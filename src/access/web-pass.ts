/**
 * A pass: what a person signs so that one web server may act for them until a time, for whoever brings one code. Neither
 * the web server nor whoever writes the register can make one.
 */
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { canonical } from '../domain/canonical.ts';
import { isPublicKey, isSignedFor, keyIdOf, publicKeyOf, signFor } from './signing.ts';

const purpose = 'web pass';

const shape = z.strictObject({
  person: z.string(),
  /** The id of the key that signs it. */
  key: z.string(),
  /** The public half of the web server's key. */
  web: z.string().refine(isPublicKey),
  fromMs: z.int().positive(),
  untilMs: z.int().positive(),
  /** Slow hash of the code. */
  code: z.string(),
  proof: z.string(),
});
export type Pass = Readonly<z.infer<typeof shape>>;

export function makePass(terms: Omit<Pass, 'key' | 'proof'>, key: KeyObject): Pass {
  const signed = { ...terms, key: keyIdOf(publicKeyOf(key)) };
  return { ...signed, proof: signFor(purpose, signed, key) };
}

export function isPassSignedBy({ proof, ...signed }: Pass, publicKey: string): boolean {
  return isSignedFor(purpose, signed, proof, publicKey);
}

/** One pass has one text. */
export const passText = (pass: Pass): string => canonical(pass);

export function readPass(text: string): Pass | undefined {
  return readStatement(shape, text);
}

/** Undefined for what is none, or is written in another way than we write it. */
export function readStatement<T extends object>(
  statement: z.ZodType<T>,
  text: string,
): T | undefined {
  const read = statement.safeParse(parsed(text));
  return read.success && canonical(read.data) === text ? read.data : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
