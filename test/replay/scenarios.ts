/** The recorded scenarios: what each history is kept for, and of how many runs it consists. */

export type Scenario =
  | 'paged-and-acknowledged'
  | 'seventy-two-hours'
  | 'withheld-by-two'
  | 'refused-commands'
  | 'closed-and-reopened'
  | 'continued-as-new'
  | 'many-duties'
  | 'checked-senders'
  | 'checked-apart'
  | 'restricted'
  | 'broken-glass'
  | 'escalated'
  | 'merged';

/** Runs of the same workflow id, one file each. */
export const scenarios: Readonly<Record<Scenario, number>> = {
  /** The second person acknowledges; triage to closing. */
  'paged-and-acknowledged': 1,
  /** The whole ladder, overdue rungs, drafts, a customer notified, a late filing. */
  'seventy-two-hours': 1,
  /** A withholding waits for a second person and ends the ladder. */
  'withheld-by-two': 1,
  /** Refusals by rule; those by shape leave no trace. */
  'refused-commands': 1,
  /** The second run begins from the register. */
  'closed-and-reopened': 2,
  /** The first run ends by continue-as-new, the second begins with what it carried. */
  'continued-as-new': 2,
  /** Art. 34, NIS2 and a customer beside Art. 33(1); drafts, approval, a withholding that is reopened. */
  'many-duties': 1,
  /** Every command passes the gate: one that its sender may not give, and a signal that nobody may. */
  'checked-senders': 1,
  /** Checks are activities: signals come while one runs, one fails, one sender is forged. */
  'checked-apart': 1,
  /** For named people: paging begins anew among them, others are refused, and it is lifted again. */
  restricted: 1,
  /** Somebody takes rights, an admin is told and reviews it; before that it cannot end. */
  'broken-glass': 1,
  /** Two levels, nobody reached, an acknowledgement, silence, the question, and a note as its answer. */
  escalated: 1,
  /** A duplicate, and the incident that took it in. */
  merged: 2,
};

/** `closed-and-reopened.2.json` is its second run. */
export function fileNames(scenario: Scenario): readonly string[] {
  return Array.from({ length: scenarios[scenario] }, (_, n) => `${scenario}.${n + 1}.json`);
}
