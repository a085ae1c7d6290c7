/** The description of the HTTP API (OpenAPI 3.1), made from the schemas by which the server checks. */
import type { z } from 'zod';
import { exitCodes } from '../failure.ts';
import { version } from '../version.ts';
import { problem } from './answers.ts';
import { describedIn, type Components, type Json } from './components.ts';
import { apiCommands, apiRoot, commandRoute, reads, writes, type Route } from './routes.ts';

type Problem = { readonly status: number; readonly description: string };

/** By name: each is described once, and every operation refers to it. */
const problems: Readonly<Record<string, Problem>> = {
  Wrong: { status: 400, description: `what was sent is wrong (exit code ${exitCodes.usage})` },
  NotSigned: { status: 401, description: 'the request is not signed, or not by whom it says' },
  NotAllowed: { status: 403, description: `not allowed (${exitCodes.notAllowed})` },
  Unknown: { status: 404, description: `no such incident or path (${exitCodes.usage})` },
  WrongMethod: { status: 405, description: 'this path takes another method; Allow names it' },
  Refused: { status: 409, description: `refused by a rule (${exitCodes.refused})` },
  TooLong: { status: 413, description: 'what was sent is too long' },
  OtherHost: { status: 421, description: 'the board has another address' },
  TooMany: { status: 429, description: 'too many requests from this address' },
  Bug: { status: 500, description: `a bug (${exitCodes.bug})` },
  Away: {
    status: 503,
    description: `Temporal or the register cannot be reached (${exitCodes.unreachable}); repeat it with the same command id`,
  },
};

/** `origin`: where the API is reached, such as https://incidents.acme.example. */
export function openApi(origin: string): Json {
  const routes: readonly Route[] = [
    ...Object.values(reads),
    ...Object.values(writes),
    ...apiCommands.map(commandRoute),
  ];
  const schemas: Components = new Map();
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route, schemas);
  const problemSchema = describedIn(schemas, problem, 'output');
  return {
    openapi: '3.1.0',
    info: {
      ...{ title: 'seventytwo', version },
      description:
        'Incidents, from declaration to closing. Every request is signed with a key of a person (docs/api.md). A command carries its own signature and a command id: the same id is carried out once.',
    },
    servers: [{ url: `${origin}${apiRoot}` }],
    security: [{ signedRequest: [] }],
    paths,
    components: {
      securitySchemes: {
        signedRequest: {
          ...{ type: 'apiKey', in: 'header', name: 'Authorization' },
          description:
            'Seventytwo <person>:<key id>:<issued, epoch ms>:<nonce>:<Ed25519 signature, base64url>',
        },
      },
      responses: Object.fromEntries(
        Object.entries(problems).map(([name, { description }]) => [
          name,
          { description, content: inJson(problemSchema) },
        ]),
      ),
      schemas: Object.fromEntries(schemas),
    },
  };
}

function operation(route: Route, schemas: Components): Json {
  const { method, path, summary, parameters, query, body, withFile, answer } = route;
  const sent = body && describedIn(schemas, body, 'input');
  const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  return {
    operationId: `${method}${path.replace(/[^A-Za-z]+(.)/g, (_, letter: string) => letter.toUpperCase()).replace(/[^A-Za-z]/g, '')}`,
    summary,
    ...((parameters || query) && {
      parameters: [
        ...inPlace(schemas, parameters, 'path'),
        ...inPlace(schemas, query, 'query'),
        ...(withFile ? [digestHeader] : []),
      ],
    }),
    ...(sent && {
      requestBody: {
        required: true,
        content: { ...inJson(sent), ...(withFile && asForm(sent)) },
      },
    }),
    responses: {
      200: {
        description: 'done',
        content: answer ? inJson(describedIn(schemas, answer, 'output')) : bytes,
      },
      ...Object.fromEntries(
        Object.entries(problems).map(([name, { status }]) => [
          status,
          { $ref: `#/components/responses/${name}` },
        ]),
      ),
    },
  };
}

function inJson(schema: Json): Json {
  return { 'application/json': { schema } };
}

const digestHeader: Json = {
  ...{ name: 'Content-Digest', in: 'header', required: false },
  description:
    'SHA-256 of the whole body (RFC 9530), which the signature of the request covers; without it a form may have 256 KB',
  schema: { type: 'string', pattern: '^sha-256=:[A-Za-z0-9+/]{43}=:$' },
};

/** The command as JSON beside the bytes that it names. */
function asForm(command: Json): Json {
  const properties = { command, file: { type: 'string', format: 'binary' } };
  const schema = {
    ...{ type: 'object', required: ['command', 'file'], properties, additionalProperties: false },
  };
  const encoding = { command: { contentType: 'application/json' } };
  return { 'multipart/form-data': { schema, encoding } };
}

function inPlace(
  schemas: Components,
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
): readonly Json[] {
  if (!schema) return [];
  return Object.entries<z.core.$ZodType>(schema.shape).map(([name, field]) => ({
    ...{ name, in: place, required: place === 'path' },
    schema: describedIn(schemas, field, 'input'),
  }));
}
