/** The commands that act on one incident: the table of them all. */
import { accessRows } from './rows/access.ts';
import { breachRows } from './rows/breach.ts';
import { customerRows } from './rows/customers.ts';
import { endingRows } from './rows/ending.ts';
import { respondingRows } from './rows/responding.ts';

export type { RespondRow } from './rows/row.ts';

export const respondRows = [
  ...respondingRows,
  ...breachRows,
  ...customerRows,
  ...accessRows,
  ...endingRows,
];
