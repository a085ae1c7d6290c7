/** How the backups of an installation stand, as one finding for `doctor` and for whoever is reminded. */
import { stat } from 'node:fs/promises';
import { formatSpan } from '../calendar/format.ts';
import { failed, ok, warning, type Finding } from '../doctor/check.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';
import { backupsOf } from './make.ts';
import { faultSince, recordedBackups } from './record.ts';
import { leftBehind } from './scratch.ts';

/** A quarter: a backup that nobody ever opened is a hope. */
const verifyWithinMs = 90 * 24 * 3_600_000;

export const noneAskedFor = warning(
  'none are made: the policy names no backups',
  'set backups.to and backups.recipients, see docs/backups.md',
);

/** Told before anything else: it can be read by whoever gets at the disk. */
export async function leftStanding(data: string): Promise<Finding | undefined> {
  const left = await leftBehind(data);
  if (left.length === 0) return undefined;
  return failed(
    `a backup, verify or restore that was killed left its files unencrypted in ${left.join(', ')}`,
    'delete that; the worker does so when it starts, and the next backup, verify or restore',
  );
}

/** Reads the register and looks at the folder, not into its files. */
export async function backupStanding(
  { loaded, data }: { readonly loaded: LoadedPolicy; readonly data: string },
  { db }: Pick<Register, 'db'>,
  nowMs: number,
): Promise<Finding> {
  const left = await leftStanding(data);
  if (left) return left;
  if (!loaded.policy.backups) return noneAskedFor;
  const { folder, settings } = backupsOf(loaded);
  const place = await stat(folder).catch(() => undefined);
  if (!place?.isDirectory())
    return failed(
      `backups.to leads to ${folder}, which is not there`,
      'make the folder, or mount its disk',
    );
  const now = 'run seventytwo backup now, and see the log of the worker';
  const all = await recordedBackups(db);
  const [last] = all;
  if (!last) return failed('none was made yet', now);
  const since = `the newest was made ${formatSpan(nowMs - last.atMs)} ago`;
  if (nowMs - last.atMs > 2 * settings.every) return failed(`${since}, and none since`, now);
  const fault = await faultSince(db, last.n);
  const verifiedAtMs = Math.max(...all.map((one) => one.verifiedAtMs ?? 0));
  const verified =
    verifiedAtMs === 0
      ? 'none was ever verified'
      : `one was verified ${formatSpan(nowMs - verifiedAtMs)} ago`;
  const beside = await stat(data).catch(() => undefined);
  const doubts = [
    ...(fault === undefined ? [] : [[`the last try failed (${fault})`, now]]),
    ...(nowMs - verifiedAtMs > verifyWithinMs
      ? [[verified, 'run seventytwo backup verify --identity FILE']]
      : []),
    ...(beside?.dev === place.dev
      ? [['they are on the disk of the data folder', 'let backups.to lead to another one']]
      : []),
  ];
  if (doubts.length === 0) return ok(`${since}; ${verified}`);
  return warning(
    [since, ...doubts.map(([found]) => found)].join('; '),
    doubts.map(([, remedy]) => remedy).join('; '),
  );
}
