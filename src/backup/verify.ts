/** Whether a backup would bring an installation back: unpacked, opened, and its audit chain walked from end to end. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf } from '../error-code.ts';
import { Failure, type Progress } from '../failure.ts';
import { genesisOf, headOf } from '../register/audit.ts';
import { verifyAudit } from '../register/audit-verify.ts';
import { openRegister, type Register } from '../register/database.ts';
import { readRing } from '../encryption/ring.ts';
import { ageLine } from './crypt.ts';
import type { Manifest } from './manifest.ts';
import { recordedBackups } from './record.ts';
import { clearLeftBehind, makeScratch, scratchPath } from './scratch.ts';
import { damageOf } from './single-file.ts';
import { unpackBackup } from './unpack.ts';
import { hashOf } from './write.ts';

export type VerifiedBackup = {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Absent without an identity: then nobody looked inside. */
  readonly manifest?: Manifest;
  readonly entries?: number;
  readonly events?: number;
  /** Whether its hash is the one that the live audit chain has for this file; absent where no chain knows it. */
  readonly isRecorded?: true;
  /** Whether the live chain goes on from it; absent without one. */
  readonly isContinued?: true;
};

/** What is there of it at a glance: its first line, its size, its hash and what the live chain says of that. */
export async function lookAtBackup(
  path: string,
  live: Register | undefined,
): Promise<Pick<VerifiedBackup, 'file' | 'bytes' | 'sha256' | 'isRecorded'>> {
  const file = basename(path);
  const found = await stat(path).catch((error: unknown) => {
    throw new Failure(
      'usage',
      'bad-file',
      `the backup ${path} cannot be read (${codeOf(error)}); see seventytwo backup list`,
      error,
    );
  });
  const start: Buffer[] = [];
  if (found.isFile())
    for await (const chunk of createReadStream(path, { end: ageLine.length - 1 }))
      if (Buffer.isBuffer(chunk)) start.push(chunk);
  if (Buffer.concat(start).toString('latin1') !== ageLine)
    throw new Failure(
      'checkFailed',
      'backup-damaged',
      `${path} does not begin as an age file does: it is no backup of seventytwo, or it is damaged`,
    );
  const { bytes, sha256 } = await hashOf(path);
  const known = live && (await recordedBackups(live.db)).find((one) => one.file === file);
  if (known && known.sha256 !== sha256)
    throw new Failure(
      'checkFailed',
      'backup-damaged',
      `the backup ${path} is not the file that was made: entry ${known.n} of the audit chain has another SHA-256 for it; take another one, see seventytwo backup list`,
    );
  return { file, bytes, sha256, ...(known && { isRecorded: true as const }) };
}

export async function verifyBackup(
  path: string,
  identities: readonly string[],
  {
    live,
    scratchIn,
    keys,
    tell,
  }: { live: Register | undefined; scratchIn: string; keys?: string; tell: Progress },
): Promise<VerifiedBackup> {
  tell('Reading the backup.');
  const seen = await lookAtBackup(path, live);
  await clearLeftBehind(scratchIn);
  const scratch = await makeScratch(scratchPath(scratchIn));
  try {
    const manifest = await unpackBackup(path, scratch.folder, identities, progressOf(tell));
    const inside = await checkUnpacked(scratch.folder, manifest, { keys, tell });
    const continued = live && (await requireContinued(live, manifest));
    return { ...seen, manifest, ...inside, ...(continued && { isContinued: true as const }) };
  } finally {
    await scratch.remove();
  }
}

export function progressOf(tell: Progress): (bytes: number) => void {
  return (bytes) => tell(`Unpacking: ${(bytes / 1_048_576).toFixed(1)} MB so far.`);
}

/**
 * A register of an older version is brought up to date by this, as its worker would do. `keys`: the folder that opens
 * it where the backup brings none.
 */
export async function checkUnpacked(
  folder: string,
  { head, temporal, installation }: Manifest,
  { keys, tell }: { readonly keys: string | undefined; readonly tell: Progress },
): Promise<{ readonly entries: number; readonly events: number }> {
  const own = await readRing(join(folder, 'keys'));
  const register = await openRegister(folder, { ...(!own && keys !== undefined && { keys }) });
  try {
    const found = await headOf(register.db);
    if (found?.n !== head.n || found.hash !== head.hash)
      throw broken(
        `its audit chain ends at another entry than ${head.n}, which its manifest names`,
      );
    const checked = await verifyAudit(register, undefined, (count, what) =>
      tell(`Verifying the audit chain: ${count} ${what} so far.`),
    );
    if (checked.fault) throw broken(`its audit chain is broken: ${checked.fault.sentence}`);
    if (checked.installation !== installation)
      throw broken('its register is of another installation than its manifest names');
    if (temporal.included) {
      tell('Checking Temporal’s database.');
      const damage = damageOf(join(folder, 'temporal.db'));
      if (damage !== undefined) throw broken(`SQLite finds in temporal.db: ${damage}`);
    }
    return { entries: checked.entries, events: checked.events };
  } finally {
    await register.close();
  }
}

/** Whether the chain of today has the backup's newest entry where the backup has it. */
async function requireContinued(
  { db }: Register,
  { head, installation }: Manifest,
): Promise<boolean> {
  const genesis = await genesisOf(db);
  if (genesis?.installation !== installation)
    throw broken(
      `it is of installation ${installation}, and the register here began as ${genesis?.installation ?? 'none'}; name the right data folder with --data`,
    );
  const row = await db
    .selectFrom('audit')
    .select('hash')
    .where('n', '=', head.n)
    .executeTakeFirst();
  if (row?.hash === head.hash) return true;
  throw broken(
    row
      ? `entry ${head.n} of the register here is not the one in the backup: one of the two was written anew`
      : `the register here ends before entry ${head.n}, which the backup has: its end was cut off, or an older copy was restored`,
  );
}

function broken(sentence: string): Failure {
  return new Failure('checkFailed', 'backup-broken', `the backup does not hold: ${sentence}`);
}
