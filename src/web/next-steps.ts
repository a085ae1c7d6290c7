/** What there is to do next on an incident, the most pressing first: the first thing that a page says. */
import type { CommandName } from '../domain/commands.ts';
import { isOpen } from '../domain/duty.ts';
import { unreviewed } from '../domain/glass.ts';
import type { Phase } from '../domain/incident.ts';
import type { DutyStatus, Status } from '../domain/status.ts';
import { isOpenTask } from '../domain/task.ts';

export type Step = {
  readonly command: CommandName;
  /** Already filled in. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly label: string;
  readonly why: string;
  readonly isUrgent?: true;
  /** For whoever has another reason to choose. */
  readonly instead?: readonly {
    readonly command: CommandName;
    readonly fields?: Readonly<Record<string, string>>;
    readonly label: string;
  }[];
};

export function nextSteps(status: Status, person: string): readonly Step[] {
  return [
    ...answer(status, person),
    ...second(status, person),
    ...owed(status),
    ...work(status),
    ...glasses(status, person),
    ...ownTasks(status, person),
  ];
}

function answer({ paging, unreached }: Status, person: string): readonly Step[] {
  if (!paging) return [];
  const command = 'acknowledge';
  const label = 'I have it: acknowledge';
  if (unreached) {
    const why =
      'Nobody could be reached. Everybody was told, and paging goes on until somebody has it.';
    return [{ command, label, why, isUrgent: true }];
  }
  if (paging.stillOnIt === person)
    return [
      {
        ...{ command, label: 'Yes, I am still on it', isUrgent: true },
        why: 'Nothing was heard of you for a while. Whatever you do here answers; without an answer paging begins anew.',
      },
    ];
  if (paging.stillOnIt !== undefined)
    return [
      {
        ...{ command, label: 'I take over: acknowledge' },
        why: 'Whoever leads has fallen silent and is asked whether they are still on it.',
      },
    ];
  if (paging.heldUntilMs !== undefined) {
    const why = 'Quiet hours hold the page back. Whoever takes it now spares everybody the page.';
    return [{ command, label, why }];
  }
  const why = 'Nobody has acknowledged yet. Acknowledging stops the paging and puts you in charge.';
  return [{ command, label, why, isUrgent: true }];
}

function second({ proposedAwareness, duties }: Status, person: string): readonly Step[] {
  const steps: Step[] = [];
  if (proposedAwareness && proposedAwareness.proposedBy !== person)
    steps.push({
      command: 'confirmAwareness',
      label: 'Confirm the later awareness time',
      why: 'Until a second person confirms it, the earlier time counts.',
    });
  for (const { id, article, withholding } of duties)
    if (withholding && withholding.confirmedBy === undefined && withholding.proposedBy !== person)
      steps.push({
        command: 'confirmWithholding',
        fields: { duty: id },
        label: `Confirm not to notify (${article})`,
        why: 'The clock goes on until a second person confirms it.',
      });
  return steps;
}

function owed({ duties: all, aware, notices }: Status): readonly Step[] {
  const open = all.filter(isOpen).toSorted((a, b) => a.dueAtMs - b.dueAtMs);
  const [first] = open;
  if (!first) return [];
  if (first.anchor.provisional && !aware)
    return [
      {
        command: 'declareAwareness',
        label: 'Declare awareness',
        why: 'A provisional clock runs. As soon as it is reasonably certain that personal data was breached, say since when.',
        instead: [
          { command: 'triage', label: 'Answer the breach question' },
          { command: 'declareFalseAlarm', label: 'It is a false alarm' },
        ],
      },
    ];
  return [filing(first, open.length - 1, notices)];
}

function filing(
  { id, article, title, advice }: DutyStatus,
  others: number,
  notices: Status['notices'],
): Step {
  const fields = { duty: id };
  const more = others === 0 ? '' : ` ${others} more ${others === 1 ? 'clock runs' : 'clocks run'}.`;
  const advised = advice ? ` The officer advised to ${advice.recommends}.` : '';
  const newest = notices.findLast(({ about }) => 'duty' in about && about.duty === id);
  const draft = newest
    ? ` Its newest draft is ${newest.id}, ${newest.approved ? 'approved' : 'not approved yet'}; it stands further down, under drafts.`
    : '';
  return {
    ...{ command: 'fileDuty', fields, label: 'Record the filing' },
    why: `${article}: ${title}. File it with the addressee, then record the reference here; it needs nobody's permission.${draft}${advised}${more}`,
    instead: [
      { command: 'draftNotice', fields, label: newest ? 'Draft it anew' : 'Draft the notice' },
      { command: 'withholdDuty', fields, label: 'Propose not to notify' },
    ],
  };
}

const phaseWork: Readonly<Record<Phase, Step | undefined>> = {
  detected: undefined,
  triage: {
    command: 'triage',
    label: 'Triage',
    why: 'Say what happened, what is affected and whether personal data was breached.',
    instead: [{ command: 'declareFalseAlarm', label: 'It is a false alarm' }],
  },
  containment: { command: 'contain', label: 'Contain', why: 'Say what stopped the harm.' },
  recovery: {
    command: 'recover',
    label: 'Recover',
    why: 'Say what was removed and what is restored.',
  },
  review: {
    command: 'review',
    label: 'Write the review',
    why: 'Say what was learnt and what will be done better.',
  },
  closed: undefined,
};

function work({ phase, review, gates }: Status): readonly Step[] {
  if (phase === 'review' && review)
    return gates.length > 0
      ? []
      : [{ command: 'close', label: 'Close', why: 'Nothing keeps it from closing any more.' }];
  const step = phaseWork[phase];
  return step ? [step] : [];
}

function glasses(status: Status, person: string): readonly Step[] {
  return unreviewed(status)
    .filter(({ by }) => by !== person)
    .map(({ id }) => ({
      command: 'reviewBreakGlass',
      fields: { glass: id },
      label: `Review the break-glass access ${id}`,
      why: 'It cannot close before somebody else has looked at it.',
    }));
}

function ownTasks({ tasks }: Status, person: string): readonly Step[] {
  return tasks
    .filter((task) => isOpenTask(task) && task.owner === person)
    .slice(0, 3)
    .map(({ id, title }) => ({
      command: 'completeTask',
      fields: { task: id },
      label: `Mark ${id} as done`,
      why: `Your task: ${title}`,
    }));
}
