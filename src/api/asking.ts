/** One signed request to the HTTP API of an installation, and what its problems mean on the command line. */
import { randomUUID, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { signRequest } from '../access/request-proof.ts';
import { exitCodes, Failure, type FailureKind } from '../failure.ts';
import { visible } from '../notices/document.ts';
import { checkedFetch, isUntrusted } from '../tls.ts';
import { sha256Of } from '../sha256.ts';
import { problem } from './answers.ts';
import { toContentDigest } from './digest.ts';
import { apiRoot } from './routes.ts';

/** Above the ten seconds that the server itself waits for an incident's answer. */
const answerLimitMs = 20_000;
/** A file of 25 MB over a slow line; the server itself gives a request a minute. */
const fileLimitMs = 90_000;

/** An incident with every event and alert that it may have is far below. */
const mostOfAnswer = 64 * 1_024 * 1_024;
/** The largest file that an incident keeps has 25 MB. */
const mostOfFile = 26 * 1_024 * 1_024;

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
  const told = await readAnswer(answer, server.origin);
  // oxlint-disable-next-line no-unsafe-type-assertion -- the server made it by the same table; what it is good for, its users check.
  return told as T;
}

export async function askBytes(server: Server, path: string): Promise<Uint8Array> {
  const answer = await send(server, { method: 'GET', path }, fileLimitMs);
  return bytesOf(answer, server.origin, mostOfFile);
}

async function readAnswer(answer: Response, origin: string): Promise<unknown> {
  const bytes = await bytesOf(answer, origin, mostOfAnswer);
  try {
    const told: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'), harmlessly);
    return told;
  } catch (error) {
    throw foreign(origin, error);
  }
}

/** A server that is not what it says could fill the memory, or have the terminal obey it. */
async function bytesOf(answer: Response, origin: string, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = answer.body;
  if (body === null) return new Uint8Array();
  for await (const part of body) {
    size += part.length;
    if (size > most) throw foreign(origin, new Error(`it sends more than ${most} bytes`));
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A draft's own JSON is hashed as it is; its renderers take care of what is in it. */
function harmlessly(key: string, value: unknown): unknown {
  return typeof value === 'string' && key !== 'json' ? visible(value) : value;
}

/** Throws what the answer says is wrong. */
async function send(server: Server, wanted: Wanted, limitMs?: number): Promise<Response> {
  const { origin, person, key, now } = server;
  const { type, body } = await bodyOf(wanted);
  const { method } = wanted;
  const sha256 = sha256Of(body);
  // What is long is read there only when the signature over this hash is good.
  const digested = { 'content-digest': toContentDigest(sha256) };
  const request = { method, origin, path: `${apiRoot}${wanted.path}`, body: { sha256 } };
  const at = { issuedAtMs: now(), nonce: randomUUID() };
  const authorization = key
    ? signRequest(request, { person, key }, at)
    : `Seventytwo-unsigned ${person}`;
  const answer = await reach(`${origin}${request.path}`, {
    method,
    headers: { authorization, ...(type !== '' && { 'content-type': type, ...digested }) },
    ...(type !== '' && { body }),
    // A redirect would carry what was signed to somebody else.
    redirect: 'error',
    signal: AbortSignal.timeout(limitMs ?? (wanted.file ? fileLimitMs : answerLimitMs)),
  });
  if (answer.ok) return answer;
  const told = await readAnswer(answer, origin);
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
