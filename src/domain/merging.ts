/** The rules of merging: a duplicate ends in the incident that goes on, which keeps the earliest of both clocks. */
import { breachQuestion, declareAwareness } from './breach.ts';
import { dueAtMs, provisionalAnchor } from './clock.ts';
import type { CommandFields, PersonalData } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { EventBody } from './events.ts';
import { isOpen } from './duty.ts';
import { glassGates, idsOf, openDuties } from './gates.ts';
import { dutiesOf, limits, type Incident, type Stamps } from './incident.ts';
import { closedAlready, refuse, type Refusal } from './refusal.ts';
import { rules } from './rules.ts';
import { listLimit, type Instant } from './shape.ts';
import { isOpenTask } from './task.ts';
import { taskId, tooManyTasks } from './tasking.ts';

/** Only asked for here: it ends once the other incident has taken what it must not lose. */
export function merge(incident: Incident, { into, reason }: CommandFields<'merge'>): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'merge');
  if (into === incident.id)
    return refuse('facts-in-conflict', `${into} is this incident; name the one that goes on`);
  if (incident.merging?.into === into) return [];
  if (incident.merging) return underWay(incident);
  const unseen = glassGates(incident)[0];
  if (unseen) return refuse(unseen.code, `${incident.id} cannot end: ${unseen.message}`);
  const clock = runningClock(incident);
  if (clock) return clock;
  if (mandatoryTasks(incident).length > listLimit)
    return refuse(
      'task-open',
      `${incident.id} has more than ${listLimit} mandatory tasks open; complete or skip some before they move to ${into}`,
    );
  return [{ type: 'mergeRequested', into, reason }];
}

/** No way around a clock: after awareness each duty must be filed, or withheld by two people. */
function runningClock(incident: Incident): Refusal | undefined {
  const { id, aware, proposedAwareness } = incident;
  const open = openDuties(incident).filter(({ anchor }) => !anchor.provisional);
  if (open.length > 0)
    return refuse(
      'clock-running',
      `${aware ? 'awareness of a personal data breach is declared' : 'a legal clock runs'} for ${id}; file or withhold ${idsOf(open)} first, or merge the other incident into this one`,
    );
  const owed = dutiesOf(incident).find(
    ({ state, followUpOwed }) => state === 'filed' && followUpOwed,
  );
  if (owed)
    return refuse(
      'duty-open',
      `the filing of ${owed.id} for ${id} was not complete; file the rest (Art. 33(4)) first`,
    );
  return proposedAwareness
    ? refuse(
        'second-person-needed',
        `a later awareness time for ${id} waits for a second person; confirm it, or declare the earlier one again, first`,
      )
    : undefined;
}

/** What the other incident must not lose when this one ends. */
export function absorption(incident: Incident): CommandFields<'absorb'> {
  const { id, personalData, stamps, aware, restrictedTo } = incident;
  // The other may be for everybody: what this one was about stays here.
  const title = restrictedTo ? 'a restricted incident' : incident.title;
  const summary = restrictedTo ? undefined : incident.summary;
  const owed = mandatoryTasks(incident);
  const tasks = owed.map((task) => (restrictedTo ? `${task.id} of ${id}` : task.title));
  return {
    ...{ duplicate: id, title, personalData, detected: stamps.detected },
    ...(summary !== undefined && { summary }),
    ...(stamps.occurred && { occurred: stamps.occurred }),
    ...(stamps.vendorNotice && { vendorNotice: stamps.vendorNotice }),
    ...(aware && {
      aware: { atMs: aware.atMs, zone: aware.zone },
      ...(!restrictedTo && { awareReason: aware.reason }),
    }),
    ...(tasks.length > 0 && { tasks }),
  };
}

function mandatoryTasks({ tasks }: Incident) {
  return tasks.filter((task) => task.mandatory && isOpenTask(task));
}

