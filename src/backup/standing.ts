/** How the backups of an installation stand, as one finding for `doctor` and for whoever is reminded. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { choreFaultOf, newestChoreFault } from '../register/chore-faults.ts';
import { formatSpan } from '../calendar/format.ts';
import { failed, ok, warning, type Finding } from '../doctor/check.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';
import { backupsOf } from './make.ts';
import { recordedBackups, type RecordedBackup } from './record.ts';
import { leftBehind } from './scratch.ts';
import { hashOf } from './write.ts';

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

/** Bytes that are read in a moment; a larger one is looked for, and `backup verify` reads it. */
const mostHashed = 64_000_000;

/** What became of the newest file since it was made: a sentence when it is not there as it was. */
async function damage(
  folder: string,
  { file, sha256 }: RecordedBackup,
): Promise<string | undefined> {
  const path = join(folder, file);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return `the newest, ${file}, is not in ${folder}`;
  if (found.size > mostHashed || (await hashOf(path)).sha256 === sha256) return undefined;
  return `the newest, ${file}, is not the one that was made: its bytes are others`;
}

/** Reads the register, looks at the folder and reads its newest file unless that is large. */
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
  const harm = last.prunedAtMs === undefined ? await damage(folder, last) : undefined;
  if (harm !== undefined) return failed(harm, `find out who changed it; ${now}`);
  const failure = await newestChoreFault(db, 'backup');
  const fault = failure && failure.n > last.n ? choreFaultOf(failure) : undefined;
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
