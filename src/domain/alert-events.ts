/** What can happen to the alerts of an incident: they are told in bulk, each of them is in the register. */
import type { CommandFields } from './commands.ts';

export type AlertEvent = {
  readonly type: 'alertsRecorded';
  /** Set when none of this source fired any more before. */
  readonly again?: true;
  /** The incident was closed: it stays so, this is a note. */
  readonly afterClosing?: true;
} & CommandFields<'recordAlerts'>;
