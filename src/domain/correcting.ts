/** The rule of correcting a field of the notice to the authority: kept apart from the facts, so that a new draft keeps it. */
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import { readAnswer } from './edpb/answer.ts';
import { answerKinds } from './edpb/kinds.ts';
import type { EventBody } from './events.ts';
import { limits, type Correction, type Incident } from './incident.ts';
import { refuse, registerAway } from './refusal.ts';

/** In every phase: a notice may be corrected after the incident is closed. */
export function setNotice(
  incident: Incident,
  { field, value, clear = false }: CommandFields<'setNotice'>,
  { by, unjournaled }: Circumstances,
): Decision {
  const { id, commander, policy, corrections = {} } = incident;
  const { dpo, deputy } = policy;
  if (![dpo, deputy, commander].includes(by))
    return refuse(
      'not-your-role',
      `${by} is neither the data protection officer, nor the deputy, nor the commander of ${id}; ${dpo} or ${deputy} corrects its notice`,
    );
  if (!answerKinds[field])
    return refuse('unknown-field', `field ${field} is not one of the template; use 3 to 126`);
  if (clear === (value !== undefined))
    return refuse(
      'answer-unfit',
      `to correct field ${field} takes either a value or clear (--clear)`,
    );
  if (value === undefined) return corrections[field] ? [{ type: 'noticeCorrected', field }] : [];
  const read = readAnswer(field, value);
  if ('fault' in read) return refuse('answer-unfit', `field ${field} ${read.fault}`);
  if (corrections[field]?.value === value) return [];
  const others = Object.entries(corrections).filter(([no]) => no !== String(field));
  return (
    full(id, others, value) ??
    registerAway(id, 'correct the notice of', unjournaled) ?? [
      { type: 'noticeCorrected', field, value },
    ]
  );
}

function full(
  id: string,
  others: readonly (readonly [string, Correction | undefined])[],
  value: string,
): Decision | undefined {
  const kept = others.reduce((sum, [, other]) => sum + (other?.value.length ?? 0), 0);
  if (others.length < limits.corrections && kept + value.length <= limits.correctionCharacters)
    return undefined;
  return refuse(
    'limit-reached',
    `the corrections of ${id} have ${limits.correctionCharacters} characters at most; clear some, or attach a file`,
  );
}

/** The newest of each field; all of them are in the register. */
export function foldCorrection(
  before: Incident['corrections'],
  { field, value }: Extract<EventBody, { type: 'noticeCorrected' }>,
  made: Omit<Correction, 'value'>,
): NonNullable<Incident['corrections']> {
  const { [String(field)]: _before, ...others } = before ?? {};
  return value === undefined ? others : { ...others, [field]: { value, ...made } };
}
