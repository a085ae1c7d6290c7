/** Taking a filed notice back with the authority: it was no breach of personal data after all. */
import { approvedThen } from './approving.ts';
import type { CommandFields } from './commands.ts';
import type { Decision } from './decision.ts';
import { isOpen, standingFilings, type Duty } from './duty.ts';
import type { EventBody } from './events.ts';
import type { Incident } from './incident.ts';
import { withdrawalReason } from './notice.ts';
import { refuse } from './refusal.ts';
import type { Instant } from './shape.ts';
import { followUpRule } from './starting.ts';

/**
 * Records what a person did with the authority; nothing is owed any more. Only where the record says why, because it
 * ends clocks. What was never filed cannot be taken back: two people withhold it.
 */
export function withdraw(
  incident: Incident,
  duty: Duty | undefined,
  { duty: named = 'gdpr-33-1', reference }: CommandFields<'fileDuty'>,
  filed: Instant,
): Decision {
  if (named !== 'gdpr-33-1' || !duty || standingFilings(duty).length === 0)
    return refuse(
      'nothing-filed',
      `no notice under Art. 33(1) stands for ${named} of ${incident.id} that could be withdrawn; use withholdDuty (duty withhold) when none is owed`,
    );
  const reason = withdrawalReason(incident);
  if (reason === undefined)
    return refuse(
      'breach-undecided',
      `the record does not say why ${incident.id} was no breach; triage it with personal data no and the reasons, or set field 4 of the notice to c and field 5 to the reasons`,
    );
  const rest = incident.duties[followUpRule];
  const ended = [duty, ...(rest && isOpen(rest) ? [rest] : [])];
  return [
    {
      ...{ type: 'filed', duty: duty.id, stage: 'withdrawal', filed, reference, lateByMs: 0 },
      ...approvedThen(incident, duty.id),
    },
    ...ended.map(({ id }): EventBody => ({ type: 'dutyWithdrawn', duty: id, reason })),
  ];
}
