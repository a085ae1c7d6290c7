/** The incidents of an installation over its HTTP API: the same interface as over Temporal. */
import { randomUUID, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { signRequest } from '../access/request-proof.ts';
import type { Incidents } from '../client.ts';
import type { Command } from '../domain/commands.ts';
import type { IncidentEvent } from '../domain/events.ts';
import type { Status } from '../domain/status.ts';
import { exitCodes, Failure, type FailureKind } from '../failure.ts';
import { isLoopback } from '../loopback.ts';
import type { ListedLine, ListFilter } from '../looking/list.ts';
import type { StoredNotice } from '../register/notices.ts';
import { checkedFetch } from '../tls.ts';
import { apiRoot, problem, type CodeMade, type CodeWanted } from './routes.ts';

/** Above the ten seconds that the server itself waits for an incident's answer. */
const answerLimitMs = 20_000;

export type Server = {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly person: string;
  /** Absent where nobody has a key yet. */
  readonly key?: KeyObject | undefined;
  readonly now: () => number;
};

/** What is read over it, beside what `Incidents` can do. */
export type Looks = {
  policy(): Promise<unknown>;
  webKey(): Promise<string>;
  addCode(wanted: CodeWanted): Promise<CodeMade>;
  list(all: boolean, filter: ListFilter): Promise<{ incidents: ListedLine[]; note?: string }>;
  show(incidentId: string): Promise<{ incident: Status; note?: string }>;
  events(incidentId: string): Promise<IncidentEvent[]>;
  notices(incidentId: string): Promise<StoredNotice[]>;
};

/** Throws Failure `bad-server` for an address that is none, or is not encrypted beyond this machine. */
export function readServer(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  const isPlain = url?.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[|\]$/g, ''));
  if (url && (url.protocol === 'https:' || isPlain) && url.pathname === '/' && url.username === '')
    return url.origin;
  throw new Failure(
    'usage',
    'bad-server',
    `the server ${JSON.stringify(written)} is not an address such as https://incidents.acme.example, without a path; beyond this machine it begins with https://`,
  );
}

export function overHttp(server: Server): Incidents & Looks {
  const at = (id: string, more = '') => `/incidents/${id}${more}`;

  async function post(
    path: string,
    { name: _name, fields, ...envelope }: Command,
  ): Promise<Status> {
    const { incident } = await ask<{ incident: Status }>(server, 'POST', path, {
      ...envelope,
      ...fields,
    });
    return incident;
  }

  return {
    async declare(incidentId, command) {
      try {
        return await post(`/incidents?incident=${incidentId}`, command);
      } catch (error) {
        if (error instanceof Failure && error.code === 'already-declared') return undefined;
        throw error;
      }
    },
    send: (incidentId, command) => post(at(incidentId, `/commands/${command.name}`), command),
    status: async (incidentId) =>
      (await ask<{ incident: Status }>(server, 'GET', at(incidentId))).incident,
    listOpen: () => Promise.reject(new Error('over HTTP the server makes the list')),
    close: () => Promise.resolve(),
    policy: () => ask(server, 'GET', '/policy'),
    webKey: async () => (await ask<{ web: string }>(server, 'GET', '/web-key')).web,
    addCode: (wanted) => ask(server, 'POST', '/sign-in-codes', wanted),
    list: (all, filter) => {
      const wanted = new URLSearchParams();
      for (const [name, value] of Object.entries({ all, ...filter }))
        if (value !== false) wanted.set(name, String(value));
      return ask(server, 'GET', `/incidents?${wanted.toString()}`);
    },
    show: (incidentId) => ask(server, 'GET', at(incidentId)),
    events: async (incidentId) =>
      (await ask<{ events: IncidentEvent[] }>(server, 'GET', at(incidentId, '/events'))).events,
    notices: async (incidentId) =>
      (await ask<{ notices: StoredNotice[] }>(server, 'GET', at(incidentId, '/notices'))).notices,
  };
}

async function ask<T>(
  server: Server,
  method: 'GET' | 'POST',
  path: string,
  json?: object,
): Promise<T> {
  const { origin, person, key, now } = server;
  const body = json === undefined ? '' : JSON.stringify(json);
  const request = { method, origin, path: `${apiRoot}${path}`, body };
  const at = { issuedAtMs: now(), nonce: randomUUID() };
  const authorization = key
    ? signRequest(request, { person, key }, at)
    : `Seventytwo-unsigned ${person}`;
  const answer = await reach(`${origin}${request.path}`, {
    method,
    headers: { authorization, ...(body !== '' && { 'content-type': 'application/json' }) },
    ...(body !== '' && { body }),
    // A redirect would carry what was signed to somebody else.
    redirect: 'error',
    signal: AbortSignal.timeout(answerLimitMs),
  });
  const told: unknown = await answer.json().catch((error: unknown) => {
    throw foreign(origin, error);
  });
  // oxlint-disable-next-line no-unsafe-type-assertion -- the server made it by the same table; what it is good for, its users check.
  if (answer.ok) return told as T;
  const known = problem.safeParse(told);
  if (!known.success) throw foreign(origin, known.error);
  const { code, message, exit } = known.data.error;
  throw new Failure(kindOf(exit), code, message);
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await checkedFetch(url, init);
  } catch (error) {
    const { origin } = new URL(url);
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
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
