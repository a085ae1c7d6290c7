/** What a call means: which alerts are one incident, how bad it is, what it is called, since when. */
import { oneLine } from '../domain/describe.ts';
import { canonical } from '../domain/canonical.ts';
import type { CommandFields } from '../domain/commands.ts';
import { severities, type Severity } from '../domain/policy.ts';
import { grouped } from '../domain/alerting.ts';
import { shortText } from '../domain/shape.ts';
import { utc } from '../domain/utc.ts';
import type { IntakeSource } from '../policy/intake.ts';
import { sha256Of } from '../sha256.ts';
import type { Call, ReportedAlert } from './call.ts';

export type AlertGroup = { readonly hash: string; readonly alerts: readonly ReportedAlert[] };

/** Incidents that one source begins within an hour: a label with a value of its own for each alert would page for each. */
export const mostAnHour = 20;
/** The group of what would have begun more than that. */
export const restHash = sha256Of('the rest');

export function groupsOf({ alerts }: Call, source: IntakeSource): readonly AlertGroup[] {
  const groups = new Map<string, ReportedAlert[]>();
  for (const alert of alerts) {
    const hash = hashOf(alert, source);
    const group = groups.get(hash) ?? [];
    group.push(alert);
    groups.set(hash, group);
  }
  return [...groups].map(([hash, of]) => ({ hash, alerts: of }));
}

function hashOf({ group, body: { labels } }: ReportedAlert, source: IntakeSource): string {
  if (!source.group) return sha256Of(group);
  return sha256Of(canonical(source.group.map((name) => [name, labelOf(labels, name) ?? null])));
}

export function firingIn({ alerts }: AlertGroup): readonly ReportedAlert[] {
  return alerts.filter(({ status }) => status === 'firing');
}

/** The worst of them; undefined of none. */
export function severityOf(
  alerts: readonly ReportedAlert[],
  source: IntakeSource,
): Severity | undefined {
  const found = new Set(alerts.map((alert) => severityBy(alert, source)));
  return severities.find((severity) => found.has(severity));
}

function severityBy({ severity: word }: ReportedAlert, { severity }: IntakeSource): Severity {
  const { from: _from, default: usual, ...words } = severity;
  const known: Readonly<Record<string, Severity>> = words;
  const wanted = word?.trim().toLowerCase();
  const key = Object.keys(known).find((one) => one.toLowerCase() === wanted);
  return (key === undefined ? undefined : known[key]) ?? usual;
}

/** Whether these are bad enough to declare an incident. */
export function isWorth(severity: Severity, { only }: IntakeSource): boolean {
  return only === undefined || severities.indexOf(severity) <= severities.indexOf(only);
}

/** `firing` is not empty. `since`: what began until then belongs to an incident that was closed. */
export function declarationOf(
  id: string,
  source: IntakeSource,
  firing: readonly ReportedAlert[],
  at: { readonly nowMs: number; readonly sinceMs?: number; readonly isRest?: boolean },
): CommandFields<'declare'> {
  const severity = severityOf(firing, source) ?? source.severity.default;
  const began = firing.map(({ startsAtMs }) => startsAtMs).filter((ms) => ms > (at.sinceMs ?? 0));
  const detectedMs = Math.min(at.nowMs, ...began);
  return {
    title: titleOf(id, source, firing, severity),
    description: descriptionOf(id, firing, detectedMs, at.isRest === true),
    ...{ severity, personalData: source.personalData, source: id },
    detected: { atMs: detectedMs, zone: 'UTC' },
    ...(source.playbook !== undefined && { kind: source.playbook }),
  };
}

const placeholder = /\{\{\s*([^\s{}]+)\s*\}\}/g;

function titleOf(
  id: string,
  source: IntakeSource,
  firing: readonly ReportedAlert[],
  severity: Severity,
): string {
  // What is worst names the incident.
  const worst = firing.filter((alert) => severityBy(alert, source) === severity);
  const written =
    source.title?.replace(placeholder, (_, name: string) => valuesOf(worst, name)) ??
    worst.find(({ title }) => title !== undefined)?.title ??
    (labelOf(worst[0]?.body.labels ?? {}, 'alertname') === undefined
      ? ''
      : valuesOf(worst, 'alertname'));
  const title = oneLine(written).slice(0, shortText).trim();
  return title === '' ? `Alert from ${id}` : title;
}

/** The one value, or the first and how many more there are. */
function valuesOf(alerts: readonly ReportedAlert[], name: string): string {
  const values = [...new Set(alerts.flatMap(({ body }) => labelOf(body.labels, name) ?? []))];
  const more = values.length - 1;
  return `${values[0] ?? '?'}${more > 0 ? ` and ${grouped(more)} more` : ''}`;
}

/** Characters: what the first alert says of itself is for a glance, all of it is in the register. */
const longestSummary = 600;

function descriptionOf(
  id: string,
  firing: readonly ReportedAlert[],
  sinceMs: number,
  isRest: boolean,
): string {
  const { annotations = {} } = firing[0]?.body ?? {};
  const said = ['summary', 'description', 'message'].flatMap(
    (name) => labelOf(annotations, name) ?? [],
  );
  const count = firing.length === 1 ? 'One alert fires' : `${grouped(firing.length)} alerts fire`;
  return [
    `Declared by monitoring (${id}). ${count}, the first since ${utc(sinceMs)}.`,
    ...(isRest
      ? [
          `${id} began ${mostAnHour} incidents within an hour: whatever else it has to tell is this one incident.`,
        ]
      : []),
    ...said.slice(0, 1).map((text) => `It says: ${oneLine(text).slice(0, longestSummary)}`),
  ].join('\n');
}

function labelOf(labels: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}
