/** `restore`: an installation brought back from a backup. */
import { formatUtc } from '../calendar/format.ts';
import { join, resolve } from 'node:path';
import type { Manifest } from '../backup/manifest.ts';
import { policyName } from '../backup/gather.ts';
import { elsewhereOf, restoreBackup, type RestoredBackup } from '../backup/restore.ts';
import { registerPlace } from '../config/register.ts';
import { keysFolder } from '../config.ts';
import { Failure } from '../failure.ts';
import { loadPolicy } from '../policy/file.ts';
import type { PostgresServer } from '../register/postgres.ts';
import { readIdentities } from './backup-verify.ts';
import { paint, type Io } from './io.ts';
import { withTold } from './progress.ts';
import type { Given } from './session.ts';

export async function runRestore(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const { to, policy } = given;
  if (typeof to !== 'string' || to === '')
    throw new Failure('usage', 'bad-input', '--to is missing; name the data folder to restore to');
  const identities = await readIdentities(given.identity);
  if (!identities)
    throw new Failure(
      'usage',
      'bad-input',
      '--identity is missing; name the file that seventytwo backup keygen wrote',
    );
  const restored = await withTold(io, (tell) =>
    restoreBackup(resolve(typed), {
      ...{ identities, to: resolve(to), force: given.force === true, tell },
      postgresFor: (folder, manifest) => postgresFor(io, folder, manifest, policy),
      keys: keysFolder(io.env, resolve(to)),
      by: { person: undefined, channel: 'cli', nowMs: io.now() },
    }),
  );
  if (given.json) return io.print(JSON.stringify({ restored }));
  for (const line of lines(restored)) io.print(line);
}

/** As the policy in the backup says, unless another one is named: the database must be empty. */
async function postgresFor(
  { env }: Io,
  folder: string,
  { register }: Manifest,
  given: string | undefined,
): Promise<PostgresServer | undefined> {
  if (given === undefined && register.engine === 'sqlite') return undefined;
  const { policy } = await loadPolicy(given ?? join(folder, policyName));
  return (await registerPlace(policy, { keys: keysFolder(env, folder) }, env)).postgres;
}

function lines({ to, aside, manifest, sha256, postgres }: RestoredBackup): string[] {
  const { head, madeAtMs, temporal } = manifest;
  return [
    paint(
      'good',
      `Restored to ${to}, as it was ${formatUtc(madeAtMs)}, up to entry ${head.n} of the audit chain.`,
    ),
    paint('quiet', `SHA-256 of the backup ${sha256}`),
    ...(aside === undefined ? [] : [`What was there is kept in ${aside}.`]),
    ...(postgres === undefined ? [] : [`The register is in ${postgres}.`]),
    ...(temporal.included ? [] : [`Temporal’s data are not in it: ${temporal.why}.`]),
    ...elsewhereOf(manifest, to),
    'Secrets that the policy refers to are not in a backup: see that each is where it says.',
    'Only one of the two may run, this one or the one that the backup was made of: both would page and remind.',
    'Next:',
    `  seventytwo doctor --data ${to}`,
    `  seventytwo up --data ${to}`,
  ];
}
