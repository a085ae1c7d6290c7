/** What a page shows of an incident: the running one answers for itself, the register for all others and in an outage. */
import { status as toStatus, type Status } from '../domain/status.ts';
import { mayDo } from '../domain/permissions.ts';
import { toIncidentId } from '../domain/incident-id.ts';
import type { Incident } from '../domain/incident.ts';
import { Failure } from '../failure.ts';
import { answerOf } from '../looking/asking.ts';
import { readKept } from '../looking/recorded.ts';
import { isHidden } from '../looking/sight.ts';
import { shown } from '../sending/shown.ts';
import type { WebDeps } from './deps.ts';
import type { View } from './view.ts';

export type Shown = {
  readonly status: Status;
  /** As the register has it; absent while it has nothing yet. */
  readonly incident?: Incident;
  /** Why the incident itself did not answer. */
  readonly outage?: string;
};

export function incidentIdFrom(typed: string): string {
  const id = toIncidentId(typed);
  if (id === undefined)
    throw new Failure(
      'usage',
      'unknown-incident',
      `${shown(typed)} is not an incident id; it looks like INC-K7F3Q`,
    );
  return id;
}

/** Throws a Failure for one that is not there, was erased, or is for others. */
export async function readShown(deps: WebDeps, view: View, typed: string): Promise<Shown> {
  const id = incidentIdFrom(typed);
  const { answer, outage } = await answerOf(() => deps.incidents.status(id));
  const incident = await readKept(deps.register, id);
  const status = answer ?? (incident && toStatus(incident, 0));
  if (!status) throw new Failure('usage', 'unknown-incident', `there is no incident ${id}`);
  requireSight(status, view);
  return {
    status,
    ...(incident && { incident }),
    ...(outage && { outage: outage.message }),
  };
}

function requireSight(status: Status, view: View): void {
  if (!isHidden(status, view)) return;
  const glass = mayDo(view.roles, 'breakGlass')
    ? ' When it cannot wait, break the glass: everybody concerned is told, and somebody looks at it afterwards.'
    : '';
  throw new Failure(
    'notAllowed',
    'restricted',
    `${status.id} is restricted, and you are not among those it is for; ask one of them.${glass}`,
  );
}
