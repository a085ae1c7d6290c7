/** Times that are learnt later: when it happened, was suspected, was looked into. Stamps are kept apart. */
import { breachQuestion } from './breach.ts';
import { dueAtMs, provisionalAnchor } from './clock.ts';
import type { CommandFields, StampName } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { EventBody, IncidentEvent } from './events.ts';
import { isOpen } from './duty.ts';
import type { Incident, Stamps } from './incident.ts';
import { inTheFuture, isFuture, refuse } from './refusal.ts';
import { rules } from './rules.ts';
import { utc } from './utc.ts';

/** A provisional clock runs from these two: they may move earlier, and never later. */
const anchoring: ReadonlySet<StampName> = new Set(['detected', 'vendor-notice']);

export function stamp(
  incident: Incident,
  { what, at }: CommandFields<'stamp'>,
  { nowMs }: Circumstances,
): Decision {
  if (isFuture(at, nowMs)) return inTheFuture('at', at);
  const before = incident.stamps[fieldOf[what]];
  if (before?.atMs === at.atMs) return [];
  if (anchoring.has(what) && before && at.atMs > before.atMs)
    return refuse(
      'facts-in-conflict',
      `${what} of ${incident.id} is ${utc(before.atMs)}; a clock may run from it, so it moves only to an earlier time: put the correction into a note`,
    );
  const event = { type: 'timeStamped', what, at } as const;
  const after = { ...incident, stamps: stamped(incident.stamps, event) };
  return [event, ...provisionalClock(after)];
}

function provisionalClock(incident: Incident): readonly EventBody[] {
  const duty = incident.duties['gdpr-33-1'];
  if (incident.aware || incident.personalData === 'no') return [];
  if (!duty || !isOpen(duty))
    return incident.phase === 'closed'
      ? []
      : [...breachQuestion(incident, incident.personalData, 'a time was corrected')];
  const anchor = provisionalAnchor(incident.stamps);
  return anchor.atMs === duty.anchor.atMs
    ? []
    : [
        {
          ...{ type: 'dutyReplanned', duty: duty.id, anchor },
          dueAtMs: dueAtMs(rules['gdpr-33-1'], anchor.atMs),
        },
      ];
}

const fieldOf = {
  occurred: 'occurred',
  detected: 'detected',
  suspected: 'suspected',
  'investigation-started': 'investigationStarted',
  'vendor-notice': 'vendorNotice',
} as const satisfies Record<StampName, keyof Stamps>;

export function stamped(
  stamps: Stamps,
  { what, at }: Pick<IncidentEvent & { type: 'timeStamped' }, 'what' | 'at'>,
): Stamps {
  return { ...stamps, [fieldOf[what]]: at };
}
