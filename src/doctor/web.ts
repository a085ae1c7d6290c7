/** Doctor: with which key the web server signs, and how much its word counts. */
import { createBelieving } from '../access/believing.ts';
import { keyIdOf, publicKeyOf } from '../access/signing.ts';
import { isWebServer, stateOf } from '../access/standing.ts';
import { readWebKey } from '../access/web-key.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';
import { ok, warning, type Finding } from './check.ts';

export async function checkWebKey(
  register: Register,
  policy: Policy,
  data: string,
  nowMs: number,
): Promise<Finding> {
  const key = await readWebKey(data);
  const here = key && keyIdOf(publicKeyOf(key));
  const known = await createBelieving(
    register,
    () => Promise.resolve({ policy }),
    () => undefined,
  )();
  const granted = known
    .filter((one) => isWebServer(one) && one.doubt === undefined && stateOf(one, nowMs) === 'valid')
    .map(({ id }) => id);
  const { oidc } = policy.web;
  const own =
    here === undefined ? 'no web server was started here' : `the web server's key is ${here}`;
  const trusted =
    granted.length === 0
      ? 'people let it act for them by their own signature alone'
      : `granted: ${granted.join(', ')}`;
  if (!oidc) return ok(`${own}; ${trusted}`);
  if (granted.length === 0)
    return warning(
      `${own}; whoever ${oidc.issuer} lets in may look, and act only where nobody asks for a signature`,
      'let an admin decide: seventytwo access grant-web --as <admin>, or leave it so',
    );
  return ok(
    `${own}; ${trusted}: workers take its word for whom ${oidc.issuer} let in, for ${oidc.session / 60_000} minutes; whoever has the key, or runs that provider, can act for anybody`,
  );
}
