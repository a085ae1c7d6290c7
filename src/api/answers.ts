/** What the HTTP API answers, as far as everybody can rely on it; each is described once. */
import { z } from 'zod';
import { phases } from '../domain/incident.ts';
import { severities } from '../domain/policy.ts';
import { incidentId } from './schema.ts';

const instantMs = z.int().describe('epoch milliseconds, UTC');

/** The rest is as `seventytwo show --json` tells it. */
const incident = z
  .looseObject({
    id: incidentId,
    title: z.string(),
    severity: z.enum(severities),
    phase: z.enum(phases),
    nextDueAtMs: instantMs.optional(),
    duties: z.array(z.looseObject({ id: z.string(), state: z.string(), dueAtMs: instantMs })),
    seq: z.int().describe('number of the newest event: grows with every change'),
  })
  .meta({ id: 'Incident' });
/** Whoever only breaks the glass, or looks at such an access, learns no more than that it is done. */
const hidden = z
  .strictObject({ id: incidentId, restricted: z.literal(true) })
  .meta({ id: 'HiddenIncident' });
const listed = z
  .looseObject({
    id: incidentId,
    severity: z.string(),
    phase: z.string(),
    title: z.string().optional().describe('absent for a restricted incident that is for others'),
    nextDueAtMs: instantMs.optional(),
  })
  .meta({ id: 'ListedIncident' });
const event = z
  .looseObject({ seq: z.int(), atMs: instantMs, type: z.string() })
  .meta({ id: 'Event' });
const notice = z
  .looseObject({ incidentId, notice: z.string(), sha256: z.string() })
  .meta({ id: 'Notice' });
const alert = z
  .looseObject({
    ...{ fingerprint: z.string(), source: z.string(), startsAtMs: instantMs },
    status: z.enum(['firing', 'resolved']),
  })
  .meta({ id: 'Alert' });
const override = z
  .object({
    ...{ id: z.string(), layer: z.string(), person: z.string() },
    ...{ fromMs: instantMs, untilMs: instantMs, by: z.string(), givenAtMs: instantMs },
    reason: z.string().optional(),
  })
  .meta({ id: 'Override' });
const note = z.string().optional().describe('why it is of the register, and may be a moment old');

export const answers = {
  me: z.object({ person: z.string(), roles: z.array(z.string()), version: z.string() }),
  webKey: z.object({ web: z.string() }),
  policy: z.looseObject({ version: z.string() }),
  incidents: z.object({ incidents: z.array(listed), note }),
  incident: z.object({ incident, note }),
  done: z.object({ incident: z.union([incident, hidden]) }),
  events: z.object({ events: z.array(event) }),
  notices: z.object({ notices: z.array(notice) }),
  alerts: z.object({
    alerts: z.array(alert),
    more: z.boolean().describe('there are more than are told here'),
  }),
  overrides: z.object({ overrides: z.array(override) }),
  override: z.object({ override }),
  digest: z.object({
    digest: z.looseObject({ person: z.string() }),
    mail: z.object({ subject: z.string(), text: z.string() }).optional(),
  }),
  linksRevoked: z.object({
    revoked: z.object({ scope: z.string(), subject: z.string(), atMs: instantMs }),
  }),
  recorded: z.object({ recorded: z.literal(true) }),
  code: z.object({ session: z.string(), goodUntilMs: instantMs, untilMs: instantMs }),
} as const;

export type CodeMade = Readonly<z.infer<typeof answers.code>>;

export const problem = z
  .object({
    error: z.object({
      code: z.string().describe('stable, for machines'),
      message: z.string().describe('one sentence for people'),
      exit: z.int().describe('how the command line ends: 2, 3, 4, 5, 6 or 70'),
    }),
  })
  .meta({ id: 'Problem' });
