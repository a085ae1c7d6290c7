/** The link itself: a JWT (RFC 7519, EdDSA) that says who may acknowledge which incident until when. No names, no addresses. */
import { createHmac, createPublicKey } from 'node:crypto';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { z } from 'zod';
import { canonical } from '../domain/canonical.ts';
import { keyAt, longestLinkMs, secretOf, type LinkKey } from './keys.ts';

export type LinkTerms = {
  readonly incidentId: string;
  /** The mail that carries it. */
  readonly mail: string;
  /** The person's opaque key, never their id. */
  readonly sub: string;
  readonly causedAtMs: number;
  readonly lifetimeMs: number;
};

/** A link whose signature holds. Whether it still counts is asked apart. */
export type Link = Omit<LinkTerms, 'lifetimeMs'> & {
  readonly id: string;
  readonly keyId: string;
  readonly expiresAtMs: number;
};

/** In the front of a signature, so that it is none of the other kinds. */
export const linkPrefix = 'link.';

const audience = 'seventytwo link';
const typ = 'seventytwo-link+jwt';
const alg = 'EdDSA';

/** A link has about 600; more is an attempt to keep us busy. */
const longestToken = 1_200;
const form = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/;

const claims = z.strictObject({
  aud: z.literal(audience),
  jti: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  iat: z.int().min(0),
  exp: z.int().min(0),
  sub: z.string().regex(/^[0-9a-f]{16}$/),
  inc: z.string().max(40),
  act: z.literal('acknowledge'),
  mail: z.string().max(40),
  /** When the mail was caused, to the millisecond: what a revocation is held against. */
  at: z.int().min(0),
});

/** The same terms give the same text: a mail that is tried again is the same mail. */
export async function makeLink(keys: readonly LinkKey[], terms: LinkTerms): Promise<string> {
  const { incidentId, mail, sub, causedAtMs, lifetimeMs } = terms;
  const key = keyAt(keys, causedAtMs);
  if (!key) throw new Error('there is no key for links');
  const jti = createHmac('sha256', secretOf(key, 'id'))
    .update(canonical({ incidentId, mail, sub, causedAtMs }))
    .digest('base64url')
    .slice(0, 22);
  const iat = Math.floor(causedAtMs / 1_000);
  const exp = Math.floor((causedAtMs + Math.min(lifetimeMs, longestLinkMs)) / 1_000);
  return new SignJWT({ inc: incidentId, act: 'acknowledge', mail, at: causedAtMs })
    .setProtectedHeader({ alg, kid: key.id, typ })
    .setAudience(audience)
    .setJti(jti)
    .setIssuedAt(iat)
    .setExpirationTime(exp)
    .setSubject(sub)
    .sign(key.key);
}

/** Undefined for whatever is not a link of ours, expired or not. Never throws for what it is given. */
export async function readLink(token: string, keys: readonly LinkKey[]): Promise<Link | undefined> {
  if (token.length > longestToken || !form.test(token)) return undefined;
  // A last character may have bits to spare: one link must not have several texts.
  const parts = token.split('.');
  if (parts.some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part))
    return undefined;
  let found: LinkKey | undefined;
  const payload = await verified(token, (kid) => {
    found = keys.find(({ id }) => id === kid);
    return found;
  });
  const read = claims.safeParse(payload);
  if (!read.success || !found) return undefined;
  const { jti, sub, inc, mail, at, iat, exp } = read.data;
  // Who has an old key must not make new links with it.
  if (keyAt(keys, at)?.id !== found.id || iat !== Math.floor(at / 1_000)) return undefined;
  const expiresAtMs = exp * 1_000;
  if (expiresAtMs - at > longestLinkMs) return undefined;
  return { id: jti, keyId: found.id, incidentId: inc, mail, sub, causedAtMs: at, expiresAtMs };
}

async function verified(
  token: string,
  keyOf: (kid: string | undefined) => LinkKey | undefined,
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const known = keyOf(kid);
        if (!known) throw new errors.JWKSNoMatchingKey();
        return createPublicKey(known.key);
      },
      { algorithms: [alg], audience, typ },
    );
    return payload;
  } catch (error) {
    // Its signature and all else was found right before.
    if (error instanceof errors.JWTExpired) return error.payload;
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** What the form of a link's page carries: only whoever was shown that page has it. */
export function formTokenOf(token: string, { keyId }: Link, keys: readonly LinkKey[]): string {
  const key = keys.find(({ id }) => id === keyId);
  if (!key) throw new Error('the key of this link is gone');
  return createHmac('sha256', secretOf(key, 'form')).update(token).digest('base64url');
}
