/** The looks of the HTTP API: what is known of incidents, for whom they are. */
import { Hono } from 'hono';
import { apiRoot, reads } from '../api/routes.ts';
import { replay } from '../domain/apply.ts';
import type { Attachment } from '../domain/incident.ts';
import { status as toStatus } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import { answerOf } from '../looking/asking.ts';
import { listLines, toOpenFilter, type ListFilter } from '../looking/list.ts';
import { readKept } from '../looking/recorded.ts';
import { alertsOf, findAlerts } from '../register/alert-reading.ts';
import type { StoredAlert } from '../register/alerts.ts';
import { readAttachment } from '../register/attachments.ts';
import { recordExport } from '../register/audit.ts';
import { readEvents } from '../register/journal.ts';
import { listNotices } from '../register/notices.ts';
import { shown as typed } from '../sending/shown.ts';
import { sha256Of } from '../sha256.ts';
import { parsed, requireSeen, unknownIncident, type ApiEnv } from './api-answers.ts';
import type { ApiAsker } from './api-askers.ts';
import type { WebDeps } from './deps.ts';
import { incidentIdFrom } from './reading.ts';

/** With a few kilobytes each; a storm has more, and nobody reads them one by one on a laptop. */
const mostAlerts = 1_000;

export function createApiLooks(deps: WebDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get(`${apiRoot}/incidents`, async (c) => {
    const { all, overdue, ...exact } = parsed(reads.incidents.query, c.req.query());
    const filter: ListFilter = defined({ ...exact, overdue: overdue === 'true' || undefined });
    const nowMs = deps.now();
    const { policy } = await deps.policy();
    const { answer: open, outage } = await answerOf(() =>
      deps.incidents.listOpen(toOpenFilter(policy, filter, nowMs)),
    );
    const { person } = c.get('asker');
    const wish = { open, filter, all: all === 'true', person, nowMs, register: deps.register };
    const { lines: incidents } = await listLines(wish);
    return c.json({ incidents, ...(outage && { note: outage.message }) });
  });

  app.get(`${apiRoot}/incidents/:id`, async (c) => {
    const id = incidentIdFrom(c.req.param('id'));
    return c.json(await shown(id, c.get('asker')));
  });

  app.get(`${apiRoot}/incidents/:id/events`, async (c) => {
    const id = incidentIdFrom(c.req.param('id'));
    const events = await readEvents(deps.register, id);
    const incident = replay(events);
    if (!incident) {
      await readKept(deps.register, id);
      throw unknownIncident(id);
    }
    requireSeen(toStatus(incident, 0), c.get('asker'), deps.now());
    return c.json({ events });
  });

  app.get(`${apiRoot}/incidents/:id/notices`, async (c) => {
    const id = incidentIdFrom(c.req.param('id'));
    await requireKept(id, c.get('asker'));
    return c.json({ notices: await listNotices(deps.register, id) });
  });

  app.get(`${apiRoot}/incidents/:id/alerts`, async (c) => {
    const id = incidentIdFrom(c.req.param('id'));
    const { status, fingerprint } = parsed(reads.alerts.query, c.req.query());
    await requireKept(id, c.get('asker'));
    if (fingerprint !== undefined)
      return c.json({ alerts: await findAlerts(deps.register, id, fingerprint), more: false });
    const alerts: StoredAlert[] = [];
    for await (const alert of alertsOf(deps.register, id, status)) {
      if (alerts.length === mostAlerts) return c.json({ alerts, more: true });
      alerts.push(alert);
    }
    return c.json({ alerts, more: false });
  });

  app.get(`${apiRoot}/incidents/:id/attachments/:attachment`, async (c) => {
    const id = incidentIdFrom(c.req.param('id'));
    const wanted = c.req.param('attachment').toUpperCase();
    const { incident } = await shown(id, c.get('asker'));
    const file = incident.attachments?.find((one) => one.id === wanted);
    if (!file)
      throw new Failure(
        'usage',
        'unknown-attachment',
        `${id} has no file ${typed(wanted)}; see seventytwo attachments ${id}`,
      );
    const content = await contentOf(file);
    // On record before anybody has it.
    await recordExport(deps.register, {
      ...{ what: `attachment ${id} ${file.id}`, person: c.get('asker').person, channel: 'api' },
      ...{ sha256: file.sha256, nowMs: deps.now() },
    });
    return c.body(new Uint8Array(content), 200, { 'content-type': 'application/octet-stream' });
  });

  async function contentOf({ id, sha256 }: Attachment): Promise<Uint8Array> {
    const content = await readAttachment(deps.register, sha256);
    if (content && sha256Of(content) === sha256) return content;
    const [code, fault] = content
      ? ['attachment-altered', 'holds other bytes than were attached as']
      : ['attachment-missing', 'does not hold the bytes of'];
    throw new Failure(
      'checkFailed',
      code,
      `the register ${fault} ${id}; look in its backups for SHA-256 ${sha256}`,
    );
  }

  async function shown(id: string, asker: ApiAsker) {
    const { answer, outage } = await answerOf(() => deps.incidents.status(id));
    const kept = answer ? undefined : await readKept(deps.register, id);
    const incident = answer ?? (kept && toStatus(kept, 0));
    if (!incident) throw outage ?? unknownIncident(id);
    requireSeen(incident, asker, deps.now());
    return { incident, ...(outage && { note: outage.message }) };
  }

  async function requireKept(id: string, asker: ApiAsker): Promise<void> {
    const kept = await readKept(deps.register, id);
    if (!kept) throw unknownIncident(id);
    requireSeen(toStatus(kept, 0), asker, deps.now());
  }

  return app;
}

/** An absent filter is not there at all. */
function defined<T extends object>(all: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // oxlint-disable-next-line no-unsafe-type-assertion -- what is undefined is taken out.
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
