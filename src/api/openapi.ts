/** The description of the HTTP API (OpenAPI 3.1), made from the schemas by which the server checks. */
import { z } from 'zod';
import { exitCodes } from '../failure.ts';
import { version } from '../version.ts';
import { apiCommands, apiRoot, commandRoute, problem, reads, type Route } from './routes.ts';

type Json = Readonly<Record<string, unknown>>;

const problems: Readonly<Record<string, string>> = {
  400: `what was sent is wrong (exit code ${exitCodes.usage})`,
  401: 'the request is not signed, or not by whom it says',
  403: `not allowed (${exitCodes.notAllowed})`,
  404: `no such incident (${exitCodes.usage})`,
  409: `refused by a rule (${exitCodes.refused})`,
  413: 'what was sent is too long',
  429: 'too many requests from this address',
  503: `Temporal or the register cannot be reached (${exitCodes.unreachable}); repeat it with the same command id`,
};

/** `origin`: where the API is reached, such as https://incidents.acme.example. */
export function openApi(origin: string): Json {
  const routes: readonly Route[] = [...Object.values(reads), ...apiCommands.map(commandRoute)];
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
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(body, 'input') } },
      },
    }),
    responses: {
      200: {
        description: 'done',
        content: { 'application/json': { schema: schemaOf(answer, 'output') } },
      },
      ...Object.fromEntries(
        Object.entries(problems).map(([code, description]) => [
          code,
          {
            description,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
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
