/** Brings an installation back from a backup: unpacked and checked beside its place, then moved there whole. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../error-code.ts';
import { Failure, type Progress } from '../failure.ts';
import { openRegister } from '../register/database.ts';
import type { PostgresServer } from '../register/postgres.ts';
import { diskFault } from './fault.ts';
import { lockIdle } from './idle.ts';
import type { Manifest } from './manifest.ts';
import { moveIn, requireMoved } from './moving.ts';
import { loadPostgres } from './portable.ts';
import { recordAbout, type By } from './record.ts';
import { clearLeftBehind, makeScratch, restoringPath, type Scratch } from './scratch.ts';
import { unpackBackup } from './unpack.ts';
import { checkUnpacked, lookAtBackup, progressOf } from './verify.ts';

export type RestoredBackup = {
  readonly to: string;
  /** Where what was there before is kept; absent when nothing was. */
  readonly aside?: string;
  readonly manifest: Manifest;
  readonly sha256: string;
  /** The database that has the register now; absent when the folder has it. */
  readonly postgres?: string;
};

export async function restoreBackup(
  path: string,
  options: {
    readonly identities: readonly string[];
    /** Absolute. */
    readonly to: string;
    readonly force: boolean;
    /** Where the register goes, once the unpacked folder is known; undefined: it stays in the folder. */
    readonly postgresFor: (
      folder: string,
      manifest: Manifest,
    ) => Promise<PostgresServer | undefined>;
    /** The folder that opens the register where the backup brings none. */
    readonly keys?: string;
    readonly by: By;
    readonly tell: Progress;
  },
): Promise<RestoredBackup> {
  const { identities, to, force, postgresFor, keys, by, tell } = options;
  requireMoved(to);
  await clearLeftBehind(to);
  tell('Reading the backup.');
  const { file, sha256 } = await lookAtBackup(path, undefined);
  const isTaken = (await entriesOf(to)).length > 0;
  if (isTaken && !force)
    throw new Failure(
      'refused',
      'folder-taken',
      `--to ${to} is not empty; name another folder, or put what is in it aside with --force`,
    );
  const lock = isTaken ? lockIdle(to) : undefined;
  let scratch: Scratch | undefined;
  try {
    scratch = await makeStaging(to);
    const { folder: staged } = scratch;
    const manifest = await unpackBackup(path, staged, identities, progressOf(tell));
    await checkUnpacked(staged, manifest, { keys, tell });
    const unpacked = scratch;
    const move = async (): Promise<Moved> => {
      const aside = await moveIn(unpacked, to, isTaken, tell);
      return aside === undefined ? {} : { aside };
    };
    const record = { ...by, file, sha256 };
    const server = await postgresFor(staged, manifest);
    const moved = server
      ? await intoPostgres(staged, server, move, record)
      : await intoFolder(staged, move, record);
    return { to, manifest, sha256, ...moved };
  } finally {
    await scratch?.remove();
    lock?.release();
  }
}

async function makeStaging(to: string): Promise<Scratch> {
  try {
    await mkdir(dirname(to), { recursive: true });
    // Beside its place and on its disk, so that it only has to be renamed.
    return await makeScratch(restoringPath(to));
  } catch (error) {
    throw diskFault(error, dirname(to), 'what is unpacked');
  }
}

type Moved = Pick<RestoredBackup, 'aside' | 'postgres'>;
type About = Parameters<typeof recordAbout>[2];

async function intoFolder(
  staged: string,
  move: () => Promise<Moved>,
  about: About,
): Promise<Moved> {
  const register = await openRegister(staged);
  try {
    await recordAbout(register, 'restored', about);
  } finally {
    await register.close();
  }
  return move();
}

/** Nothing is in force there before everything is in its place here. */
async function intoPostgres(
  staged: string,
  postgres: PostgresServer,
  move: () => Promise<Moved>,
  about: About,
): Promise<Moved> {
  const register = await openRegister(staged, { postgres });
  try {
    let moved: Moved = {};
    const source = join(staged, 'register.db');
    await loadPostgres(source, register, async () => {
      await rm(source);
      moved = await move();
    });
    await recordAbout(register, 'restored', about);
    return { ...moved, postgres: register.path };
  } finally {
    await register.close();
  }
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new Failure(
      'usage',
      'bad-folder',
      `--to ${folder} is no folder that can be read (${codeOf(error)}); name another one`,
      error,
    );
  }
}

/** For a person: where a restored folder has a file that its policy looks for elsewhere. */
export function elsewhereOf({ policy }: Manifest, to: string): readonly string[] {
  return policy.elsewhere.map(
    ({ path, named }) => `The policy names ${named}: put ${join(to, path)} there.`,
  );
}
