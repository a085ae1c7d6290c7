/** Puts what a worker runs under on record: each version of the policy file as it is read, and of the register's tables. */
import type { Logger } from '@temporalio/worker';
import type { LoadedPolicy } from '../policy/file.ts';
import { system } from '../domain/commands.ts';
import { recordChange, recordPolicy } from '../register/audit.ts';
import type { Register } from '../register/database.ts';
import { migrations } from '../register/migrations.ts';
import { sha256Of } from '../sha256.ts';

/**
 * Each new version goes into the audit chain when it is first read, and is tried again at the next reading while the
 * register is away. Nobody waits for that: a page must not be late for the sake of the record.
 */
export function recordingPolicy(
  read: () => Promise<LoadedPolicy>,
  register: Register,
  logger: Pick<Logger, 'warn'>,
): () => Promise<LoadedPolicy> {
  let recorded: string | undefined;
  let isWriting = false;
  return async () => {
    const loaded = await read();
    const { version, files } = loaded;
    if (version === recorded || isWriting) return loaded;
    isWriting = true;
    void record(register, version, files)
      .then(() => (recorded = version))
      .catch((error: unknown) => {
        logger.warn(`policy ${version} is not in the audit chain yet`, { error });
      })
      .finally(() => (isWriting = false));
    return loaded;
  };
}

async function record(
  register: Register,
  version: string,
  files: LoadedPolicy['files'],
): Promise<void> {
  const nowMs = Date.now();
  await recordSchema(register, nowMs);
  await recordPolicy(register, { version, files, nowMs });
}

/** Whoever opened the register brought it up to this step; the worker is the first to say so. */
function recordSchema(register: Register, nowMs: number): Promise<void> {
  const subject = Object.keys(migrations).at(-1) ?? 'none';
  const subjectHash = sha256Of(subject);
  return recordChange(register, { ...system, kind: 'schema', subject, subjectHash, nowMs });
}
