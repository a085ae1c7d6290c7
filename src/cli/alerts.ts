/** `alerts list`, `alerts show`: what monitoring recorded on an incident, alert by alert, from the register. */
import { formatBoth } from '../calendar/format.ts';
import { oneLine } from '../domain/describe.ts';
import { Failure } from '../failure.ts';
import { alertsOf, findAlerts } from '../register/alert-reading.ts';
import type { StoredAlert } from '../register/alerts.ts';
import type { Register } from '../register/database.ts';
import { isKnown } from '../register/incidents.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { requireSightOf } from './restricted.ts';
import { incidentIdFrom, openSession, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';
import { columns } from './table.ts';

export async function runAlertsList(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const id = incidentIdFrom(typed);
  const wanted = given.firing === true ? 'firing' : undefined;
  const alerts = session.remote
    ? await fromElsewhere(session, session.remote, id, wanted)
    : await reading(session, id, async (register) => {
        const found: StoredAlert[] = [];
        for await (const alert of alertsOf(register, id, wanted)) found.push(alert);
        return found;
      });
  if (given.json) return printJson(session, { alerts });
  if (alerts.length === 0)
    return io.print(given.firing ? `No alert of ${id} fires.` : `${id} has no alerts.`);
  const rows = alerts.map(({ fingerprint, startsAtMs, status, source, body }) => [
    paint(status === 'firing' ? 'bad' : 'good', status),
    beganAt(startsAtMs, session),
    ...[source, fingerprint, labelsOf(body.labels)],
  ]);
  io.print(columns(['status', 'began', 'source', 'fingerprint', 'labels'], rows));
}

export async function runAlertsShow(
  io: Io,
  given: Given,
  [typed = '', fingerprint = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const id = incidentIdFrom(typed);
  const alerts = session.remote
    ? (await session.remote.alerts(id, { fingerprint })).alerts
    : await reading(session, id, (register) => findAlerts(register, id, fingerprint));
  if (alerts.length === 0)
    throw new Failure(
      'usage',
      'unknown-alert',
      `${id} has no alert ${shown(fingerprint)}; see seventytwo alerts list ${id}`,
    );
  if (given.json) return printJson(session, { alerts });
  io.print(alerts.map((alert) => whole(alert, session)).join('\n\n'));
}

async function fromElsewhere(
  { io }: Session,
  remote: NonNullable<Session['remote']>,
  id: string,
  status: 'firing' | undefined,
): Promise<StoredAlert[]> {
  const { alerts, more } = await remote.alerts(id, status ? { status } : {});
  if (more)
    io.tell(
      `note: these are the newest ${alerts.length}; all of them are told on a machine of the installation`,
    );
  return alerts;
}

function reading<T>(
  session: Session,
  id: string,
  work: (register: Register) => Promise<T>,
): Promise<T> {
  return withRegister(session, async (register) => {
    if (!(await isKnown(register, id)))
      throw new Failure(
        'usage',
        'unknown-incident',
        `there is no incident ${id}; see seventytwo list --all`,
      );
    await requireSightOf(register, id, session);
    return work(register);
  });
}

function whole(alert: StoredAlert, session: Session): string {
  const { fingerprint, source, status, startsAtMs, endsAtMs, receivedAtMs, body } = alert;
  const rows: (readonly [string, string])[] = [
    ['status', status],
    ['source', source],
    ['began', beganAt(startsAtMs, session)],
    ...(endsAtMs === undefined ? [] : [['ended', formatBoth(endsAtMs, session.zone)] as const]),
    ['recorded', formatBoth(receivedAtMs, session.zone)],
    ...Object.entries(body.labels).map(([name, value]) => [`label ${name}`, value] as const),
    ...Object.entries(body.annotations).map(([name, text]) => [`says ${name}`, text] as const),
    ...(body.link === undefined ? [] : [['from', body.link] as const]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    paint('strong', fingerprint),
    ...rows.map(([name, text]) => `  ${oneLine(name).padEnd(width)}  ${oneLine(text)}`),
  ].join('\n');
}

function beganAt(atMs: number, { zone }: Session): string {
  return atMs === 0 ? 'not said' : formatBoth(atMs, zone);
}

function labelsOf(labels: StoredAlert['body']['labels']): string {
  return oneLine(
    Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  );
}
