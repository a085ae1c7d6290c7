/** The figures that a worker tells: every name, what it means, and which labels it has. No label names an incident or a person. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { version } from '../version.ts';

export type Metrics = ReturnType<typeof createMetrics>;

/** Seconds: a mail or a write takes milliseconds, and is given up after 45 s. */
const buckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60];

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const gauge = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Gauge({ name: `seventytwo_${name}`, help, labelNames, registers });
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[]) =>
    new Counter({ name: `seventytwo_${name}`, help, labelNames, registers });
  const seconds = <T extends string>(name: string, help: string, labelNames: readonly T[]) =>
    new Histogram({ name: `seventytwo_${name}`, help, labelNames, buckets, registers });

  const build = gauge('build_info', 'Always 1; which version runs.', ['version', 'node']);
  build.set({ version, node: process.versions.node }, 1);
  return {
    registry,
    commands: counter('commands_total', 'Commands by name and what became of them.', [
      'command',
      'outcome',
    ]),
    refusals: counter('refusals_total', 'Refused commands by the code of the refusal.', ['code']),
    mails: counter('mails_total', 'Attempts to hand a mail over, by kind and outcome.', [
      'kind',
      'outcome',
    ]),
    deliveries: counter(
      'deliveries_total',
      'What became of mails: accepted, deferred, delayed, refused, gave-up, bounced.',
      ['outcome'],
    ),
    mailSeconds: seconds('mail_seconds', 'How long an attempt to hand a mail over took.', ['kind']),
    registerSeconds: seconds('register_write_seconds', 'How long a write of events took.', [
      'outcome',
    ]),
    waitingEvents: gauge(
      'register_waiting_events',
      'Events that the last attempts could not write to the register; a lower bound.',
    ),
    registerUp: gauge('register_up', '1 when the register answered this scrape.'),
    incidents: gauge('incidents_open', 'Open incidents on record.', ['phase', 'severity']),
    alerts: gauge('alerts', 'Alerts that monitoring recorded on open incidents.', ['status']),
    duties: gauge('duties_open', 'Open duties by rule; contract rules are one.', ['rule']),
    overdue: gauge('duties_overdue', 'Open duties past their due time, by rule.', ['rule']),
    hoursLeft: gauge('duty_hours_left', 'Hours until the nearest open duty is due, by rule.', [
      'rule',
    ]),
    auditHead: gauge('audit_head', 'Number of the newest entry of the audit chain.'),
    troubles: gauge('troubles', 'What the sentinel found at the last look of this worker.', [
      'kind',
    ]),
    lookedAt: gauge(
      'sentinel_look_timestamp_seconds',
      'When the sentinel last looked, by this worker; epoch seconds.',
    ),
    clockAhead: gauge(
      'clock_ahead_seconds',
      "How far this clock is ahead of the Temporal server's; negative when behind.",
    ),
    mailUp: gauge('mail_path_up', '1 when the mail server took our login or a mail lately.'),
  };
}
