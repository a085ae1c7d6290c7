/** Signing in with the company's identity provider: OpenID Connect, authorization code with PKCE, state and nonce. */
import { z } from 'zod';
import type * as Client from 'openid-client';
import { readSecret } from '../config/secret.ts';
import { Failure } from '../failure.ts';
import type { OidcSettings } from '../policy/oidc.ts';
import type { Policy } from '../policy/schema.ts';
import { checkedFetch } from '../tls.ts';

/** A provider that hangs must not keep a browser waiting for long; each of a handful of requests. */
const answerSeconds = 10;
/** Providers change their endpoints seldom, and their keys are looked up by the library itself. */
const discoveredForMs = 3_600_000;
/** To type a password and a second factor. */
export const attemptSeconds = 600;

const attempt = z.strictObject({
  ...{ state: z.string(), nonce: z.string(), verifier: z.string() },
  /** Where to go then. */
  back: z.string(),
  /** Whether a session goes on by it, of which nobody is asked anything. */
  renews: z.boolean(),
});

/** Why nobody is let in; `log` without a name or an address. */
export type Refused = {
  readonly refused: string;
  readonly log: string;
  /** Of a session that was to go on. `isNo`: by the provider's own word, or the policy's, it must not. */
  readonly renewal?: { readonly back: string; readonly isNo: boolean };
};

export type Provider = {
  /** Where to send the browser, and what it keeps until it comes back. */
  readonly begin: (
    origin: string,
    back: string,
    /** The address of whoever is to be asked about unseen, by their browser. */
    renewed?: string,
  ) => Promise<{ readonly url: URL; readonly kept: string }>;
  readonly finish: (
    came: URL,
    kept: string | undefined,
  ) => Promise<(Known & { readonly back: string; readonly renews: boolean }) | Refused>;
};

type Known = { readonly person: string; readonly issuer: string };

type Found = { readonly of: string; readonly atMs: number; readonly config: Client.Configuration };

export function createProvider(
  policy: () => Promise<Pick<Policy, 'people' | 'web'>>,
  env: Readonly<Record<string, string | undefined>>,
  now: () => number,
  tell: (sentence: string) => void,
): Provider {
  let found: Found | undefined;

  async function configured(settings: OidcSettings): Promise<Client.Configuration> {
    const of = JSON.stringify(settings);
    if (found?.of === of && now() - found.atMs < discoveredForMs) return found.config;
    const client = await load();
    const { issuer, clientId, clientSecret } = settings;
    const isPlain = new URL(issuer).protocol === 'http:';
    const config = await client.discovery(
      new URL(issuer),
      clientId,
      await readSecret(clientSecret, env),
      undefined,
      {
        timeout: answerSeconds,
        [client.customFetch]: (url, { body = null, signal = null, ...rest }) =>
          checkedFetch(url, { ...rest, body, signal }),
        execute: [
          // The signature of an ID token is checked although it came by TLS.
          client.enableNonRepudiationChecks,
          // oxlint-disable-next-line no-deprecated -- so marked to stand out: plain HTTP is for this machine alone (policy/oidc.ts).
          ...(isPlain ? [client.allowInsecureRequests] : []),
        ],
      },
    );
    found = { of, atMs: now(), config };
    return config;
  }

  async function required(): Promise<OidcSettings> {
    const { oidc } = (await policy()).web;
    if (oidc) return oidc;
    throw new Failure(
      'usage',
      'no-oidc',
      'the policy names no identity provider (web.oidc); sign in with a code of seventytwo access code',
    );
  }

  return {
    async begin(origin, back, renewed) {
      const oidc = await required();
      // Whoever works is not sent to a provider that is away: it must answer us first.
      if (renewed !== undefined) found = undefined;
      const client = await load();
      const config = await configured(oidc).catch((error: unknown) => {
        // Ours to mend: where the secret is kept is nothing for whoever opens the page.
        if (error instanceof Failure) tell(`nobody signs in by web.oidc: ${error.message}`);
        throw away(oidc, error);
      });
      const state = client.randomState();
      const nonce = client.randomNonce();
      const verifier = client.randomPKCECodeVerifier();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: `${origin}${callback}`,
        ...{ scope: 'openid email profile', state, nonce, code_challenge_method: 'S256' },
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        ...(renewed !== undefined && { prompt: 'none', login_hint: renewed }),
      });
      const kept = { state, nonce, verifier, back, renews: renewed !== undefined };
      return { url, kept: Buffer.from(JSON.stringify(kept)).toString('base64url') };
    },

    async finish(came, kept) {
      const begun = attempt.safeParse(parsed(kept));
      if (!begun.success) return refusal('no sign-in began in this browser, or too long ago');
      const oidc = await required();
      const { state, nonce, verifier, back, renews } = begun.data;
      const refused = (sentence: string, isNo: boolean): Refused =>
        renews ? { ...refusal(sentence), renewal: { back, isNo } } : refusal(sentence);
      const client = await load();
      let claims: Client.IDToken | undefined;
      try {
        const tokens = await client.authorizationCodeGrant(await configured(oidc), came, {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier },
          idTokenExpected: true,
        });
        claims = tokens.claims();
      } catch (error) {
        // Its keys may have changed, or its endpoints: look anew next time.
        found = undefined;
        return refused(
          `the identity provider's answer was not taken (${faultOf(error)})`,
          error instanceof client.AuthorizationResponseError && !passing.has(error.error),
        );
      }
      const known = personOf(claims, oidc, await policy());
      return typeof known === 'string' ? refused(known, true) : { ...known, back, renews };
    },
  };
}

