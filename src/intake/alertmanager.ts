/** Reads what Alertmanager posts to a webhook, version 4 of its payload. */
import { z } from 'zod';
import {
  alertsPerCall,
  fingerprintOf,
  groupOf,
  instantOf,
  linkOf,
  textsOf,
  type Call,
  type ReportedAlert,
} from './call.ts';

const texts = z.record(z.string(), z.string()).default({});

const alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: texts,
  annotations: texts,
  startsAt: z.string().optional(),
  endsAt: z.string().optional(),
  generatorURL: z.string().optional(),
  fingerprint: z.string().min(1),
});

const payload = z.object({
  version: z.literal('4'),
  groupKey: z.string().min(1),
  /** Left out because of `max_alerts`. */
  truncatedAlerts: z.number().default(0),
  alerts: z.array(z.unknown()),
});

/** Throws a ZodError. */
export function readAlertmanager(body: unknown, severityFrom: string): Call {
  const { groupKey, truncatedAlerts, alerts } = payload.parse(body);
  const kept = alerts.slice(0, alertsPerCall);
  return {
    alerts: kept.map((one) => toAlert(alert.parse(one), groupKey, severityFrom)),
    isCut: truncatedAlerts > 0 || kept.length < alerts.length,
  };
}

function toAlert(
  { status, fingerprint, ...given }: z.infer<typeof alert>,
  groupKey: string,
  severityFrom: string,
): ReportedAlert {
  const labels = textsOf(given.labels);
  const endsAtMs = status === 'resolved' ? instantOf(given.endsAt) : undefined;
  const name = severityFrom.replace(/^labels\./, '');
  const severity = Object.hasOwn(labels, name) ? labels[name] : undefined;
  return {
    ...{ status, fingerprint: fingerprintOf(fingerprint), group: groupOf(groupKey) },
    startsAtMs: instantOf(given.startsAt) ?? 0,
    ...(endsAtMs !== undefined && { endsAtMs }),
    ...(severity !== undefined && { severity }),
    body: { labels, annotations: textsOf(given.annotations), ...linkOf(given.generatorURL) },
  };
}
