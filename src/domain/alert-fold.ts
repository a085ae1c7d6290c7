/** Folds what monitoring told of its alerts into an incident: the newest counts of each source, and their sum. */
import type { AlertEvent } from './alert-events.ts';
import type { Alerts, Incident } from './incident.ts';

export function foldAlerts(incident: Incident, event: AlertEvent): Incident {
  const { source, firing, resolved, total, newest, beyond } = event;
  const told = {
    ...{ firing, resolved, total, newestAtMs: newest.atMs },
    ...(beyond && { beyond }),
  };
  const bySource = { ...incident.alerts?.bySource, [source]: told };
  return { ...incident, alerts: summed(bySource) };
}

function summed(bySource: Alerts['bySource']): Alerts {
  const all = Object.values(bySource);
  const sum = (of: 'firing' | 'resolved' | 'total') => all.reduce((now, one) => now + one[of], 0);
  return {
    ...{ firing: sum('firing'), resolved: sum('resolved'), total: sum('total') },
    lastAtMs: Math.max(...all.map(({ newestAtMs }) => newestAtMs)),
    bySource,
  };
}
