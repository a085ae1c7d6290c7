/** The rules of ending: review, closing behind its gates, reopening, false alarm. */
import { breachQuestion } from './breach.ts';
import type { CommandFields } from './commands.ts';
import type { Decision } from './decision.ts';
import type { EventBody } from './events.ts';
import { closureGates, glassGates, idsOf, openDuties } from './gates.ts';
import type { Incident } from './incident.ts';
import { closedAlready, refuse, wrongPhase } from './refusal.ts';

export function review(incident: Incident, fields: CommandFields<'review'>): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'review');
  if (incident.phase !== 'review') return wrongPhase(incident, 'review', 'review');
  const { summary, rootCause, improvements } = fields;
  return [
    {
      type: 'reviewed',
      summary,
      improvements: improvements ?? [],
      ...(rootCause !== undefined && { rootCause }),
    },
  ];
}

export function close(incident: Incident, fields: CommandFields<'close'>): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'close');
  const gate = closureGates(incident)[0];
  if (gate) return refuse(gate.code, `${incident.id} cannot close: ${gate.message}`);
  const { reason } = fields;
  return [{ type: 'closed', outcome: 'resolved', ...(reason !== undefined && { reason }) }];
}

export function reopen(incident: Incident, fields: CommandFields<'reopen'>): Decision {
  if (incident.phase !== 'closed')
    return refuse('wrong-phase', `${incident.id} is not closed; it is in phase ${incident.phase}`);
  const { reason } = fields;
  // A breach question that was never answered runs on its provisional clock again.
  const answer = incident.personalData === 'no' ? undefined : incident.personalData;
  return [{ type: 'reopened', reason }, ...breachQuestion(incident, answer, reason)];
}

/** No way around a clock: after awareness each duty must be filed, or withheld by two people. */
export function declareFalseAlarm(
  incident: Incident,
  fields: CommandFields<'declareFalseAlarm'>,
): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'call');
  const unseen = glassGates(incident)[0];
  if (unseen) return refuse(unseen.code, `${incident.id} cannot end: ${unseen.message}`);
  const { reason } = fields;
  const open = openDuties(incident);
  const running = open.filter(({ anchor }) => !anchor.provisional);
  if (running.length > 0)
    return refuse(
      'clock-running',
      `${incident.aware ? 'awareness of a personal data breach is declared' : 'a legal clock runs'}; file or withhold ${idsOf(running)} first`,
    );
  return [
    ...open.map((duty): EventBody => ({ type: 'dutyWithdrawn', duty: duty.id, reason })),
    { type: 'closed', outcome: 'false-alarm', reason },
  ];
}
