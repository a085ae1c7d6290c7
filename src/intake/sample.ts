/** A payload as Alertmanager sends it, for a dry run without one of your own. */

export function alertmanagerSample(nowMs: number): object {
  const labels = { alertname: 'HostDown', instance: 'web-1', severity: 'critical' };
  return {
    ...{ version: '4', groupKey: '{}:{alertname="HostDown"}', status: 'firing' },
    alerts: [
      {
        ...{ status: 'firing', labels, fingerprint: '00000000000000aa' },
        annotations: { summary: 'web-1 does not answer' },
        startsAt: new Date(nowMs - 60_000).toISOString(),
      },
    ],
  };
}
