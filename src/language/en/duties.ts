/** The mails about a legal clock, in English: it runs, it runs out, it has ended. */
import type { DutyState } from '../../domain/duty.ts';
import { number } from '../numbers.ts';

type Ending = { readonly subject: string; readonly heading: string; readonly text: string };

const endings: Readonly<Record<DutyState, Ending>> = {
  filed: {
    subject: 'Filed',
    heading: 'The notice is filed',
    text: 'The filing is on record. The reminders have stopped and the calendar entry is cancelled.',
  },
  withheld: {
    subject: 'Withheld',
    heading: 'The notice is withheld',
    text: 'Two persons decided that no notice is owed, with the reasons on record. The reminders have stopped and the calendar entry is cancelled. The breach still belongs in the register (Art. 33(5)).',
  },
  withdrawn: {
    subject: 'No longer due',
    heading: 'The duty is withdrawn',
    text: 'The incident turned out to be no personal data breach, with the reasons on record. The reminders have stopped and the calendar entry is cancelled.',
  },
  open: {
    subject: 'Running again',
    heading: 'The clock runs again',
    text: 'The duty had ended, but it is open again. The newest mail with a clock tells until when.',
  },
  draft: {
    subject: 'Running again',
    heading: 'The clock runs again',
    text: 'The duty had ended, but it is open again and a draft exists. The newest mail with a clock tells until when.',
  },
};

export const duties = {
  /** What is asked for, by which article. */
  task: (title: string, article: string) => `${title} (${article})`,
  lateNotNever: 'Late is not never: file now, with the reasons for the delay (Art. 33(1)).',
  briefing: {
    subject: (left: string, task: string) => `Clock running, ${left}: ${task}`,
    subjectProvisional: (left: string, task: string) =>
      `Provisional clock running, ${left}: ${task}`,
    heading: 'The clock is running',
    headingProvisional: 'A provisional clock is running',
    opening: (name: string, task: string) =>
      `${name}, a legal clock runs for this incident: ${task}. Any earlier date for it is replaced by this one. Please keep this mail: it holds what you need even if every other system is lost.`,
  },
  reminder: {
    overdue: (left: string) => `OVERDUE, ${left}`,
    provisional: (left: string) => `${left}, provisional`,
    subject: (left: string, task: string) => `${left}: ${task}`,
    heading: 'The notice is not filed yet',
    headingLate: 'The notice is overdue',
    incomplete:
      'An incomplete notice in time is better than a complete one late: the rest may follow in phases (Art. 33(4)).',
    afterDue: (count: number) => `${number('en', count)} after the due time`,
    missed: (count: number, which: string) =>
      `This one mail stands for ${number('en', count)} reminders that fell due (${which}): the system was down or the mail could not be delivered.`,
    filed: 'Filed? Record it, and the reminders stop',
    withholding: 'Withholding',
    proposed: (by: string) =>
      `proposed by ${by}; it stops nothing until a second person confirms it`,
    draft: 'To draft the notice',
    notFiling: 'Not filing needs the reasons on record and the consent of a second person.',
    propose: 'To propose it',
  },
  ended: {
    endings,
    subject: (ending: string, task: string) => `${ending}: ${task}`,
    restOwed:
      'The filing was not complete: the rest is still owed, without undue further delay (Art. 33(4)).',
    filed: 'Filed',
    reference: 'Reference',
    kind: 'Kind',
    inTime: 'First notice in time',
    yes: 'yes',
    lateBy: (span: string) => `no, ${span} late`,
    recordedBy: 'Recorded by',
    proposedBy: 'Proposed by',
    confirmedBy: 'Confirmed by',
    wasDue: 'Was due',
  },
};
