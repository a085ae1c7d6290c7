/** The description of the HTTP API (OpenAPI 3.1), made from the schemas by which the server checks. */
import { z } from 'zod';
import { exitCodes } from '../failure.ts';
import { version } from '../version.ts';
import {
  apiCommands,
  apiRoot,
  commandRoute,
  problem,
  reads,
  writes,
  type Route,
} from './routes.ts';

type Json = Readonly<Record<string, unknown>>;

type Problem = { readonly status: number; readonly description: string };

/** By name: each is described once, and every operation refers to it. */
const problems: Readonly<Record<string, Problem>> = {
  Wrong: { status: 400, description: `what was sent is wrong (exit code ${exitCodes.usage})` },
  NotSigned: { status: 401, description: 'the request is not signed, or not by whom it says' },
  NotAllowed: { status: 403, description: `not allowed (${exitCodes.notAllowed})` },
  Unknown: { status: 404, description: `no such incident (${exitCodes.usage})` },
  Refused: { status: 409, description: `refused by a rule (${exitCodes.refused})` },
  TooLong: { status: 413, description: 'what was sent is too long' },
  TooMany: { status: 429, description: 'too many requests from this address' },
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
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route);
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
          { description, content: inJson({ $ref: '#/components/schemas/Problem' }) },
        ]),
      ),
      schemas: { Problem: schemaOf(problem, 'output') },
    },
  };
}

function operation({ method, path, summary, parameters, query, body, answer }: Route): Json {
  return {
    operationId: `${method}${path.replace(/[^A-Za-z]+(.)/g, (_, letter: string) => letter.toUpperCase()).replace(/[^A-Za-z]/g, '')}`,
    summary,
    ...((parameters || query) && {
      parameters: [...inPlace(parameters, 'path'), ...inPlace(query, 'query')],
    }),
    ...(body && { requestBody: { required: true, content: inJson(schemaOf(body, 'input')) } }),
    responses: {
      200: { description: 'done', content: inJson(schemaOf(answer, 'output')) },
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

function inPlace(schema: z.ZodObject | undefined, place: 'path' | 'query'): readonly Json[] {
  if (!schema) return [];
  return Object.entries<z.core.$ZodType>(schema.shape).map(([name, field]) => ({
    ...{ name, in: place, required: place === 'path' },
    schema: schemaOf(field, 'input'),
  }));
}

function schemaOf(schema: z.core.$ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
