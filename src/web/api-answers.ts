/** How the HTTP API reads what was sent and says what is wrong with it: one sentence, a code and an exit code. */
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import { exitCodes, Failure } from '../failure.ts';
import { isHidden, type Seen } from '../looking/sight.ts';
import { visible } from '../notices/document.ts';
import { shown } from '../sending/shown.ts';
import type { ApiAsker } from './api-askers.ts';
import type { WebDeps } from './deps.ts';
import { statusOf } from './fault.ts';

export type ApiEnv = { Variables: { asker: ApiAsker; body: Uint8Array<ArrayBuffer> } };

export function problem(
  c: Context,
  status: ContentfulStatusCode,
  {
    code,
    message,
    exit,
  }: { readonly code: string; readonly message: string; readonly exit: number },
) {
  return c.json({ error: { code, message: visible(message), exit } }, status);
}

export function faultAnswer(c: Context, error: Error, tell: WebDeps['tell']) {
  if (error instanceof Failure) {
    const status = error.code === 'not-signed' ? 401 : statusOf(error);
    if (status === 503) c.header('retry-after', '5');
    return problem(c, status, {
      ...{ code: error.code, message: error.message, exit: exitCodes[error.kind] },
    });
  }
  // Its message may quote what somebody sent.
  tell(`a request to the API failed by a bug: ${c.req.method} ${routePath(c)}: ${error.name}`);
  return problem(c, 500, {
    ...{ code: 'bug', message: 'this is a bug of the server, please report it' },
    exit: exitCodes.bug,
  });
}

export function unknownIncident(id: string): Failure {
  return new Failure(
    'usage',
    'unknown-incident',
    `there is no incident ${id}; see seventytwo list --all`,
  );
}

/** Throws Failure `restricted` for an incident that is for others. */
export function requireSeen(incident: Seen, { person }: ApiAsker, nowMs: number): void {
  if (!isHidden(incident, { person, nowMs })) return;
  const { id } = incident;
  throw new Failure(
    'notAllowed',
    'restricted',
    `${id} is restricted, and ${person} is not among those it is for; ask one of them, or break the glass: seventytwo break-glass ${id} --reason "…" --as ${person}`,
  );
}

export function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new Failure('usage', 'bad-input', 'the body is no JSON; send one JSON object', error);
  }
}

export function parsed<T extends z.ZodType>(schema: T, given: unknown): z.infer<T> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => sentenceOf(issue, given));
  throw new Failure('usage', 'bad-input', faults.join('\n'));
}

/** The name, the value and what to do. */
function sentenceOf(issue: z.core.$ZodIssue, given: unknown): string {
  const name = issue.path.length === 0 ? 'what was sent' : issue.path.join('.');
  const value = issue.path.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined),
    given,
  );
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${issue.keys.map(shown).join(', ')} is not known here; leave it out`;
    case 'invalid_value':
      return `${name} is ${shownValue(value)}; use one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return value === undefined
        ? `${name} is missing; give a ${issue.expected}`
        : `${name} is ${shownValue(value)}; give a ${issue.expected}`;
    case 'too_big':
      return `${name} is above ${issue.maximum}; give less`;
    default:
      return `${name} is ${shownValue(value)}; give it as /api/v1/openapi.json describes it`;
  }
}

function shownValue(value: unknown): string {
  if (typeof value === 'string') return shown(value);
  return typeof value === 'object' && value !== null
    ? Array.isArray(value)
      ? 'a list'
      : 'an object'
    : String(value);
}
