/** What keeps an incident from closing, each with what would open the gate. */
import { isOpen, type Duty } from './duty.ts';
import { reviewersOf, unreviewed } from './glass.ts';
import { dutiesOf, type Incident } from './incident.ts';
import { firstOf } from './list.ts';
import type { RefusalCode } from './refusal.ts';
import { isOpenTask } from './task.ts';
import { isToCustomer } from './told.ts';

export type Gate = { readonly code: RefusalCode; readonly message: string };

export function openDuties(incident: Incident): readonly Duty[] {
  return dutiesOf(incident).filter(isOpen);
}

/** The first of them, for a sentence. */
export function idsOf(duties: readonly Duty[]): string {
  return firstOf(duties.map(({ id }) => id));
}

/** Every gate that is shut; empty when the incident may close. */
export function closureGates(incident: Incident): readonly Gate[] {
  const gates: Gate[] = [];
  if (incident.personalData === 'unknown')
    gates.push({
      code: 'breach-undecided',
      message:
        'whether personal data was breached is undecided; triage it with personal data yes or no',
    });
  if (incident.personalData === 'yes' && !incident.aware)
    gates.push({
      code: 'breach-undecided',
      message:
        'personal data was breached but awareness is not declared; declare it, or triage again with no and the reason',
    });
  if (incident.proposedAwareness)
    gates.push({
      code: 'second-person-needed',
      message:
        'a later awareness time waits for a second person; confirm it, or declare the earlier one again',
    });
  const open = openDuties(incident);
  const untold = open.filter(isToCustomer);
  for (const duty of untold.length > 1 ? open.filter((each) => !isToCustomer(each)) : open)
    gates.push({ code: 'duty-open', message: `the duty ${duty.id} is open; file or withhold it` });
  if (untold.length > 1)
    gates.push({
      code: 'duty-open',
      message: `${untold.length} customers are not told (${idsOf(untold)}); notify them, or file or withhold each`,
    });
  for (const duty of dutiesOf(incident)) {
    if (duty.state === 'filed' && duty.followUpOwed)
      gates.push({
        code: 'duty-open',
        message: `the filing of ${duty.id} was not complete; file the rest (Art. 33(4))`,
      });
  }
  for (const task of incident.tasks) {
    if (task.mandatory && isOpenTask(task))
      gates.push({
        code: 'task-open',
        message: `the mandatory task ${task.id} is not done; complete it, or skip it with a reason`,
      });
  }
  gates.push(...glassGates(incident));
  if (incident.phase !== 'review')
    gates.push({
      code: 'wrong-phase',
      message: `it is in phase ${incident.phase}; it closes from review`,
    });
  if (!incident.review)
    gates.push({ code: 'review-missing', message: 'the review is missing; record it' });
  return gates;
}

/** No incident ends before somebody else has looked at it. */
export function glassGates(incident: Incident): readonly Gate[] {
  return unreviewed(incident).map(({ id, by }) => ({
    code: 'glass-unreviewed',
    message: `the break-glass access ${id} of ${by} is not reviewed; ${reviewersOf(incident.policy, by).join(' or ')} must review it`,
  }));
}
