/** The board's server: where it listens, and how much it lets one address ask of it. */
import { Failure } from '../failure.ts';
import { readAddress } from '../policy/monitoring.ts';
import type { Policy } from '../policy/schema.ts';
import { webListenFault } from '../policy/web.ts';
import { serve, type Served } from '../serving.ts';
import { manyComeBy, networkOf } from './address.ts';
import { createWeb } from './app.ts';
import { startIntake } from './intake.ts';
import type { WebDeps } from './deps.ts';
import { createPeopleKeys } from './people-keys.ts';
import { createSignIn, type SignIn } from './sign-in.ts';

/** A phone on a train sends a form in ten seconds; whoever opens connections and says nothing gets no more. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 15_000,
  /** Session cookie and address together are far below. */
  maxHeaderSize: 16 * 1_024,
};
/** Pages that stay open hold one each; above what `changes.ts` allows, so that pages still load then. */
const mostConnections = 400;
/** An office behind one address; four of them hold all, and a proxy that the policy names may do that alone. */
const mostOfOne = 100;
const tellEveryMs = 60_000;

/** `listen`: `127.0.0.1:7272`; port 0 takes a free one. */
export async function startBoard(
  deps: WebDeps,
  listen: string,
  { certificate, key, url }: Pick<Policy['web'], 'certificate' | 'key' | 'url'>,
  given?: SignIn,
): Promise<Served> {
  const isAny = listen.endsWith(':0');
  // A policy file may not say 0: any port stands for it.
  const checked = isAny ? `${listen.slice(0, -1)}1` : listen;
  const address = readAddress(checked);
  const fault = webListenFault(checked, { certificate, key, url });
  if (fault !== undefined || !address)
    throw new Failure('usage', 'bad-listen', `the address of the board, ${listen}, ${fault}`);
  const keys = createPeopleKeys(deps);
  const signIn = given ?? createSignIn(deps, keys);
  await signIn.ready;
  const intake = startIntake(deps);
  const app = createWeb(deps, { intake: intake.routes, keys, signIn });
  let toldAtMs = -Infinity;
  const ofOne = {
    ...{ most: mostOfOne, networkOf, isMany: manyComeBy(deps) },
    tellClosed() {
      if (deps.now() - toldAtMs < tellEveryMs) return;
      toldAtMs = deps.now();
      deps.tell(
        `one address had ${mostOfOne} connections to the board open, and gets no more; if it is a proxy, name it in web.proxies`,
      );
    },
  };
  const served = await serve((request, env) => app.fetch(request, env), {
    ...{ listen, host: address.host, port: isAny ? 0 : address.port, certificate, key },
    ...{ limits, mostConnections, ofOne, section: 'web' },
    cannotListen: `the board cannot be at ${listen} ({code}); choose another address with web.listen, SEVENTYTWO_WEB or --listen`,
  }).catch(async (error: unknown) => {
    await intake.close();
    throw error;
  });
  return {
    ...served,
    async close() {
      await served.close();
      // After the last call: what it took is told before the end.
      await intake.close();
    },
  };
}
