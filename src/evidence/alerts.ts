/** The alerts of an evidence pack: each with what monitoring said of it, for a spreadsheet and for machines. */
import { alertsOf } from '../register/alert-reading.ts';
import type { Register } from '../register/database.ts';
import { csvLine } from './csv.ts';
import type { PackFile } from './file.ts';
import { isoOf } from './view.ts';

const columns = [
  ...['source', 'fingerprint', 'status', 'began_utc', 'ended_utc', 'recorded_utc'],
  ...['labels', 'annotations', 'link'],
];

/** None of an incident that monitoring told nothing of. */
export async function* alertFiles(
  register: Register,
  incidentId: string,
): AsyncGenerator<PackFile> {
  const { done } = await alertsOf(register, incidentId).next();
  if (done) return;
  yield { name: 'alerts.csv', parts: csv(register, incidentId) };
  yield { name: 'alerts.json', parts: json(register, incidentId) };
}

async function* csv(register: Register, incidentId: string): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const alert of alertsOf(register, incidentId)) {
    const { source, fingerprint, status, startsAtMs, endsAtMs, receivedAtMs, body } = alert;
    yield csvLine([
      ...[source, fingerprint, status, began(startsAtMs)],
      ...[endsAtMs === undefined ? undefined : isoOf(endsAtMs), isoOf(receivedAtMs)],
      ...[JSON.stringify(body.labels), JSON.stringify(body.annotations), body.link],
    ]);
  }
}

async function* json(register: Register, incidentId: string): AsyncGenerator<string> {
  yield `{"incident":${JSON.stringify(incidentId)},"alerts":[`;
  let before = '\n';
  for await (const { startsAtMs, endsAtMs, receivedAtMs, ...alert } of alertsOf(
    register,
    incidentId,
  )) {
    const times = {
      began: began(startsAtMs),
      ...(endsAtMs !== undefined && { ended: isoOf(endsAtMs) }),
      recorded: isoOf(receivedAtMs),
    };
    yield before + JSON.stringify({ ...alert, ...times });
    before = ',\n';
  }
  yield '\n]}\n';
}

/** 0: the source did not say. */
function began(atMs: number): string | undefined {
  return atMs === 0 ? undefined : isoOf(atMs);
}
