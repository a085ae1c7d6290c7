/** Holds what the mail server got against what the incident's record asked for. */
import { apply } from '../../src/domain/apply.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { rungLabel, type Ladder } from '../../src/domain/ladder.ts';
import { messageId, type Mail } from '../../src/domain/mail.ts';
import type { Arrived } from './mail-counter.ts';

export type Count = {
  /** Mails that the record asked for. */
  readonly wanted: number;
  /** Asked for, not overtaken by a newer one or a filing, and never at the mail server. */
  readonly lost: readonly string[];
  /** Message-IDs that came more than once, one entry for each time too many. */
  readonly repeated: readonly string[];
  /** Message-IDs that nothing in the record explains. */
  readonly unknown: readonly string[];
  /** Milliseconds from the newest rung a reminder tells to its arrival, for each arrival. */
  readonly latenessMs: readonly number[];
};

/** Above this a reminder counts as late: timers, a mail's way and a loaded machine stay below it. */
const lateMs = 2_000;

export function count(events: readonly IncidentEvent[], arrived: readonly Arrived[]): Count {
  const mails = new Map<string, Mail>();
  const overtaken = new Set<string>();
  let incident: Incident | undefined;
  for (const event of events) {
    const before = incident?.mails ?? [];
    incident = apply(incident, event);
    const now = new Set(incident.mails.map(({ key }) => key));
    for (const mail of incident.mails) mails.set(mail.key, mail);
    const settled =
      event.type === 'mailAccepted' || event.type === 'mailFailed' ? event.key : undefined;
    for (const { key } of before) if (!now.has(key) && key !== settled) overtaken.add(key);
  }
  if (!incident) throw new Error('there are no events to hold the mails against');
  const { id, policy, duties } = incident;
  const own = arrived.filter((mail) => mail.messageId.startsWith(`<${id}.`));
  const seen = new Map<string, number>();
  for (const mail of own) seen.set(mail.messageId, (seen.get(mail.messageId) ?? 0) + 1);
  const byMessageId = new Map(
    [...mails.values()].map((mail) => [messageId(id, mail.key, policy.mailDomain), mail]),
  );
  const dueAtMs = duties['gdpr-33-1']?.dueAtMs ?? 0;
  return {
    wanted: mails.size,
    lost: [...byMessageId]
      .filter(([name, mail]) => !seen.has(name) && !overtaken.has(mail.key))
      .map(([name]) => name),
    repeated: [...seen].flatMap(([name, times]) => Array<string>(times - 1).fill(name)),
    unknown: [...seen.keys()].filter((name) => !byMessageId.has(name)),
    latenessMs: own.flatMap((mail) => {
      const reached = byMessageId.get(mail.messageId)?.reached;
      return reached ? [mail.atMs - newestRungAtMs(reached, policy.ladder, dueAtMs)] : [];
    }),
  };
}

function newestRungAtMs(
  { rungs, overdue }: NonNullable<Mail['reached']>,
  ladder: Ladder,
  dueAtMs: number,
): number {
  if (overdue) return dueAtMs + overdue.to * ladder.overdueEveryMs;
  const newest = rungs.at(-1);
  const rung = ladder.rungs.find(({ beforeMs }) => rungLabel(beforeMs) === newest);
  if (!rung) throw new Error(`the ladder has no rung ${newest}`);
  return dueAtMs - rung.beforeMs;
}

/** For the test's output. */
export function tell({ wanted, lost, repeated, latenessMs }: Count): string {
  const late = latenessMs.filter((ms) => ms > lateMs).length;
  const worst = latenessMs.length === 0 ? 0 : Math.max(...latenessMs);
  return `${wanted} mails wanted, ${lost.length} lost, ${repeated.length} repeated; of ${latenessMs.length} reminders ${late} late (worst ${(worst / 1_000).toFixed(1)} s)`;
}
