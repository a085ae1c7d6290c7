/** Every path of the HTTP API: what it takes and what it answers. The server checks by this table, and the description is made from it. */
import { z } from 'zod';
import { commandNames, personalDataAnswers, type CommandName } from '../domain/commands.ts';
import { phases } from '../domain/incident.ts';
import { severities } from '../domain/policy.ts';
import { longText, shortText } from '../domain/shape.ts';
import { answers } from './answers.ts';
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
  /** The body may come with the bytes of a file, as a form. */
  readonly withFile?: true;
  /** Absent: the bytes of a file. */
  readonly answer?: z.ZodType;
};

const flag = z.enum(['true', 'false']).optional();

const listQuery = z.strictObject({
  all: flag.describe('the closed ones too'),
  severity: z.enum(severities).optional(),
  phase: z.enum(phases).optional(),
  personalData: z.enum(personalDataAnswers).optional(),
  commander: z.string().max(64).optional(),
  overdue: flag,
});
const alertsQuery = z.strictObject({
  status: z.enum(['firing', 'resolved']).optional(),
  fingerprint: z.string().max(shortText).optional().describe('of one alert alone'),
});
/** The last instant that a date can be: beyond it nothing can be written down. */
const lastMs = 8_640_000_000_000_000;
const overridesQuery = z.strictObject({
  sinceMs: z
    .string()
    .regex(/^\d{1,16}$/)
    .optional()
    .describe('those that ended before it are left out; default now'),
});
const ofIncident = z.strictObject({ incident: incidentId });
const ofFile = ofIncident.extend({
  attachment: z
    .string()
    .regex(/^A[1-9]\d{0,5}$/)
    .describe('the id of a file, such as A1'),
});
const ofOverride = z.strictObject({
  override: z
    .string()
    .regex(/^[0-9a-f]{1,40}$/)
    .describe('as the list of overrides has it'),
});

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

const overrideWanted = z.strictObject({
  layer: z.string().min(1).max(shortText),
  person: z.string().min(1).max(shortText),
  fromMs: z.int().min(0).max(lastMs),
  untilMs: z.int().min(0).max(lastMs),
  reason: z.string().trim().min(1).max(longText),
});
export type OverrideWanted = Readonly<z.infer<typeof overrideWanted>>;

const exportMade = z.strictObject({
  notice: z.string().regex(/^N\d{1,9}(\.\d{1,9})?$/),
  format: z.enum(['md', 'json', 'pdf', 'docx']),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ExportMade = Readonly<z.infer<typeof exportMade>>;

const linksRevoked = z.strictObject({
  scope: z.enum(['incident', 'person', 'all']),
  subject: z
    .string()
    .min(1)
    .max(shortText)
    .optional()
    .describe('the id of the incident or the person; absent for all'),
  reason: z.string().trim().min(1).max(longText),
});

const inIncident = '/incidents/{incident}';

export const reads = {
  me: {
    ...{ method: 'get', path: '/me', summary: 'who signed this request, and what they may do' },
    answer: answers.me,
  },
  webKey: {
    ...{ method: 'get', path: '/web-key', summary: 'the key of the web server, for a pass' },
    answer: answers.webKey,
  },
  policy: {
    ...{ method: 'get', path: '/policy', summary: 'what a command line needs of the policy file' },
    answer: answers.policy,
  },
  digest: {
    ...{ method: 'get', path: '/digest', summary: 'what the next digest tells who asks' },
    answer: answers.digest,
  },
  overrides: {
    ...{ method: 'get', path: '/on-call/overrides', summary: 'who takes over in the rota' },
    query: overridesQuery,
    answer: answers.overrides,
  },
  incidents: {
    ...{ method: 'get', path: '/incidents', summary: 'the open incidents, most urgent first' },
    query: listQuery,
    answer: answers.incidents,
  },
  incident: {
    ...{ method: 'get', path: inIncident, summary: 'one incident as it is now' },
    parameters: ofIncident,
    answer: answers.incident,
  },
  events: {
    ...{ method: 'get', path: `${inIncident}/events`, summary: 'everything that happened' },
    parameters: ofIncident,
    answer: answers.events,
  },
  notices: {
    ...{ method: 'get', path: `${inIncident}/notices`, summary: 'the drafts of notices' },
    parameters: ofIncident,
    answer: answers.notices,
  },
  alerts: {
    ...{ method: 'get', path: `${inIncident}/alerts`, summary: 'what monitoring recorded' },
    parameters: ofIncident,
    query: alertsQuery,
    answer: answers.alerts,
  },
  attachment: {
    ...{ method: 'get', path: `${inIncident}/attachments/{attachment}` },
    summary: 'the bytes of a file; who took it goes on record',
    parameters: ofFile,
  },
} as const satisfies Record<string, Route>;

/** What is sent beside commands. */
export const writes = {
  code: {
    ...{ method: 'post', path: '/sign-in-codes', summary: 'a one-time code for the board' },
    body: codeWanted,
    answer: answers.code,
  },
  override: {
    ...{
      method: 'post',
      path: '/on-call/overrides',
      summary: 'somebody takes a layer for a while',
    },
    body: overrideWanted,
    answer: answers.override,
  },
  noOverride: {
    ...{ method: 'post', path: '/on-call/overrides/{override}/removal' },
    summary: 'an override is taken back',
    parameters: ofOverride,
    answer: answers.override,
  },
  linksRevoked: {
    ...{ method: 'post', path: '/links/revocations' },
    summary: 'links in mails that were sent until now are taken back; for admins',
    body: linksRevoked,
    answer: answers.linksRevoked,
  },
  exported: {
    ...{ method: 'post', path: `${inIncident}/exports` },
    summary: 'puts on record that a draft was made a file elsewhere',
    parameters: ofIncident,
    body: exportMade,
    answer: answers.recorded,
  },
} as const satisfies Record<string, Route>;

/** Machines of the product itself send these, and nobody else. */
const machines: ReadonlySet<string> = new Set(['absorb', 'recordAlerts', 'mailBounced']);

export const apiCommands: readonly CommandName[] = commandNames.filter(
  (name) => !machines.has(name),
);

/** A declaration names its incident in the query, because its signature is of one; without one the answer does. */
const ofDeclaration = z.strictObject({ incident: incidentId.optional() });

export function commandRoute(name: CommandName): Route {
  if (name === 'declare')
    return {
      ...{ method: 'post', path: '/incidents', summary: 'declare an incident' },
      ...{ query: ofDeclaration, body: commandBody(name), answer: answers.done },
    };
  return {
    ...{ method: 'post', path: `${inIncident}/commands/${name}`, summary: `send ${name}` },
    ...{ parameters: ofIncident, body: commandBody(name), answer: answers.done },
    ...(name === 'attach' && { withFile: true }),
  };
}
