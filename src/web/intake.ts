/** Where monitoring posts its alerts: a token instead of a session, and 2xx only for what is durable. */
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ZodError } from 'zod';
import type { Command } from '../domain/commands.ts';
import { createAcceptor, type Source } from '../intake/accept.ts';
import { readCall } from '../intake/read.ts';
import { createTeller, reasonOf, usualPace, type Pace } from '../intake/teller.ts';
import { createTokens, tokenIn } from '../intake/tokens.ts';
import { createServiceSigner } from '../access/service-key.ts';
import type { WebDeps } from './deps.ts';
import type { WebEnv } from './visitor.ts';

/** Bytes: 2,000 alerts of half a kilobyte; Alertmanager's `max_alerts` keeps a call below it. */
const longestBody = 1_000_000;
/** Seconds: Alertmanager tries again by itself within minutes, others as they are told. */
const retryAfter = '30';

export type Intake = {
  readonly routes: Hono<WebEnv>;
  /** Tells what waits to be told, now. */
  readonly sweep: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export function startIntake(deps: WebDeps, pace: Pace = usualPace): Intake {
  const { register, data, now, tell, incidents } = deps;
  const signer = createServiceSigner(register, data, now);
  const sign = async (command: Command, incidentId: string): Promise<Command> => {
    const signature = await signer.sign({ ...command, incidentId });
    return { ...command, actor: { ...command.actor, signature } };
  };
  const parts = { incidents, register, now, sign, tell };
  const teller = createTeller(parts, pace);
  const accept = createAcceptor({ ...parts, changed: teller.changed });
  const sourceOf = createTokens(process.env, now, tell);

  const routes = new Hono<WebEnv>();
  const limit = bodyLimit({
    maxSize: longestBody,
    onError: (context) => {
      tell(
        'a call of the intake was larger than 1 MB and not taken; lower max_alerts of its sender',
      );
      return context.json(
        { error: 'the body is larger than 1 MB; send fewer alerts at once (max_alerts)' },
        413,
      );
    },
  });

  for (const kind of ['alertmanager', 'json'] as const)
    for (const path of [`/intake/${kind}`, `/intake/${kind}/:source`] as const)
      routes.post(path, async (context) => {
        const given = context.req.param('source');
        const wanted = { kind, ...(given !== undefined && { source: given }) };
        return guarded(context, async () => {
          const loaded = await deps.policy();
          const token = tokenIn(context.req.header('authorization'));
          const source = await sourceOf(loaded, wanted, token);
          // Before the body is read: nobody without a token makes us hold a megabyte.
          if (!source) return unknownSender(context);
          const refused = await limit(context, () => Promise.resolve());
          if (refused) return refused;
          return take(context, source, async (body) => {
            const call = readCall(body, source.settings);
            return call && accept(source, call, loaded.policy);
          });
        });
      });

  /** Whatever is away: nothing was promised, and the sender tries again. */
  async function guarded(
    context: Context<WebEnv>,
    work: () => Promise<Response>,
  ): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      tell(
        `alerts could not be taken in, and their sender was told to try again: ${reasonOf(error)}`,
      );
      context.header('retry-after', retryAfter);
      return context.json({ error: 'not recorded; send it again' }, 503);
    }
  }

  async function take(
    context: Context<WebEnv>,
    { id }: Source,
    work: (body: unknown) => Promise<object | undefined>,
  ): Promise<Response> {
    const body = await parsed(context);
    if (body === undefined) return unfit(context, id, 'the body is not JSON');
    try {
      const accepted = await work(body);
      return accepted
        ? context.json({ accepted })
        : unfit(context, id, 'it holds no alert where the policy says, or one without a key');
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      const [issue] = error.issues;
      return unfit(
        context,
        id,
        `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'does not fit'}`,
      );
    }
  }

  /** The sender drops what was refused: whoever runs this must hear of it. */
  function unfit(context: Context<WebEnv>, id: string, why: string): Response {
    tell(`a call of the source ${id} was not understood; try it with seventytwo intake test ${id}`);
    return context.json({ error: `this is no payload of the source ${id}: ${why}` }, 400);
  }

  return {
    routes,
    sweep: teller.sweep,
    close: teller.close,
  };
}

async function parsed(context: Context<WebEnv>): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await context.req.text());
    return value;
  } catch (error) {
    // Nested too deeply is no JSON for us either.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function unknownSender(context: Context<WebEnv>): Response {
  context.header('www-authenticate', 'Bearer');
  return context.json({ error: 'a token of a source of the policy is needed' }, 401);
}
