/** The rule of correcting a field of the notice to the authority, or an item of the letter to the people: kept apart from the facts, so that a new draft keeps it. */
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import { readAnswer } from './edpb/answer.ts';
import { answerKinds } from './edpb/kinds.ts';
import type { EventBody } from './events.ts';
import { limits, type Correction, type Incident } from './incident.ts';
import { refuse, registerAway, type Refusal } from './refusal.ts';

/** In every phase: a notice may be corrected after the incident is closed. */
export function setNotice(
  incident: Incident,
  { field, value, clear = false }: CommandFields<'setNotice'>,
  circumstances: Circumstances,
): Decision {
  const notYours = notEntitled(incident, circumstances);
  if (notYours) return notYours;
  if (!answerKinds[field])
    return refuse('unknown-field', `field ${field} is not one of the template; use 3 to 126`);
  const read = value === undefined ? undefined : readAnswer(field, value);
  const named = `field ${field}`;
  if (clear === (value !== undefined)) return eitherOr(named);
  if (read && 'fault' in read) return refuse('answer-unfit', `${named} ${read.fault}`);
  const event: Corrected = {
    type: 'noticeCorrected',
    field,
    ...(value !== undefined && { value }),
  };
  return correction(incident, String(field), event, circumstances);
}

/** The same of the letter to the people concerned, whose items have names. */
export function setLetter(
  incident: Incident,
  { item, value, clear = false }: CommandFields<'setLetter'>,
  circumstances: Circumstances,
): Decision {
  const notYours = notEntitled(incident, circumstances);
  if (notYours) return notYours;
  if (clear === (value !== undefined)) return eitherOr(item);
  const event: Corrected = { type: 'letterCorrected', item, ...(value !== undefined && { value }) };
  return correction(incident, item, event, circumstances);
}

type Corrected = Extract<EventBody, { type: 'noticeCorrected' | 'letterCorrected' }>;

function notEntitled(
  { id, commander, policy: { dpo, deputy } }: Incident,
  { by }: Circumstances,
): Refusal | undefined {
  if ([dpo, deputy, commander].includes(by)) return undefined;
  return refuse(
    'not-your-role',
    `${by} is neither the data protection officer, nor the deputy, nor the commander of ${id}; ${dpo} or ${deputy} corrects its notice`,
  );
}

function eitherOr(what: string): Refusal {
  return refuse('answer-unfit', `to correct ${what} takes either a value or clear (--clear)`);
}

/** What is so already changes nothing. */
function correction(
  { id, corrections = {} }: Incident,
  key: string,
  event: Corrected,
  { unjournaled }: Circumstances,
): Decision {
  const { value } = event;
  if (corrections[key]?.value === value) return [];
  if (value === undefined) return [event];
  const others = Object.entries(corrections).filter(([other]) => other !== key);
  return (
    full(id, others, value) ?? registerAway(id, 'correct the notice of', unjournaled) ?? [event]
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

/** The newest of each; all of them are in the register. */
export function foldCorrection(
  before: Incident['corrections'],
  event: Corrected,
  made: Omit<Correction, 'value'>,
): NonNullable<Incident['corrections']> {
  const key = event.type === 'letterCorrected' ? event.item : String(event.field);
  const { [key]: _before, ...others } = before ?? {};
  return event.value === undefined ? others : { ...others, [key]: { value: event.value, ...made } };
}