export const callback = '/sign-in/oidc';

/** RFC 6749: the provider has trouble of its own, and says nothing of the person. */
const passing: ReadonlySet<string> = new Set(['server_error', 'temporarily_unavailable']);

/** Or why it is nobody. */
function personOf(
  claims: Client.IDToken | undefined,
  { claim, requireVerified, issuer }: OidcSettings,
  { people }: Pick<Policy, 'people'>,
): Known | string {
  const value = claims?.[claim];
  if (typeof value !== 'string' || value === '')
    return `the identity provider gave no ${claim}; see web.oidc.claim`;
  if (requireVerified && claims?.['email_verified'] !== true)
    return 'the identity provider has not verified this e-mail address';
  const same = Object.entries(people).filter(([, { email }]) => folded(email) === folded(value));
  const [first, second] = same;
  if (!first) return 'nobody of the policy file has this e-mail address';
  if (second) return 'several people of the policy file have this e-mail address';
  return { person: first[0], issuer };
}

/** Of ASCII alone: by the rules of Unicode the sign of Kelvin is a k, and another mailbox would be ours. */
function folded(address: string): string {
  return address.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function refusal(sentence: string): Refused {
  return { refused: `You are not signed in: ${sentence}.`, log: `a sign-in failed: ${sentence}` };
}

/** In words, never in those that the provider wrote. */
function faultOf(error: unknown): string {
  const codes = codesOf(error);
  const known = codes.flatMap((code) => faultWords[code] ?? []);
  if (known[0] !== undefined) return known[0];
  if (codes.some((code) => /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(?:TLS|SSL)/.test(code)))
    return 'its certificate is not trusted here';
  if (codes.length > 0) return `a fault named ${codes.join(', ')}`;
  // `fetch` says no more where it reached nobody.
  return error instanceof TypeError ? 'it cannot be reached' : 'an unknown fault';
}

const faultWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers at its address',
  ECONNRESET: 'it broke off the connection',
  ENOTFOUND: 'its name is not known here',
  EAI_AGAIN: 'its name cannot be looked up just now',
  EHOSTUNREACH: 'there is no way to its address from here',
  ENETUNREACH: 'there is no way to its address from here',
  ETIMEDOUT: 'its address does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'its address does not answer',
  OAUTH_AUTHORIZATION_RESPONSE_ERROR: 'it let nobody in',
  OAUTH_TIMEOUT: `it did not answer within ${answerSeconds} seconds`,
};

/** Of the error and of what caused it. */
function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...own, ...codesOf(error.cause)];
}

function away({ issuer }: OidcSettings, error: unknown): Failure {
  if (error instanceof Failure)
    return new Failure(
      'unreachable',
      'no-provider',
      "the company's account cannot be used just now; sign in with a code",
      error,
    );
  return new Failure(
    'unreachable',
    'no-provider',
    `the identity provider ${issuer} cannot be used (${faultOf(error)}); check web.oidc.issuer, or sign in with a code`,
    error,
  );
}

function parsed(kept: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(kept ?? '', 'base64url').toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Loaded only where there is a provider. */
const load = (): Promise<typeof Client> => import('openid-client');
