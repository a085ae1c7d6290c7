/** The rules of assessing a breach on an incident: facts are taken, the outcome is recorded, nothing is decided by it. */
import type { Assessment, Assessing, AssessmentResult } from './assessment.ts';
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { EventBody, IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';
import { registerAway } from './refusal.ts';

/** What came of facts: an outcome, or one sentence about what is wrong with them. */
export type AssessmentAnswer = { readonly outcome: AssessmentResult } | { readonly wrong: string };

/** Only asked for here: what facts mean changes with the guidelines, and a workflow must decide as it did. */
export function assess(
  { id, assessing }: Incident,
  { facts }: CommandFields<'assess'>,
  { unjournaled }: Circumstances,
): Decision {
  const away = registerAway(id, 'assess', unjournaled);
  if (away) return away;
  return assessing?.facts === facts ? [] : [{ type: 'assessmentRequested', facts }];
}

/** What is recorded of an answer. Facts that were replaced meanwhile are answered by nothing. */
export function assessmentAnswered(
  { assessing, assessment }: Incident,
  request: number,
  answer: AssessmentAnswer,
): readonly EventBody[] {
  if (assessing?.request !== request) return [];
  if ('wrong' in answer) return [{ type: 'assessmentFailed', message: answer.wrong }];
  const { outcome } = answer;
  const isOther =
    assessment &&
    (assessment.authority !== outcome.authority || assessment.people !== outcome.people);
  return [
    {
      ...{ type: 'assessed', ...outcome },
      ...(isOther && {
        before: { authority: assessment.authority, people: assessment.people },
      }),
    },
  ];
}

export type AssessmentEvent = IncidentEvent & {
  readonly type: 'assessmentRequested' | 'assessed' | 'assessmentFailed';
};

/** No duty is touched by it: a score never suppresses and never withdraws one. */
export function foldAssessment(incident: Incident, event: AssessmentEvent): Incident {
  const { assessing, assessmentFault: _fault, ...rest } = incident;
  switch (event.type) {
    case 'assessmentRequested': {
      const { facts, actor, seq: request } = event;
      return { ...rest, assessing: { facts, by: actor.person, request } };
    }
    case 'assessmentFailed':
      return { ...rest, assessmentFault: event.message };
    case 'assessed':
      return assessing ? { ...rest, assessment: assessed(incident, assessing, event) } : rest;
  }
}

function assessed(
  { assessment: last }: Incident,
  { facts, by }: Assessing,
  { atMs, ...event }: IncidentEvent & { type: 'assessed' },
): Assessment {
  const { rulesVersion, score, level, authority, people, because, missing } = event;
  // The same advice once more does not hide that it was another one before.
  const before = event.before && last ? { ...event.before, atMs: last.atMs } : last?.before;
  return {
    ...{ facts, by, atMs, rulesVersion, score, level, authority, people, because, missing },
    ...(before && { before }),
  };
}
