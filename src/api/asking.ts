/** One signed request to the HTTP API of an installation, and what its problems mean on the command line. */
import { randomUUID, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { signRequest } from '../access/request-proof.ts';
import { exitCodes, Failure, type FailureKind } from '../failure.ts';
import { checkedFetch, isUntrusted } from '../tls.ts';
import { problem } from './answers.ts';
import { apiRoot } from './routes.ts';

/** Above the ten seconds that the server itself waits for an incident's answer. */
const answerLimitMs = 20_000;
/** A file of 25 MB over a slow line; the server itself gives a request a minute. */
const fileLimitMs = 90_000;

export type Server = {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly person: string;
  /** Absent where nobody has a key yet. */
  readonly key?: KeyObject | undefined;
  readonly now: () => number;
};

type Wanted = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly json?: object;
  /** As a form, with the command beside it. */
  readonly file?: Uint8Array<ArrayBuffer>;
};

export async function ask<T>(server: Server, wanted: Wanted): Promise<T> {
  const answer = await send(server, wanted);
  const told: unknown = await answer.json().catch((error: unknown) => {
    throw foreign(server.origin, error);
  });
  // oxlint-disable-next-line no-unsafe-type-assertion -- the server made it by the same table; what it is good for, its users check.
  return told as T;
}

export async function askBytes(server: Server, path: string): Promise<Uint8Array> {
  const answer = await send(server, { method: 'GET', path }, fileLimitMs);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Throws what the answer says is wrong. */
async function send(server: Server, wanted: Wanted, limitMs?: number): Promise<Response> {
  const { origin, person, key, now } = server;
  const { type, body } = await bodyOf(wanted);
  const { method } = wanted;
  const request = { method, origin, path: `${apiRoot}${wanted.path}`, body };
  const at = { issuedAtMs: now(), nonce: randomUUID() };
  const authorization = key
    ? signRequest(request, { person, key }, at)
    : `Seventytwo-unsigned ${person}`;
  const answer = await reach(`${origin}${request.path}`, {
    method,
    headers: { authorization, ...(type !== '' && { 'content-type': type }) },
    ...(type !== '' && { body }),
    // A redirect would carry what was signed to somebody else.
    redirect: 'error',
    signal: AbortSignal.timeout(limitMs ?? (wanted.file ? fileLimitMs : answerLimitMs)),
  });
  if (answer.ok) return answer;
  const told: unknown = await answer.json().catch((error: unknown) => {
    throw foreign(origin, error);
  });
  const known = problem.safeParse(told);
  if (!known.success) throw foreign(origin, known.error);
  const { code, message, exit } = known.data.error;
  throw new Failure(kindOf(exit), code, message);
}

/** All of it at once: it is signed as a whole. */
async function bodyOf({ json, file }: Wanted): Promise<{
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}> {
  const text = json === undefined ? '' : JSON.stringify(json);
  if (!file)
    return { type: json ? 'application/json' : '', body: new Uint8Array(Buffer.from(text)) };
  const form = new FormData();
  form.set('command', text);
  form.set('file', new Blob([file]), 'file');
  const made = new Response(form);
  return {
    type: made.headers.get('content-type') ?? '',
    body: new Uint8Array(await made.arrayBuffer()),
  };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await checkedFetch(url, init);
  } catch (error) {
    const { origin } = new URL(url);
    const cause = error instanceof Error ? error.cause : undefined;
    const why = cause instanceof Error ? cause.message : '';
    if (cause instanceof Error && 'code' in cause && isUntrusted(String(cause.code)))
      throw new Failure(
        'unreachable',
        'untrusted-server',
        `the certificate of ${origin} is not trusted (${why}); check the address, or name the file of the authority that signed it, as PEM, in NODE_EXTRA_CA_CERTS`,
        error,
      );
    throw new Failure(
      'unreachable',
      'no-server',
      `the server ${origin} does not answer${why === '' ? '' : ` (${why})`}; check the address, and that seventytwo up or seventytwo web runs there`,
      error,
    );
  }
}

function foreign(origin: string, cause: unknown): Failure {
  return new Failure(
    'unreachable',
    'no-api',
    `what answers at ${origin} is not the API of seventytwo; check the address`,
    cause,
  );
}

const kinds = z.enum(['usage', 'unreachable', 'notAllowed', 'refused', 'checkFailed']).options;

function kindOf(exit: number): FailureKind {
  return kinds.find((kind) => exitCodes[kind] === exit) ?? 'unreachable';
}
