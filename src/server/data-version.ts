/**
 * Which server version wrote `<data>/temporal.db`. A development server makes its tables only in a
 * new file, so another version is not let loose on an old one before there is a copy.
 */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { readText } from './json-file.ts';
import { stopOrphan } from './orphan.ts';

/** Undefined when any version may come: no data yet, or a copy was just made. */
export function recordedVersion(dataFolder: string): string | undefined {
  return readText(versionFile(dataFolder))?.trim();
}

/** Records the version, or throws the Failure when the data is another version's. */
export function admitVersion(dataFolder: string, version: string): void {
  const recorded = existsSync(join(dataFolder, 'temporal.db'))
    ? recordedVersion(dataFolder)
    : undefined;
  if (recorded !== undefined && recorded !== version)
    throw new Failure(
      'refused',
      'server-version',
      `the Temporal data in ${dataFolder} was written by server ${recorded} and this server is ${version}; ` +
        `set TEMPORAL_CLI_PATH to a program with server ${recorded}, or start with --accept-server-version, which copies the data first`,
    );
  writeFileSync(versionFile(dataFolder), `${version}\n`, { mode: 0o600 });
}

/**
 * Copies the Temporal data, with the server stopped, to `<data>/backups/<stamp>` and lets the next
 * server in, whatever its version. Returns the folder of the copy.
 */
export async function backUpTemporal(dataFolder: string, stamp: string): Promise<string> {
  await stopOrphan(dataFolder, () => {});
  const folder = join(dataFolder, 'backups', stamp);
  if (existsSync(folder))
    throw new Failure(
      'refused',
      'backup-exists',
      `${folder} exists already; name another back-up or move it away`,
    );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // With the write-ahead log, which holds what is not in the main file yet.
  for (const name of readdirSync(dataFolder)) {
    if (!name.startsWith('temporal.db')) continue;
    const copy = join(folder, name);
    copyFileSync(join(dataFolder, name), copy);
    flush(copy);
  }
  rmSync(versionFile(dataFolder), { force: true });
  return folder;
}

/** On the disk before the original is touched: a power cut must leave one of the two whole. */
function flush(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function versionFile(dataFolder: string): string {
  return join(dataFolder, 'temporal.db.version');
}
