/** Folds one event into the duty that it is about. */
import type { FilingStage } from './commands.ts';
import type { Duty, DutyId } from './duty.ts';
import type { IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';

export type DutyEvent = IncidentEvent & {
  readonly type:
    | 'dutyOpened'
    | 'dutyReplanned'
    | 'dutyWithdrawn'
    | 'dutyReopened'
    | 'reminded'
    | 'filed'
    | 'advised'
    | 'withholdingProposed'
    | 'withholdingConfirmed';
};

/** Undefined when an event tells of a duty that was never opened. */
export function foldDuty(duty: Duty | undefined, event: DutyEvent): Duty | undefined {
  const { atMs, actor } = event;
  switch (event.type) {
    case 'dutyOpened':
      return {
        id: event.duty,
        ruleVersion: event.ruleVersion,
        state: 'open',
        anchor: event.anchor,
        dueAtMs: event.dueAtMs,
        ...(event.plan && { plan: event.plan }),
        remindedUntilMs: atMs,
        // After a withdrawal it begins anew; what was filed and taken back stays on record.
        filings: duty?.filings ?? [],
        followUpOwed: false,
      };
    case 'dutyReplanned':
      return (
        duty && {
          ...(duty.state === 'withheld' && duty.anchor.provisional ? openAgain(duty) : duty),
          anchor: event.anchor,
          dueAtMs: event.dueAtMs,
          wasDueAtMs: duty.dueAtMs,
          ...(event.plan && { plan: event.plan }),
          remindedUntilMs: atMs,
        }
      );
    case 'dutyWithdrawn':
      return duty && { ...duty, state: 'withdrawn' };
    case 'dutyReopened':
      return (
        duty && { ...withoutReturned(openAgain(duty), event.returned, atMs), remindedUntilMs: atMs }
      );
    case 'reminded':
      return duty && { ...duty, remindedUntilMs: atMs };
    case 'filed':
      return (
        duty && {
          ...duty,
          state: 'filed',
          followUpOwed: owesMore(duty, event.stage),
          filings: [
            ...duty.filings,
            {
              stage: event.stage,
              filed: event.filed,
              recordedAtMs: atMs,
              recordedBy: actor.person,
              reference: event.reference,
              lateByMs: event.lateByMs,
              ...(event.reasonsForDelay !== undefined && {
                reasonsForDelay: event.reasonsForDelay,
              }),
              ...(event.againstAdvice !== undefined && { againstAdvice: event.againstAdvice }),
              ...(event.approved && { approved: event.approved }),
            },
          ],
        }
      );
    case 'advised': {
      const { recommends, reason } = event;
      return duty && { ...duty, advice: { recommends, reason, by: actor.person, atMs } };
    }
    case 'withholdingProposed':
      return (
        duty && {
          ...duty,
          withholding: {
            reason: event.reason,
            ...(event.exception !== undefined && { exception: event.exception }),
            ...(event.againstAdvice !== undefined && { againstAdvice: event.againstAdvice }),
            proposedBy: actor.person,
            proposedAtMs: atMs,
          },
        }
      );
    case 'withholdingConfirmed':
      return (
        duty && {
          ...duty,
          state: 'withheld',
          ...(duty.withholding && {
            withholding: {
              ...duty.withholding,
              confirmedBy: actor.person,
              confirmedAtMs: atMs,
            },
          }),
        }
      );
  }
}

/** Art. 33(4): an initial notice leaves the rest owed, a follow-up changes nothing about that, a complete one ends it. */
function owesMore({ filings, followUpOwed }: Duty, stage: FilingStage): boolean {
  if (stage === 'withdrawal') return false;
  if (stage === 'follow-up') return followUpOwed || filings.length === 0;
  return stage === 'initial';
}

/** What was withheld while the breach was only suspected is to be decided anew once it is certain. */
function openAgain({ withholding: _withholding, ...duty }: Duty): Duty {
  return { ...duty, state: 'open' };
}

/** Taken out of what was filed, so that lateness is that of the notice that does arrive; it stays on record. */
function withoutReturned(duty: Duty, reference: string | undefined, returnedAtMs: number): Duty {
  const back = reference === undefined ? [] : duty.filings.filter((f) => f.reference === reference);
  if (back.length === 0) return duty;
  return {
    ...duty,
    filings: duty.filings.filter((filing) => !back.includes(filing)),
    returned: [...(duty.returned ?? []), ...back.map((filing) => ({ ...filing, returnedAtMs }))],
  };
}

/** A duty that was never opened stays unopened, whatever else is told of it. */
export function withDuty(
  incident: Incident,
  id: DutyId,
  change: (duty: Duty | undefined) => Duty | undefined,
): Incident {
  const duty = change(incident.duties[id]);
  return duty ? { ...incident, duties: { ...incident.duties, [id]: duty } } : incident;
}
