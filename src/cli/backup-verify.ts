/** `backup verify`: whether a backup would bring everything back. */
import { formatUtc } from '../calendar/format.ts';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { identitiesIn } from '../backup/crypt.ts';
import { backupsOf, requireFolder } from '../backup/make.ts';
import { listBackups } from '../backup/prune.ts';
import { recordAbout } from '../backup/record.ts';
import { lookAtBackup, verifyBackup, type VerifiedBackup } from '../backup/verify.ts';
import { keysFolder } from '../config.ts';
import { Failure } from '../failure.ts';
import { loadPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';
import { paint, type Io } from './io.ts';
import { withTold } from './progress.ts';
import { openSession, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';
import { size } from './size.ts';

export async function runBackupVerify(
  io: Io,
  given: Given,
  [typed]: readonly string[],
): Promise<void> {
  const session = await sessionIfAny(io, given, typed);
  const path = typed === undefined ? await newest(session) : resolve(typed);
  const identities = await readIdentities(given.identity);
  const look = (live: Register | undefined): Promise<VerifiedBackup> =>
    withTold(io, (tell) =>
      identities
        ? verifyBackup(path, identities, {
            ...((session || io.env.SEVENTYTWO_KEYS) && {
              keys: session?.config.keys ?? keysFolder(io.env, '.'),
            }),
            // Unpacked it is as open as the data folder is, and no more than that.
            ...{ live, scratchIn: live && session ? session.config.data : tmpdir(), tell },
          })
        : lookAtBackup(path, live),
    );
  const found = await withLive(session, look);
  const isOnRecord = await putOnRecord(session, found);
  if (given.json)
    return io.print(JSON.stringify({ verified: found.manifest !== undefined, ...found }));
  for (const line of lines(path, found, isOnRecord)) io.print(line);
}

export async function readIdentities(given: unknown): Promise<readonly string[] | undefined> {
  if (typeof given !== 'string') return undefined;
  const text = await readFile(given, 'utf8').catch((error: unknown) => {
    throw new Failure(
      'usage',
      'bad-file',
      `--identity ${shown(given)} cannot be read; check the path`,
      error,
    );
  });
  return identitiesIn(text, `--identity ${shown(given)}`);
}

/** A backup can be looked at anywhere, also where nothing else of the installation is. */
async function sessionIfAny(
  io: Io,
  given: Given,
  typed: string | undefined,
): Promise<Session | undefined> {
  try {
    return await openSession(io, given);
  } catch (error) {
    const isAway = error instanceof Failure && error.code === 'policy-missing';
    if (isAway && typed !== undefined && given.policy === undefined) return undefined;
    throw error;
  }
}

async function newest(session: Session | undefined): Promise<string> {
  if (!session) throw new Failure('usage', 'bad-input', 'name the backup file');
  const { folder } = backupsOf(await loadPolicy(session.config.policyPath));
  await requireFolder(folder);
  const [first] = await withRegister(session, (register) => listBackups(register, folder));
  if (first) return join(folder, first.file);
  throw new Failure(
    'usage',
    'no-backup',
    `no backup is in ${folder}; make one with seventytwo backup now`,
  );
}

async function withLive<T>(
  session: Session | undefined,
  work: (live: Register | undefined) => Promise<T>,
): Promise<T> {
  let isOpen = false;
  try {
    if (!session) return await work(undefined);
    return await withRegister(session, (register) => {
      isOpen = true;
      return work(register);
    });
  } catch (error) {
    const isAway = !isOpen && error instanceof Failure && error.code === 'no-register';
    if (isAway) return work(undefined);
    throw error;
  }
}

/** Only what the chain here knows as its own, and only when it was opened. */
async function putOnRecord(
  session: Session | undefined,
  { manifest, isRecorded, file, sha256 }: VerifiedBackup,
): Promise<boolean> {
  if (!session || !manifest || !isRecorded) return false;
  const by = { person: session.person, channel: 'cli', nowMs: session.io.now() };
  await withRegister(
    session,
    (register) => recordAbout(register, 'verified', { ...by, file, sha256 }),
    'writing',
  );
  return true;
}

function lines(path: string, found: VerifiedBackup, isOnRecord: boolean): string[] {
  const { bytes, sha256, manifest, entries, events, isRecorded, isContinued } = found;
  const record = isRecorded
    ? 'It is the file that was made: the audit chain here has its SHA-256.'
    : `No audit chain here knows it; compare the SHA-256 with what backup now or backup list said: ${sha256}`;
  if (!manifest)
    return [
      `${path}, ${size(bytes)}, begins as a backup does.`,
      record,
      paint(
        'warn',
        'What is inside was not looked at: that needs the private key, --identity FILE.',
      ),
    ];
  const { head, temporal, files, version } = manifest;
  return [
    paint('good', `${path} holds: ${files.length} files, each with the SHA-256 of its manifest.`),
    `Made ${formatUtc(manifest.madeAtMs)} by version ${version}, up to entry ${head.n} of the audit chain.`,
    `The audit chain in it is whole: ${entries} entries, ${events} events as they were sealed.`,
    temporal.included
      ? 'Temporal’s database in it is whole.'
      : `Temporal’s data are not in it: ${temporal.why}.`,
    record,
    ...(isContinued ? ['The audit chain here goes on from it.'] : []),
    ...(isOnRecord ? ['That it was verified is on record.'] : []),
  ];
}
