/** Makes one backup of an installation while it runs: copies, describes, encrypts, and puts it on record. */
import { access, mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Failure, type Progress } from '../failure.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import { genesisOf, headOf } from '../register/audit.ts';
import { openRegister, type Register } from '../register/database.ts';
import { migrations } from '../register/migrations.ts';
import { recordedVersion } from '../server/data-version.ts';
import { tryLock } from '../server/lock.ts';
import { requireRecipients } from './crypt.ts';
import { diskFault } from './fault.ts';
import { gathered, gatherFiles, gatherPolicy } from './gather.ts';
import { writeManifest, type Manifest, type ManifestFile } from './manifest.ts';
import { copyOfOneMoment, isSqlite } from './moment.ts';
import { backupName } from './names.ts';
import { recordBackup, type By } from './record.ts';
import { clearLeftBehind, stagingLock, stagingPath } from './scratch.ts';
import { hashOf, writeBackup } from './write.ts';

export type Installation = {
  /** Opened for writing. */
  readonly register: Register;
  readonly loaded: LoadedPolicy;
  readonly data: string;
  /** Whether Temporal's data are those in the data folder; else another server has them. */
  readonly hasTemporal: boolean;
  /** Of the program. */
  readonly version: string;
};

export type MadeBackup = {
  readonly file: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly manifest: Omit<Manifest, 'format' | 'product'>;
};

/** Where backups go, absolute; a Failure when the policy names nothing. */
export function backupsOf({ policy, path }: LoadedPolicy): {
  readonly folder: string;
  readonly settings: NonNullable<LoadedPolicy['policy']['backups']>;
} {
  const { backups } = policy;
  if (backups) return { folder: resolve(dirname(path), backups.to), settings: backups };
  throw new Failure(
    'usage',
    'no-backups',
    `the policy file ${path} has no section backups; add backups.to and backups.recipients, see docs/backups.md`,
  );
}

/** Never made by us: where a disk is not mounted, backups would fill the one below its place. */
export async function requireFolder(folder: string): Promise<void> {
  await access(folder).catch((error: unknown) => {
    throw new Failure(
      'unreachable',
      'backup-folder',
      `backups.to leads to ${folder}, which is not there; make the folder or mount its disk`,
      error,
    );
  });
}

/** One at a time for each data folder. */
async function withBackupLock<T>(data: string, work: () => Promise<T>): Promise<T> {
  const lock = tryLock(stagingLock(data));
  if (!lock)
    throw new Failure(
      'refused',
      'backup-running',
      `a backup of ${data} is being made at this moment; wait for it`,
    );
  try {
    return await work();
  } finally {
    lock.release();
  }
}

export async function makeBackup(
  installation: Installation,
  by: By,
  { tell, signal }: { readonly tell: Progress; readonly signal?: AbortSignal },
): Promise<MadeBackup> {
  const { register, loaded, data } = installation;
  const { folder: to, settings } = backupsOf(loaded);
  await requireRecipients(settings.recipients);
  await requireFolder(to);
  await clearLeftBehind(data);
  return withBackupLock(data, async () => {
    // In the data folder, because it is not encrypted yet: it is no more open there than what it was copied from.
    const staging = stagingPath(data);
    try {
      await mkdir(staging, { mode: 0o700 });
      tell('Copying the register and Temporal’s data.');
      const manifest = await stage(installation, staging, by.nowMs).catch((error: unknown) => {
        throw diskFault(error, data, 'the copy of which the backup is made');
      });
      const file = backupName(by.nowMs, manifest.installation);
      const path = join(to, file);
      const written = await writeBackup(path, {
        ...{ manifest: writeManifest(manifest), folder: staging, files: manifest.files },
        ...{ recipients: settings.recipients, madeAtMs: by.nowMs, signal },
        tell: (bytes) => tell(`Encrypting: ${(bytes / 1_048_576).toFixed(1)} MB so far.`),
      });
      await recordBackup(register, { ...by, file, sha256: written.sha256, head: manifest.head.n });
      return { file, path, ...written, manifest };
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  });
}

/** Everything that goes in, as files of a folder. */
async function stage(
  { register, loaded, data, hasTemporal, version }: Installation,
  staging: string,
  madeAtMs: number,
): Promise<MadeBackup['manifest']> {
  const copies = {
    register: join(staging, 'register.db'),
    ...(hasTemporal && { temporal: join(staging, 'temporal.db') }),
  };
  await copyOfOneMoment(register, copies, hasTemporal ? join(data, 'temporal.db') : undefined);
  await gatherFiles(data, staging, hasTemporal ? ['temporal.db.version'] : []);
  const elsewhere = await gatherPolicy(loaded, staging);
  const chain = await chainIn(staging);
  const files: ManifestFile[] = [];
  for (const path of await gathered(staging))
    files.push({ path, ...(await hashOf(join(staging, path))) });
  const serverVersion = recordedVersion(data);
  return {
    ...{ version, madeAtMs, ...chain, files },
    register: {
      engine: isSqlite(register) ? 'sqlite' : 'postgres',
      schema: Object.keys(migrations).at(-1) ?? '',
    },
    temporal: hasTemporal
      ? { included: true, ...(serverVersion !== undefined && { serverVersion }) }
      : {
          included: false,
          why: 'a Temporal server of its own has them: its operator backs them up',
        },
    policy: { version: loaded.version, elsewhere: [...elsewhere] },
  };
}

async function chainIn(folder: string): Promise<Pick<Manifest, 'head' | 'installation'>> {
  const copy = await openRegister(folder, { readOnly: true });
  try {
    const [head, genesis] = [await headOf(copy.db), await genesisOf(copy.db)];
    if (head && genesis)
      return { head: { n: head.n, hash: head.hash }, installation: genesis.installation };
  } finally {
    await copy.close();
  }
  throw new Failure(
    'checkFailed',
    'audit-broken',
    'the audit chain has no beginning, so nobody could tell what a backup of it is; see seventytwo audit verify',
  );
}
