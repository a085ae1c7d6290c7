/** The rules of alerts from monitoring: who may tell them, what they change, and how they read. */
import type { AlertEvent } from './alert-events.ts';
import { system, type Command, type CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { Incident } from './incident.ts';
import { inTheFuture, isFuture, refuse, type Refusal } from './refusal.ts';
import { utc } from './utc.ts';

/** What the intake, the report form, or a report of a mail server, sends as the product itself, signed with the key of a service. No person stands behind it. */
export function isFromMachine({ name, actor, fields }: Command): boolean {
  if (actor.person !== system.person) return false;
  if (name === 'recordAlerts' || name === 'mailBounced') return true;
  return name === 'declare' && fields.source !== undefined;
}

export function unfitReporter(
  { source }: CommandFields<'declare'>,
  by: string,
): Refusal | undefined {
  if (source === undefined || by === system.person) return undefined;
  return refuse(
    'not-your-role',
    `only monitoring and the report form name a source, and ${by} is a person; leave source out`,
  );
}

export function recordAlerts(
  incident: Incident,
  fields: CommandFields<'recordAlerts'>,
  { by, nowMs }: Circumstances,
): Decision {
  const { source, firing, resolved, total, newest } = fields;
  if (by !== system.person)
    return refuse(
      'not-your-role',
      `only monitoring records alerts; ${by} may add a note to ${incident.id} instead`,
    );
  if (isFuture(newest, nowMs)) return inTheFuture('newest', newest);
  if (firing + resolved !== total)
    return refuse(
      'facts-in-conflict',
      `${firing} firing and ${resolved} resolved alerts are not ${total}; send counts that add up`,
    );
  const before = incident.alerts?.bySource[source];
  // Told out of order: what came later is known already.
  if (before && before.newestAtMs >= newest.atMs) return [];
  return [
    {
      ...{ type: 'alertsRecorded', ...fields },
      ...(before?.firing === 0 && firing > 0 && { again: true }),
      ...(incident.phase === 'closed' && { afterClosing: true }),
    },
  ];
}

/** `all 1,000 alerts of prometheus are resolved since …`. */
export function alertWords(event: Omit<AlertEvent, 'type'>): string {
  const { source, firing, resolved, total, newest } = event;
  const closed = event.afterClosing ? '; the incident stays closed' : '';
  const more = event.beyond ? '; there were more, which are not recorded one by one' : '';
  const at = utc(newest.atMs);
  const told =
    firing === 0
      ? `${total === 1 ? 'the one alert' : `all ${grouped(total)} alerts`} of ${source} ${total === 1 ? 'is' : 'are'} resolved since ${at}; nothing is closed by that`
      : `alerts of ${source}${event.again ? ' fire again' : ''}: ${grouped(firing)} firing, ${grouped(resolved)} resolved, ${grouped(total)} in all, the newest at ${at}`;
  return `${told}${more}${closed}`;
}

/** The source of what the web form told: with a space, which no source of the policy has. */
export const reportForm = 'report form';

/** How a reporter who is no person is called. */
export function reporterOf(source: string): string {
  return source === reportForm ? 'the report form' : `monitoring (${source})`;
}

/** `1,000`: without the host's own way of writing numbers. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
