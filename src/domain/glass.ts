/** Break-glass: who needs an incident and may not have it takes it, in front of everybody, and answers for it later. */
import { maySee } from './circle.ts';
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { IncidentEvent } from './events.ts';
import { limits, type Glass, type Incident } from './incident.ts';
import type { PersonId, PolicySnapshot } from './policy.ts';
import { closedAlready, refuse } from './refusal.ts';

/**
 * Long enough for the first hours of a night, when nobody else answers; short enough that the rights are gone
 * before the next shift. Needed for longer, the glass is broken again, and looked at again.
 */
export const glassMs = 4 * 3_600_000;

export function openGlass(
  { glasses = [] }: Pick<Incident, 'glasses'>,
  person: PersonId,
  nowMs: number,
): Glass | undefined {
  return glasses.find(({ by, untilMs }) => by === person && nowMs < untilMs);
}

export function unreviewed({ glasses = [] }: Pick<Incident, 'glasses'>): readonly Glass[] {
  return glasses.filter(({ review }) => !review);
}

/** The other admins; where there is none, the first of management, officer and deputy who is somebody else. */
export function reviewersOf(policy: PolicySnapshot, breaker: PersonId): readonly PersonId[] {
  const admins = (policy.admins ?? []).filter((admin) => admin !== breaker);
  if (admins.length > 0) return admins;
  const { decisionMaker, dpo, deputy } = policy;
  return [decisionMaker, dpo, deputy].filter((person) => person !== breaker).slice(0, 1);
}

export function breakGlass(
  incident: Incident,
  { reason }: CommandFields<'breakGlass'>,
  { by, nowMs, roles = [] }: Circumstances,
): Decision {
  const { id, phase, glasses = [] } = incident;
  if (phase === 'closed') return closedAlready(incident, 'break the glass of');
  if (openGlass(incident, by, nowMs)) return [];
  if (maySee(incident, by) && roles.includes('responder') && roles.includes('commander'))
    return refuse(
      'already-done',
      `${by} may do all that break-glass allows on ${id} already; give the command itself`,
    );
  if (glasses.length >= limits.glasses)
    return refuse(
      'limit-reached',
      `the glass of ${id} was broken ${limits.glasses} times; have the roles or the restriction changed`,
    );
  const glass = `G${glasses.length + 1}`;
  return [{ type: 'glassBroken', glass, untilMs: nowMs + glassMs, reason }];
}

export function reviewBreakGlass(
  incident: Incident,
  { verdict, reason, glass: id }: CommandFields<'reviewBreakGlass'>,
  { by, roles = [] }: Circumstances,
): Decision {
  const waiting = unreviewed(incident);
  const ids = waiting.map((each) => each.id).join(', ');
  const named = waiting.filter((each) => id === undefined || each.id === id);
  const [glass, ...others] = named;
  if (!glass)
    return refuse(
      'nothing-to-confirm',
      `no break-glass access ${id === undefined ? '' : `${id} `}of ${incident.id} waits for review${ids === '' ? '; see its timeline' : `; give one of ${ids}`}`,
    );
  if (others.length > 0)
    return refuse(
      'nothing-to-confirm',
      `${ids} of ${incident.id} wait for review; give one of them as glass`,
    );
  if (glass.by === by)
    return refuse(
      'second-person-needed',
      `${by} broke the glass ${glass.id}; somebody else reviews it, ask ${reviewersOf(incident.policy, by).join(', ')}`,
    );
  const reviewers = reviewersOf(incident.policy, glass.by);
  if (!reviewers.includes(by) && !roles.includes('admin'))
    return refuse(
      'not-your-role',
      `${by} may not review a break-glass access; ask ${reviewers.join(', ')}`,
    );
  return [{ type: 'glassReviewed', glass: glass.id, verdict, reason }];
}

type GlassEvent = IncidentEvent & { type: 'glassBroken' | 'glassReviewed' };

export function foldGlass(incident: Incident, event: GlassEvent): Incident {
  const { glasses = [] } = incident;
  const { atMs, reason } = event;
  const by = event.actor.person;
  if (event.type === 'glassBroken') {
    const { glass: id, untilMs } = event;
    return { ...incident, glasses: [...glasses, { id, by, atMs, untilMs, reason }] };
  }
  const review = { verdict: event.verdict, reason, by, atMs };
  return {
    ...incident,
    glasses: glasses.map((glass) => (glass.id === event.glass ? { ...glass, review } : glass)),
  };
}
