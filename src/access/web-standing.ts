/** Whether what let somebody in on the web still counts: asked by a worker at each command, and by the web at each page. */
import { longestSessionMs } from '../policy/oidc.ts';
import type { Policy } from '../policy/schema.ts';
import { clockSkewMs, keyIdOf } from './signing.ts';
import { isWebServer, stateOf } from './standing.ts';
import type { KnownKey } from './trust.ts';
import { isPassSignedBy, type Pass } from './web-pass.ts';

/** What a web server says of somebody whom the identity provider let in: nobody's key signed it. */
export type Word = {
  readonly person: string;
  readonly issuer: string;
  readonly web: string;
  readonly signedInAtMs: number;
};

/** No more than a working day on the word of others. */
const longestWordMs = 12 * 3_600_000;

export type Standing = {
  readonly policy: Pick<Policy, 'web'>;
  readonly keys: readonly KnownKey[];
  readonly nowMs: number;
  /** When it came in: a command may wait longer than a pass lasts, and a key taken away meanwhile is taken away. */
  readonly receivedAtMs: number;
};

/** Also when the policy was made stricter since. */
export function passUntilMs({ fromMs, untilMs }: Pass, policy: Pick<Policy, 'web'>): number {
  return Math.min(untilMs, fromMs + policy.web.session);
}

export function wordUntilMs(signedInAtMs: number, policy: Pick<Policy, 'web'>): number {
  return signedInAtMs + wordMs(policy);
}

/** When the provider is to be asked anew: so early that a form opened before it can still be sent. */
export function wordRenewAtMs(signedInAtMs: number, policy: Pick<Policy, 'web'>): number {
  return signedInAtMs + wordMs(policy) / 2;
}

function wordMs({ web }: Pick<Policy, 'web'>): number {
  return Math.min(longestWordMs, web.session, web.oidc?.session ?? longestWordMs);
}

/** As a sentence; undefined when it counts. */
export function passFault(pass: Pass, person: string, standing: Standing): string | undefined {
  const { policy, keys, nowMs, receivedAtMs } = standing;
  const { fromMs, untilMs } = pass;
  if (pass.person !== person) return `the pass of this web session is not that of ${person}`;
  const key = keys.find(({ id }) => id === pass.key);
  if (!key)
    return `the pass of this web session was signed with the key ${pass.key}, which is not on record; have it granted with seventytwo access grant ${person}`;
  if (key.person !== person) return `the key ${key.id} is not that of ${person}`;
  const doubt = keyFault(key, nowMs, receivedAtMs);
  if (doubt !== undefined) return doubt;
  if (!isPassSignedBy(pass, key.publicKey))
    return `the pass of this web session was not signed by ${person}; sign in again`;
  if (untilMs <= fromMs || untilMs - fromMs > longestSessionMs)
    return 'the pass of this web session is good for longer than 24 h; sign in again';
  if (fromMs > receivedAtMs + clockSkewMs)
    return 'the pass of this web session is from the future; set the clock of the machine that made the code';
  if (passUntilMs(pass, policy) <= receivedAtMs)
    return 'the pass of this web session has expired; sign in again';
  const server = keys.find(({ id }) => id === keyIdOf(pass.web));
  return server && stateOf(server, nowMs) === 'revoked' ? serverGone(server.id) : undefined;
}

export function providerFault(word: Word, person: string, standing: Standing): string | undefined {
  const { policy, keys, nowMs, receivedAtMs } = standing;
  const { signedInAtMs } = word;
  if (word.person !== person) return `this web session is not that of ${person}`;
  if (policy.web.oidc?.issuer !== word.issuer)
    return 'this web session began at an identity provider that the policy does not name; sign in again';
  const server = keys.find(({ id }) => id === word.web);
  if (!server || !isWebServer(server))
    return `the web server's key ${word.web} is not granted, so sessions of the identity provider may only look; sign in with a code, or have an admin run seventytwo access grant-web`;
  if (stateOf(server, nowMs) === 'revoked') return serverGone(server.id);
  const doubt = keyFault(server, nowMs, receivedAtMs);
  if (doubt !== undefined) return doubt;
  if (signedInAtMs > receivedAtMs + clockSkewMs)
    return 'this web session is from the future; set the clock of the web server';
  if (wordUntilMs(signedInAtMs, policy) <= receivedAtMs)
    return 'this web session has expired; sign in again';
  return takenAwaySince(keys, person, signedInAtMs, nowMs)
    ? `a key of ${person} was taken away since this web session began; sign in again`
    : undefined;
}

/** Whoever lost a key may have lost the browser with it. A rotation takes nothing away from anybody. */
export function takenAwaySince(
  keys: readonly KnownKey[],
  person: string,
  sinceMs: number,
  nowMs: number,
): boolean {
  return keys.some(
    ({ person: owner, revocation: end }) =>
      owner === person &&
      end !== undefined &&
      end.reason !== 'rotated' &&
      end.atMs >= sinceMs &&
      end.atMs <= nowMs,
  );
}

function keyFault(key: KnownKey, nowMs: number, receivedAtMs: number): string | undefined {
  const { id } = key;
  if (key.doubt !== undefined)
    return `the key ${id} does not count: it ${key.doubt}; see seventytwo audit verify, and have another granted`;
  if (stateOf(key, nowMs) === 'revoked')
    return `the key ${id} was taken away; ask an admin for another`;
  if (stateOf(key, receivedAtMs) === 'expired')
    return `the key ${id} has expired; ask an admin for another`;
  return undefined;
}

function serverGone(id: string): string {
  return `the web server's key ${id} was taken away; ask an admin`;
}
