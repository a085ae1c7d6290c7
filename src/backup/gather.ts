/** Puts beside the databases what else an installation consists of: keys, access and the files of the policy. */
import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, relative, sep } from 'node:path';
import { codeOf } from '../error-code.ts';
import type { LoadedPolicy } from '../policy/file.ts';

/** Of the data folder. Left out: logs, the inbox, locks, and what tells where the running parts are. */
const folders = ['keys', 'access'] as const;
const plainFiles = ['audit-key.pem'] as const;

export const policyName = 'policy.yaml';
/** Where files lie that the policy names outside of its own folder. */
const elsewhereFolder = 'policy-elsewhere';

export async function gatherFiles(
  data: string,
  folder: string,
  more: readonly string[],
): Promise<void> {
  for (const name of [...plainFiles, ...more])
    await copyIfThere(join(data, name), join(folder, name));
  for (const name of folders)
    for (const path of await filesBelow(join(data, name)))
      await copyIfThere(path, join(folder, relative(data, path)));
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, to).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}

/** What a link leads to is taken as a file of its own. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const found: string[] = [];
  for (const name of names.toSorted()) {
    const path = join(folder, name);
    const stats = await stat(path);
    if (stats.isDirectory()) found.push(...(await filesBelow(path)));
    // Nobody else's file that is half written.
    else if (stats.isFile() && !name.endsWith('.part')) found.push(path);
  }
  return found;
}

export type Elsewhere = { readonly path: string; readonly named: string };

/** As they were read, so that they are what the version in force names. */
export async function gatherPolicy(
  loaded: LoadedPolicy,
  folder: string,
): Promise<readonly Elsewhere[]> {
  const { files, path, customersPath, vendorsPath, policy } = loaded;
  await writeNew(join(folder, policyName), files.policy);
  const elsewhere: Elsewhere[] = [];
  const lists = [
    [files.customers, customersPath, policy.customersFile],
    [files.vendors, vendorsPath, policy.vendorsFile],
  ] as const;
  for (const [n, [bytes, from, named]] of lists.entries()) {
    if (bytes === undefined || from === undefined || named === undefined) continue;
    const beside = normalize(relative(dirname(path), from));
    const isBeside =
      !isAbsolute(named) && !beside.startsWith('..') && !(await isThere(join(folder, beside)));
    const place = isBeside
      ? beside
      : join(elsewhereFolder, `${n === 0 ? 'customers' : 'vendors'}.csv`);
    if (!isBeside) elsewhere.push({ path: place.split(sep).join('/'), named });
    await writeNew(join(folder, place), bytes);
  }
  return elsewhere;
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** All that was gathered, with names as an archive has them. */
export async function gathered(folder: string): Promise<readonly string[]> {
  return (await filesBelow(folder)).map((path) => relative(folder, path).split(sep).join('/'));
}
