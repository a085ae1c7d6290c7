/** Payloads of Alertmanager's webhook, version 4. */

type Made = {
  readonly from?: number;
  readonly count: number;
  readonly status?: 'firing' | 'resolved';
  readonly group?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly startsAtMs?: number;
};

const startMs = Date.now() - 5 * 60_000;

export function payload({
  from = 0,
  count,
  status = 'firing',
  group = 'x',
  labels = {},
  startsAtMs = startMs,
}: Made) {
  const startsAt = new Date(startsAtMs).toISOString();
  return {
    version: '4',
    groupKey: `{}:{alertname="HostDown", group="${group}"}`,
    truncatedAlerts: 0,
    status,
    receiver: 'seventytwo',
    groupLabels: { alertname: 'HostDown' },
    commonLabels: { alertname: 'HostDown' },
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example:9093',
    alerts: Array.from({ length: count }, (_, n) => ({
      status,
      labels: {
        ...{ alertname: 'HostDown', instance: `host-${from + n}`, severity: 'critical' },
        ...labels,
      },
      annotations: { summary: `host-${from + n} does not answer` },
      startsAt,
      endsAt: status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example:9090/graph',
      fingerprint: (from + n).toString(16).padStart(16, '0'),
    })),
  };
}
