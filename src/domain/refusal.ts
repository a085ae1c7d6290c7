/** A command refused by a rule is a value: a code from a closed set and one sentence with the remedy. */

export const refusalCodes = [
  'unknown-person',
  'unknown-duty',
  'unknown-task',
  'unknown-customer',
  'not-declared',
  'already-declared',
  'wrong-phase',
  'already-done',
  'clock-running',
  'breach-undecided',
  'duty-open',
  'task-open',
  'review-missing',
  'second-person-needed',
  'nothing-to-confirm',
  'delay-reasons-missing',
  'in-the-future',
  'facts-in-conflict',
  'limit-reached',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export type Refusal = { readonly refused: RefusalCode; readonly message: string };

export function refuse(refused: RefusalCode, message: string): Refusal {
  return { refused, message };
}

export function isRefusal(decision: object): decision is Refusal {
  return 'refused' in decision;
}
