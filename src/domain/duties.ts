/** Finds the duties of an incident, opens the first of them, and says what became of one that has ended. */
import { dueAtMs } from './clock.ts';
import type { Anchor, Duty } from './duty.ts';
import type { EventBody } from './events.ts';
import type { Incident } from './incident.ts';
import { refuse, type Refusal } from './refusal.ts';
import { rules } from './rules.ts';

/** An awareness that changes an open duty cannot stand on a closed incident. */
export function reopening(incident: Incident, reason: string): readonly EventBody[] {
  return incident.phase === 'closed' ? [{ type: 'reopened', reason }] : [];
}

export function openDuty(duty: 'gdpr-33-1', anchor: Anchor): EventBody {
  const rule = rules[duty];
  const ruleVersion = rule.version;
  return { type: 'dutyOpened', duty, ruleVersion, anchor, dueAtMs: dueAtMs(rule, anchor.atMs) };
}

export function findDuty(incident: Incident, id: string | undefined): Duty | Refusal {
  const wanted = id ?? 'gdpr-33-1';
  const duty = Object.values(incident.duties).find((candidate) => candidate?.id === wanted);
  return duty ?? unknownDuty(incident, wanted);
}

function unknownDuty(incident: Incident, id: string): Refusal {
  const known = Object.keys(incident.duties).join(', ');
  return refuse(
    'unknown-duty',
    `${incident.id} has no duty ${id}; ${known === '' ? 'declare awareness first if personal data was breached' : `use one of ${known}`}`,
  );
}

export function dutyEnded(incident: Incident, duty: Duty): Refusal {
  return refuse(
    'already-done',
    `${duty.id} of ${incident.id} is ${duty.state} already; record anything further with fileDuty or a note`,
  );
}
