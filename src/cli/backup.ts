/** `backup now`, `backup list` and `backup keygen`. */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { formatBoth } from '../calendar/format.ts';
import { makeKeyPair } from '../backup/crypt.ts';
import { backupsOf, makeBackup, requireFolder } from '../backup/make.ts';
import { listBackups, pruneBackups, type ListedBackup } from '../backup/prune.ts';
import { readConfig } from '../config.ts';
import { Failure } from '../failure.ts';
import { loadPolicy } from '../policy/file.ts';
import { ownServerRuns } from '../server/orphan.ts';
import { readRuntime } from '../server/runtime-file.ts';
import { isServerGiven } from '../temporal.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { requireOut, writeNewFile } from './new-file.ts';
import { withTold } from './progress.ts';
import { openSession, withRegister, type Given, type Session } from './session.ts';
import { size } from './size.ts';
import { columns } from './table.ts';
import { version } from '../version.ts';

export async function runBackupNow(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const { data, policyPath } = session.config;
  const loaded = await loadPolicy(policyPath);
  const { folder, settings } = backupsOf(loaded);
  // A backup of a folder that is none of ours would be made by a slip of the pen.
  await withRegister(session, async () => {});
  const by = () => ({ person: session.person, channel: 'cli', nowMs: io.now() });
  const { made, gone } = await withTold(io, (tell) =>
    withRegister(
      session,
      async (register) => {
        const installation = { register, loaded, data, version, hasTemporal: hasTemporal(session) };
        const one = await makeBackup(installation, by(), { tell });
        return { made: one, gone: await pruneBackups(register, folder, settings.keep, by()) };
      },
      'writing',
    ),
  );
  const { file, path, bytes, sha256, manifest } = made;
  const { head, temporal } = manifest;
  if (given.json)
    return printJson(session, {
      backup: { file, path, bytes, sha256, head, temporal, pruned: gone },
    });
  io.print(`Backup ${path}, ${size(bytes)}, up to entry ${head.n} of the audit chain.`);
  io.print(`SHA-256 ${sha256}`);
  if (!temporal.included) io.print(`Without the data of Temporal: ${temporal.why}.`);
  if (gone.length > 0) io.print(`Taken away, as backups.keep says: ${gone.join(', ')}.`);
}

/** Whether the data folder's own Temporal has the incidents, running or not, and not another server. */
function hasTemporal({ config: { data }, io }: Session): boolean {
  if (ownServerRuns(data)) return true;
  const isElsewhere = readRuntime(data)?.address !== undefined || isServerGiven(io.env);
  return !isElsewhere && existsSync(join(data, 'temporal.db'));
}

export async function runBackupList(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const { folder } = backupsOf(await loadPolicy(session.config.policyPath));
  await requireFolder(folder);
  const backups = await withRegister(session, (register) => listBackups(register, folder));
  if (given.json) return printJson(session, { folder, backups });
  if (backups.length === 0)
    return io.print(`No backup is in ${folder}; make one with seventytwo backup now.`);
  io.print(
    columns(
      ['FILE', 'SIZE', 'MADE', 'HOLDS', 'VERIFIED'],
      backups.map((one) => row(one, session.zone)),
    ),
  );
}

function row({ file, bytes, made }: ListedBackup, zone: string): readonly string[] {
  // Of another installation, or made after the backup from which this one was restored.
  if (!made) return [file, size(bytes), 'not on record here', '', ''];
  const { head, verifiedAtMs, atMs } = made;
  const verified = verifiedAtMs === undefined ? 'never' : formatBoth(verifiedAtMs, zone);
  return [file, size(bytes), formatBoth(atMs, zone), `up to entry ${head}`, verified];
}

export async function runBackupKeygen(io: Io, given: Given): Promise<void> {
  const out = requireOut(given.out, 'the file for the private key');
  const { data } = readConfig(io.env, given);
  // Beside what it opens it would protect nothing: who takes the folder has both.
  if (!relative(data, resolve(out)).startsWith('..'))
    throw new Failure(
      'refused',
      'identity-beside-data',
      `--out ${out} is in the data folder ${data}; write the identity to another place, best to one outside of this machine`,
    );
  const { identity, recipient } = await makeKeyPair();
  const made = new Date(io.now()).toISOString();
  const text = `# created: ${made}\n# public key: ${recipient}\n${identity}\n`;
  await writeNewFile(out, { force: 'never' }, [text]);
  if (given.json) return io.print(JSON.stringify({ recipient, identity: out }));
  io.print(recipient);
  io.tell(
    `The line above belongs into backups.recipients. ${out} opens every backup made for it: keep it outside of this machine, in two places.`,
  );
}
