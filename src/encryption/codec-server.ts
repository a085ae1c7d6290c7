/** Temporal's codec server protocol on this machine alone: shows Temporal's own web UI and CLI what is sealed. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import { createCodec, textOf, type Codec } from './codec.ts';
import { isIncidentKeyId } from './incident-keys.ts';
import type { Keys } from './keys.ts';

export type CodecServer = {
  /** With a path that nobody can guess: other users of this machine reach its ports too. */
  readonly url: string;
  stop(): Promise<void>;
};

const host = '127.0.0.1';
/** A page of a history has a thousand events of at most 2 MB; what a person looks at is far less. */
const longestBody = 64 * 1024 * 1024;
const preflightSeconds = 600;

const wire = z.object({
  metadata: z.record(z.string(), z.string()).optional(),
  data: z.string().optional(),
});
/** Temporal's tools leave out an empty list, as JSON of protocol buffers does. */
const body = z.object({ payloads: z.array(wire).default([]) });
type Wire = z.infer<typeof wire>;

/** `origins`: of web pages that may ask, such as `http://localhost:8233`. Port 0 takes a free one. */
export async function startCodecServer(options: {
  readonly keys: Keys;
  readonly port: number;
  readonly origins: readonly string[];
}): Promise<CodecServer> {
  const { keys, port, origins } = options;
  const codec = createCodec(keys, 'throw');
  const path = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const end = (status: number): void => void response.writeHead(status).end();
    // A page of some other site, whose name was made to point here, has that name in this header.
    if (request.headers.host !== `${host}:${portOf(server.address())}`) return end(421);
    const { origin } = request.headers;
    if (origin !== undefined) {
      if (!origins.includes(origin)) return end(403);
      allow(response, origin);
    }
    const [, secret, task] = (request.url ?? '').split('/');
    if (secret !== path || (task !== 'encode' && task !== 'decode')) return end(404);
    if (request.method === 'OPTIONS') return end(204);
    if (request.method !== 'POST') return end(405);
    if (Number(request.headers['content-length'] ?? Infinity) > longestBody) return end(413);
    const read = body.safeParse(parse(await text(request)));
    if (!read.success) return end(400);
    const given = read.data.payloads.map(fromWire);
    const payloads = await (task === 'encode' ? encode(codec, given) : decode(codec, given));
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ payloads: payloads.map(toWire) }));
  }

  server.listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    throw new Failure(
      'unreachable',
      'port-taken',
      `port ${port} of ${host} cannot be used (${error instanceof Error ? error.message : String(error)}); choose another with --port`,
      error,
    );
  });
  return {
    url: `http://${host}:${portOf(server.address())}/${path}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** One that cannot be opened says so in its place, so that the others are seen. */
function decode(codec: Codec, payloads: readonly Payload[]): Promise<Payload[]> {
  return Promise.all(
    payloads.map(async (payload) => {
      try {
        const [opened] = await codec.decode([payload]);
        return opened ?? payload;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return defaultPayloadConverter.toPayload(`not readable: ${error.message}`);
      }
    }),
  );
}

/** Nobody says for which workflow: what starts an incident names it, all else is sealed for the installation. */
function encode(codec: Codec, payloads: readonly Payload[]): Promise<Payload[]> {
  return Promise.all(
    payloads.map(async (payload) => {
      const workflowId = incidentIn(payload);
      const [sealed] = await codec.encode(
        [payload],
        workflowId === undefined ? undefined : { type: 'workflow', namespace: '', workflowId },
      );
      return sealed ?? payload;
    }),
  );
}

function incidentIn(payload: Payload): string | undefined {
  if (textOf(payload, 'encoding') !== 'json/plain' || !payload.data) return undefined;
  const value = z
    .object({ incidentId: z.string().refine(isIncidentKeyId) })
    .safeParse(parse(Buffer.from(payload.data).toString()));
  return value.success ? value.data.incidentId : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // What follows finds that it is not what it should be.
    return undefined;
  }
}

function allow(response: ServerResponse, origin: string): void {
  response
    .setHeader('access-control-allow-origin', origin)
    .setHeader('access-control-allow-methods', 'POST, OPTIONS')
    .setHeader('access-control-allow-headers', 'content-type, x-namespace, authorization')
    .setHeader('access-control-max-age', preflightSeconds)
    .setHeader('vary', 'origin');
}

function fromWire({ metadata, data = '' }: Wire): Payload {
  return {
    metadata: mapped(metadata, (value) => Buffer.from(value, 'base64')),
    data: Buffer.from(data, 'base64'),
  };
}

function toWire({ metadata, data }: Payload): Wire {
  return {
    metadata: mapped(metadata, (value) => Buffer.from(value).toString('base64')),
    data: Buffer.from(data ?? new Uint8Array()).toString('base64'),
  };
}

function mapped<A, B>(
  fields: Readonly<Record<string, A>> | null | undefined,
  map: (value: A) => B,
): Record<string, B> {
  const entries = Object.entries(fields ?? {}).map(([name, value]) => [name, map(value)] as const);
  return Object.fromEntries(entries);
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
