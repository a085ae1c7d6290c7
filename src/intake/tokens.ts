/** Which source a call is from: found by its token, in constant time, whatever is sent. */
import { timingSafeEqual } from 'node:crypto';
import type { Environment } from '../config.ts';
import { readToken } from '../config/secret.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import { tokensOf } from '../policy/secrets.ts';
import { sha256Of } from '../sha256.ts';
import type { Source } from './accept.ts';

/** A file that was rotated counts after this; a command that asks a vault is not run for each call. */
const keptMs = 30_000;

type Known = Source & { readonly hashes: readonly Buffer[] };

export type Tokens = (
  loaded: LoadedPolicy,
  wanted: { readonly kind: string; readonly source?: string },
  token: string | undefined,
) => Promise<Source | undefined>;

export function createTokens(
  env: Environment,
  now: () => number,
  tell: (sentence: string) => void,
): Tokens {
  let held: { version: string; untilMs: number; sources: Promise<readonly Known[]> } | undefined;

  /** One whose token cannot be read is shut, and the others stay open. */
  async function read({ policy }: LoadedPolicy): Promise<readonly Known[]> {
    const known: Known[] = [];
    for (const [id, settings] of Object.entries(policy.intake?.sources ?? {})) {
      const hashes: Buffer[] = [];
      for (const reference of tokensOf(settings))
        try {
          hashes.push(digest(await readToken(reference, env)));
        } catch (error) {
          tell(
            `a token of intake.sources.${id} cannot be read, so nothing comes in with it: ${error instanceof Error ? error.message : 'for no known reason'}`,
          );
        }
      known.push({ id, settings, hashes });
    }
    return known;
  }

  return async (loaded, { kind, source }, token) => {
    const { version } = loaded;
    if (held?.version !== version || held.untilMs <= now())
      held = { version, untilMs: now() + keptMs, sources: read(loaded) };
    if (token === undefined) return undefined;
    const given = digest(token);
    let found: Source | undefined;
    for (const { id, settings, hashes } of await held.sources)
      for (const hash of hashes)
        if (
          timingSafeEqual(hash, given) &&
          settings.kind === kind &&
          (source === undefined || source === id)
        )
          found ??= { id, settings };
    return found;
  };
}

function digest(text: string): Buffer {
  return Buffer.from(sha256Of(text), 'hex');
}

/** A bearer token, or the password of basic authentication: Alertmanager can send either. */
export function tokenIn(header: string | undefined): string | undefined {
  const bearer = /^Bearer +(\S+)\s*$/i.exec(header ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const basic = /^Basic +([A-Za-z0-9+/=]+)\s*$/i.exec(header ?? '')?.[1];
  if (basic === undefined) return undefined;
  const pair = Buffer.from(basic, 'base64').toString();
  const colon = pair.indexOf(':');
  return colon === -1 ? undefined : pair.slice(colon + 1);
}
