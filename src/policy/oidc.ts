/** The sections of the policy about signing in to the web: how long a session lasts, and the company's identity provider. */
import { z } from 'zod';
import { isLoopback } from '../loopback.ts';
import { named, period, positiveDuration, secretReference, text } from './values.ts';

/** A working day. */
const usualSessionMs = 12 * 3_600_000;
/** What a pass may be good for at most, whatever the policy says: longer, and it would be a key. */
export const longestSessionMs = 24 * 3_600_000;
/** Somebody who only reads for a while stays signed in; whoever went home does not. */
const usualIdleMs = 30 * 60_000;

/** A disabled account is out within the hour, and a form that was opened has half of it to be sent, as `idle` has by default. */
const usualWordMs = 3_600_000;
/** Below it whoever works is sent to the provider all the time; above it whoever left works a whole day. */
const [leastWordMs, longestWordMs] = [10 * 60_000, 12 * 3_600_000];

const issuer = text.refine(isIssuer, {
  error: named(
    'is not the address of an identity provider; write https://… without user, query and fragment (http only on this machine)',
  ),
});

function isIssuer(written: string): boolean {
  if (!URL.canParse(written)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(written);
  if ([username, password, search, hash].some((part) => part !== '')) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(bare(hostname)));
}

/** Without the brackets of an IPv6 address. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

const oidc = z.strictObject({
  issuer,
  clientId: text,
  clientSecret: secretReference,
  /** Of the ID token, compared with the e-mail addresses of people. */
  claim: text.default('email'),
  /** Whether `email_verified` must be true: else anybody could write another's address into their profile. */
  requireVerified: z.boolean().default(true),
  /** How long its word counts; from half of it on, the next page asks it anew. */
  session: positiveDuration
    .refine((ms) => ms >= leastWordMs && ms <= longestWordMs, 'must be 10m at least, 12h at most')
    .default(usualWordMs),
});
export type OidcSettings = z.infer<typeof oidc>;

/** What the section `web` says of signing in. */
export const signInShape = {
  /** How long somebody stays signed in at most. */
  session: period
    .refine((ms) => ms <= longestSessionMs, 'must be PT24H at most')
    .default(usualSessionMs),
  /** How long without a request. */
  idle: positiveDuration.default(usualIdleMs),
  oidc: oidc.optional(),
} as const;
