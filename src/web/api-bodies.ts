/** What a request to the HTTP API brought, and whose it is: of a long body the signature is judged before the body is read. */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { every } from 'hono/combine';
import { readContentDigest } from '../api/digest.ts';
import { exitCodes, Failure } from '../failure.ts';
import { sha256Of } from '../sha256.ts';
import { problem, type ApiEnv } from './api-answers.ts';
import type { ApiAsker, Asking } from './api-askers.ts';
import { fewAtOnce, isForm } from './api-files.ts';

/** The longest command: a list of 500 customers, or every field at its limit. */
const longestBody = 256 * 1_024;
/** The most that an incident keeps as one file, and what a form adds to it. */
const longestForm = 26 * 1_024 * 1_024;

/** `recognise` throws for whoever cannot be told. How long a body may take is the server's `requestTimeout`. */
export function createBodies(
  recognise: (c: Context, body: Asking['body']) => Promise<ApiAsker>,
): MiddlewareHandler<ApiEnv> {
  const shorten = 'shorten it, or keep a file elsewhere and attach its hash';
  const commands = atMost(longestBody, {
    ...{ status: 413, code: 'too-long' },
    message: `the request is longer than 256 KB; ${shorten}`,
  });
  const undigested = atMost(longestBody, {
    ...{ status: 400, code: 'no-digest' },
    message:
      'a file of more than 256 KB is read only after its signature is judged; send the header Content-Digest: sha-256=:<base64 of the SHA-256 of the body>:',
  });
  const files = atMost(longestForm, {
    ...{ status: 413, code: 'too-long' },
    message: `the request is longer than 26 MB; ${shorten}`,
  });
  // Behind the signature: whoever has no key holds no place.
  const uploads: MiddlewareHandler<ApiEnv> = every(fewAtOnce(), files);

  return async (c, next) => {
    const header = c.req.header('content-digest');
    const sha256 = header === undefined ? undefined : readContentDigest(header);
    if (sha256 !== undefined) c.set('asker', await recognise(c, { sha256 }));
    const isFile = c.req.path.endsWith('/commands/attach') && isForm(c.req.header('content-type'));
    const few = sha256 === undefined ? undigested : uploads;
    let hasCome = false;
    return (isFile ? few : commands)(c, async () => {
      const body = new Uint8Array(await c.req.arrayBuffer());
      hasCome = true;
      if (sha256 === undefined) c.set('asker', await recognise(c, body));
      else requireSame(body, sha256);
      c.set('body', body);
      await next();
    }).catch((error: unknown) => {
      if (hasCome) throw error;
      throw new Failure(
        'usage',
        'cut-off',
        'the request ended before its body, or took more than a minute; send it again',
        error,
      );
    });
  };
}

function requireSame(body: Uint8Array, sha256: string): void {
  const is = sha256Of(body);
  if (is === sha256) return;
  throw new Failure(
    'usage',
    'bad-digest',
    `the body has SHA-256 ${is}, and the header Content-Digest says ${sha256}; send what was hashed`,
  );
}

function atMost(
  maxSize: number,
  {
    status,
    code,
    message,
  }: { readonly status: 400 | 413; readonly code: string; readonly message: string },
): MiddlewareHandler<ApiEnv> {
  return bodyLimit({
    maxSize,
    onError: (c) => problem(c, status, { code, exit: exitCodes.usage, message }),
  });
}
