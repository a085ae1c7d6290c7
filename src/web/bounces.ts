/** `POST /intake/bounces`: what a mail server sent back, as the raw message; a bearer token, no cookies. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { readToken } from '../config/secret.ts';
import { takeBounce } from '../bounce.ts';
import { Failure, type FailureKind } from '../failure.ts';
import { longestReport } from '../mail/report.ts';
import { isBearer } from '../same-secret.ts';
import { createServiceSigner } from '../access/service-key.ts';
import type { SecretReference } from '../policy/schema.ts';
import type { WebDeps } from './deps.ts';
import type { WebEnv } from './visitor.ts';

/** A secret may be asked of a program: that is not run for each who knocks. One that was changed counts after this. */
const keptMs = 30_000;

const statuses: Readonly<Record<FailureKind, 400 | 403 | 422 | 500 | 503>> = {
  usage: 500,
  unreachable: 503,
  notAllowed: 403,
  // Again would be refused again: a mail server must not keep it.
  refused: 422,
  checkFailed: 500,
};

export function createBounceIntake(
  deps: WebDeps,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Hono<WebEnv> {
  const { register, data, now, tell, incidents } = deps;
  const signer = createServiceSigner(register, data, now);
  const app = new Hono<WebEnv>();
  let held: { reference: string; untilMs: number; secret: Promise<string> } | undefined;

  function secretOf(bounceToken: SecretReference): Promise<string> {
    const reference = JSON.stringify(bounceToken);
    if (held?.reference !== reference || held.untilMs <= now()) {
      const secret = readToken(bounceToken, env);
      held = { reference, untilMs: now() + keptMs, secret };
      // Once for each reading: whoever knocks must not fill the log.
      secret.catch((error: unknown) =>
        tell(
          `reports of mail servers cannot be taken in: ${error instanceof Failure ? error.message : 'the token cannot be read'}`,
        ),
      );
    }
    return held.secret;
  }

  // The token first: nobody else has a megabyte read.
  app.post(
    '/intake/bounces',
    async (context, next) => {
      const { policy } = await deps.policy();
      const { bounceToken } = policy.mail;
      if (!bounceToken) return context.json(problem('not-set-up', 'set mail.bounceToken'), 404);
      let secret: string;
      try {
        secret = await secretOf(bounceToken);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        // Where it is kept is nothing for whoever asks.
        return context.json(problem('not-set-up', 'try again later'), 503, { 'retry-after': '30' });
      }
      if (!isBearer(context.req.header('authorization'), secret))
        return context.json(problem('no-token', 'a bearer token is needed'), 401, {
          'www-authenticate': 'Bearer',
        });
      return next();
    },
    bodyLimit({
      maxSize: longestReport,
      onError: (context) => context.json(problem('too-long', 'at most 1 MB'), 413),
    }),
    async (context) => {
      const { policy } = await deps.policy();
      const { bounceToken } = policy.mail;
      const secret = bounceToken && (await secretOf(bounceToken));
      const raw = await context.req.text();
      try {
        const taken = await takeBounce(raw, {
          ...{ policy, secret, register, now, sign: signer.sign },
          incidents: () => Promise.resolve(incidents),
        });
        return context.json(taken, 202);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        tell(`a report of a mail server was not taken in (${error.code})`);
        return context.json(problem(error.code, error.message), statuses[error.kind]);
      }
    },
  );
  return app;
}

function problem(code: string, message: string) {
  return { error: { code, message } };
}
