/** Every path of the HTTP API: what it takes and what it answers. The server checks by this table, and the description is made from it. */
import { z } from 'zod';
import { commandNames, personalDataAnswers, type CommandName } from '../domain/commands.ts';
import { phases } from '../domain/incident.ts';
import { severities } from '../domain/policy.ts';
import { commandBody, incidentId } from './schema.ts';

/** Begins every path; a change that breaks a client gets another number. */
export const apiRoot = '/api/v1';

export type Route = {
  readonly method: 'get' | 'post';
  /** With `{name}` for each part that varies. */
  readonly path: string;
  readonly summary: string;
  readonly parameters?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
};

const instantMs = z.int().describe('epoch milliseconds, UTC');
const flag = z.enum(['true', 'false']).optional();

/** What everybody can rely on; the rest is as `seventytwo show --json` tells it. */
const status = z.looseObject({
  id: incidentId,
  title: z.string(),
  severity: z.enum(severities),
  phase: z.enum(phases),
  nextDueAtMs: instantMs.optional(),
  duties: z.array(z.looseObject({ id: z.string(), state: z.string(), dueAtMs: instantMs })),
  seq: z.int().describe('number of the newest event: grows with every change'),
});
const listed = z.looseObject({
  id: incidentId,
  severity: z.string(),
  phase: z.string(),
  title: z.string().optional().describe('absent for a restricted incident that is for others'),
  nextDueAtMs: instantMs.optional(),
});
const event = z.looseObject({ seq: z.int(), atMs: instantMs, type: z.string() });
const notice = z.looseObject({ incidentId, notice: z.string(), sha256: z.string() });

export const listQuery = z.strictObject({
  all: flag.describe('the closed ones too'),
  severity: z.enum(severities).optional(),
  phase: z.enum(phases).optional(),
  personalData: z.enum(personalDataAnswers).optional(),
  commander: z.string().max(64).optional(),
  overdue: flag,
});
const ofIncident = z.strictObject({ incident: incidentId });

export const reads = {
  me: {
    ...{ method: 'get', path: '/me', summary: 'who signed this request, and what they may do' },
    answer: z.object({ person: z.string(), roles: z.array(z.string()), version: z.string() }),
  },
  webKey: {
    ...{ method: 'get', path: '/web-key', summary: 'the key of the web server, for a pass' },
    answer: z.object({ web: z.string() }),
  },
  policy: {
    ...{ method: 'get', path: '/policy', summary: 'what a command line needs of the policy file' },
    answer: z.looseObject({ version: z.string() }),
  },
  incidents: {
    ...{ method: 'get', path: '/incidents', summary: 'the open incidents, most urgent first' },
    query: listQuery,
    answer: z.object({ incidents: z.array(listed) }),
  },
  incident: {
    ...{ method: 'get', path: '/incidents/{incident}', summary: 'one incident as it is now' },
    parameters: ofIncident,
    answer: z.object({ incident: status, note: z.string().optional() }),
  },
  events: {
    ...{ method: 'get', path: '/incidents/{incident}/events', summary: 'everything that happened' },
    parameters: ofIncident,
    answer: z.object({ events: z.array(event) }),
  },
  notices: {
    ...{ method: 'get', path: '/incidents/{incident}/notices', summary: 'the drafts of notices' },
    parameters: ofIncident,
    answer: z.object({ notices: z.array(notice) }),
  },
} as const satisfies Record<string, Route>;

const codeWanted = z.strictObject({
  codeHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('slow hash of the code and the key of the web server'),
  pass: z
    .string()
    .max(2_000)
    .optional()
    .describe(
      'by whom and until when, signed with the key of the person; absent where nobody needs one',
    ),
});
export type CodeWanted = Readonly<z.infer<typeof codeWanted>>;
const codeMade = z.object({ session: z.string(), goodUntilMs: instantMs, untilMs: instantMs });
export type CodeMade = Readonly<z.infer<typeof codeMade>>;

/** What is sent beside commands. */
export const writes = {
  code: {
    ...{ method: 'post', path: '/sign-in-codes', summary: 'a one-time code for the board' },
    body: codeWanted,
    answer: codeMade,
  },
} as const satisfies Record<string, Route>;

export const problem = z.object({
  error: z.object({
    code: z.string().describe('stable, for machines'),
    message: z.string().describe('one sentence for people'),
    exit: z.int().describe('how the command line ends: 2, 3, 4, 5, 6 or 70'),
  }),
});

/** Machines of the product itself send these, and nobody else. */
const machines: ReadonlySet<string> = new Set(['absorb', 'recordAlerts', 'mailBounced']);

export const apiCommands: readonly CommandName[] = commandNames.filter(
  (name) => !machines.has(name),
);

const answered = z.object({ incident: status });

/** A declaration names no incident: the answer does. */
export function commandRoute(name: CommandName): Route {
  const isDeclare = name === 'declare';
  return {
    method: 'post',
    path: isDeclare ? '/incidents' : `/incidents/{incident}/commands/${name}`,
    summary: isDeclare ? 'declare an incident' : `send ${name}`,
    ...(!isDeclare && { parameters: ofIncident }),
    body: commandBody(name),
    answer: answered,
  };
}
