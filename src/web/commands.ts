/** The commands as people find them on the board: what each is called, and under which heading. */
import { commandNames, commandShapes, type Command, type CommandName } from '../domain/commands.ts';
import type { Incident } from '../domain/incident.ts';
import { notPermitted } from '../domain/permitting.ts';
import type { Shape } from '../domain/shape.ts';
import { snapshot } from '../policy/snapshot.ts';
import type { View } from './view.ts';

/** One that is not here is called by its name, and stands last. */
const groups: Readonly<Record<string, Readonly<Partial<Record<CommandName, string>>>>> = {
  Respond: {
    acknowledge: 'Acknowledge',
    triage: 'Triage',
    contain: 'Contain',
    recover: 'Recover',
    note: 'Add a note',
    attach: 'Attach a file',
    changeSeverity: 'Change the severity',
    assign: 'Hand over the command',
    assignScribe: 'Name a scribe',
  },
  Tasks: {
    addTask: 'Add a task',
    completeTask: 'Mark a task as done',
    assignTask: 'Hand a task to somebody',
    skipTask: 'Skip a task',
  },
  'Legal clock': {
    declareAwareness: 'Declare awareness of a breach',
    confirmAwareness: 'Confirm the awareness time',
    stamp: 'Record a time',
    assess: 'Assess the breach',
    startDuty: 'Start a duty',
    fileDuty: 'Record a filing',
    advise: 'Give advice',
    withholdDuty: 'Propose not to notify',
    confirmWithholding: 'Confirm not to notify',
    reopenDuty: 'Reopen a duty',
  },
  Notices: {
    draftNotice: 'Draft a notice',
    setNotice: 'Fill in a field of the notice',
    setLetter: 'Write a part of the letter',
    approveNotice: 'Approve a draft',
    draftNotices: 'Draft notices to customers',
    approveNotices: 'Approve notices to customers',
    notifyCustomers: 'Send notices to customers',
    notifyCustomer: 'Send the notice to one customer',
  },
  Access: {
    restrict: 'Restrict to named people',
    unrestrict: 'Lift the restriction',
    breakGlass: 'Break the glass',
    reviewBreakGlass: 'Review a break-glass access',
    switchAddresses: 'Send mails to the other addresses, or back',
  },
  End: {
    review: 'Write the review',
    close: 'Close',
    reopen: 'Reopen',
    declareFalseAlarm: 'Declare a false alarm',
    merge: 'Merge as a duplicate',
  },
};

/** Sent by machines, or by a page of their own. */
const elsewhere: ReadonlySet<string> = new Set([
  ...['declare', 'absorb', 'recordAlerts', 'mailBounced', 'noteLinkForwarded'],
]);

export function commandFrom(typed: string): CommandName | undefined {
  return elsewhere.has(typed) ? undefined : commandNames.find((name) => name === typed);
}

export function labelOf(name: CommandName): string {
  const label = Object.values(groups).find((group) => group[name] !== undefined)?.[name];
  if (label !== undefined) return label;
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

export function shapeOf(name: CommandName): Shape {
  return commandShapes[name];
}

/** By heading, only what this person may do here. */
export function offered(
  incident: Incident | undefined,
  incidentId: string,
  view: View,
): readonly { readonly heading: string; readonly names: readonly CommandName[] }[] {
  const known = new Set(Object.values(groups).flatMap((group) => Object.keys(group)));
  const rest = commandNames.filter((name) => !known.has(name) && !elsewhere.has(name));
  const all = [
    ...Object.entries(groups).map(([heading, group]) => ({
      heading,
      names: commandNames.filter((name) => group[name] !== undefined),
    })),
    { heading: 'More', names: rest },
  ];
  return all
    .map(({ heading, names }) => ({
      heading,
      names: names.filter((name) => mayHere(incident, incidentId, name, view)),
    }))
    .filter(({ names }) => names.length > 0);
}

/** The worker asks the same rule again. `fields`: what it would be about, such as one's own task. */
export function mayHere(
  incident: Incident | undefined,
  incidentId: string,
  name: CommandName,
  { person, roles, nowMs, policy, policyVersion }: View,
  fields: Readonly<Record<string, unknown>> = {},
): boolean {
  const actor = { person, channel: 'web' } as const;
  // oxlint-disable-next-line no-unsafe-type-assertion -- asked for by its name alone; nothing is sent.
  const command = { name, commandId: '', actor, fields } as unknown as Command;
  const snapshotOf = incident?.policy ?? snapshot(policy, policyVersion);
  const circumstances = { by: person, nowMs, incidentId, policy: snapshotOf, roles };
  return notPermitted(incident, command, circumstances) === undefined;
}