/** How a merge ends once the other incident has answered; what was learnt in between counts. */
export function mergeAnswered(
  incident: Incident,
  answer: { readonly refused?: string },
): readonly EventBody[] {
  const { merging } = incident;
  if (!merging) return [];
  const { into } = merging;
  // What was learnt, or broken into, while the other incident answered.
  const message =
    answer.refused ?? runningClock(incident)?.message ?? glassGates(incident)[0]?.message;
  if (message !== undefined) return [{ type: 'mergeFailed', into, message }];
  return [
    ...openDuties(incident).map((duty): EventBody => ({
      ...{ type: 'dutyWithdrawn', duty: duty.id },
      reason: `its clock goes on in ${into}`,
    })),
    { type: 'merged', into },
  ];
}

export function absorb(
  incident: Incident,
  fields: CommandFields<'absorb'>,
  circumstances: Circumstances,
): Decision {
  const { id, phase, absorbed = [], tasks } = incident;
  const { duplicate } = fields;
  if (duplicate === id)
    return refuse('facts-in-conflict', `${id} is this incident; name the duplicate`);
  if (phase === 'closed') return closedAlready(incident, `merge ${duplicate} into`);
  if (incident.merging) return underWay(incident);
  if (absorbed.includes(duplicate)) return [];
  if (absorbed.length >= limits.absorbed)
    return refuse(
      'limit-reached',
      `${id} has taken in ${limits.absorbed} duplicates; note the rest`,
    );
  const moved = fields.tasks ?? [];
  if (tasks.length + moved.length > limits.tasks) return tooManyTasks(incident);
  const clock = clockAfter(incident, fields, circumstances);
  if ('refused' in clock) return clock;
  return [
    { type: 'absorbed', ...fields },
    ...moved.map((title, n): EventBody => ({
      type: 'taskAdded',
      task: { id: taskId(tasks.length + n), title, mandatory: true },
    })),
    ...clock,
  ];
}

/** The earliest awareness of both; before awareness the earliest provisional clock. */
function clockAfter(
  incident: Incident,
  fields: CommandFields<'absorb'>,
  circumstances: Circumstances,
): Decision {
  const { aware } = fields;
  const after: Incident = {
    ...incident,
    stamps: earliestStamps(incident.stamps, fields),
    personalData: graver(incident.personalData, fields.personalData),
  };
  if (aware && (!incident.aware || aware.atMs < incident.aware.atMs)) {
    const because = fields.awareReason ?? 'the reason stands there';
    const reason = `declared in ${fields.duplicate}: ${because}`.slice(0, longestReason);
    return declareAwareness(after, { at: aware, reason }, circumstances);
  }
  // What was withdrawn comes back when the duplicate was a breach.
  if (incident.aware && fields.personalData !== 'yes') return [];
  if (after.personalData === 'no') return [];
  const duty = incident.duties['gdpr-33-1'];
  if (!duty || !isOpen(duty) || incident.aware)
    return breachQuestion(after, after.personalData, `${fields.duplicate} was merged`);
  const anchor = provisionalAnchor(after.stamps);
  return anchor.atMs < duty.anchor.atMs
    ? [
        {
          ...{ type: 'dutyReplanned', duty: duty.id, anchor },
          dueAtMs: dueAtMs(rules['gdpr-33-1'], anchor.atMs),
        },
      ]
    : [];
}

/** Characters, as for a reason that a person gives. */
const longestReason = 4_000;

export function earliestStamps(
  stamps: Stamps,
  other: Pick<Stamps, 'detected' | 'occurred' | 'vendorNotice'>,
): Stamps {
  const occurred = earlier(stamps.occurred, other.occurred);
  const vendorNotice = earlier(stamps.vendorNotice, other.vendorNotice);
  return {
    ...stamps,
    detected: earlier(other.detected, stamps.detected) ?? stamps.detected,
    ...(occurred && { occurred }),
    ...(vendorNotice && { vendorNotice }),
  };
}

function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (!a || !b) return a ?? b;
  return a.atMs <= b.atMs ? a : b;
}

const gravity: readonly PersonalData[] = ['no', 'unknown', 'yes'];

/** A breach that one of both has found is a breach. */
export function graver(a: PersonalData, b: PersonalData): PersonalData {
  return gravity.indexOf(b) > gravity.indexOf(a) ? b : a;
}

function underWay({ id, merging }: Incident): Refusal {
  return refuse(
    'merging',
    `${id} is being merged into ${merging?.into ?? 'another'}; wait for the answer, a few seconds`,
  );
}
