/** Reads the policy file: which file, which version, and every fault at once. */
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure, type Progress } from '../failure.ts';
import type { Policy } from './schema.ts';
import { parsePolicy } from './source.ts';

export type LoadedPolicy = {
  readonly policy: Policy;
  /** First 12 hexadecimal digits of the SHA-256 of the file's bytes. */
  readonly version: string;
  /** Absolute. */
  readonly path: string;
};

/** 1 MB: a policy of hundreds of customers is a tenth of it; more is the wrong file. */
const maxBytes = 1_000_000;

export async function loadPolicy(path: string): Promise<LoadedPolicy> {
  const bytes = await readAll(path);
  const parsed = parsePolicy(decode(bytes, path));
  if (parsed.faults) {
    const { faults } = parsed;
    const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
    throw invalid(`the policy file ${path} has ${count}:\n${faults.join('\n')}`);
  }
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  return { policy: parsed.policy, version, path: resolve(path) };
}

/**
 * The policy as it is now: read again when the file has changed. The first reading must succeed; later
 * a faulty or missing file is told once per change and the last good policy stays in force, because a
 * person half-way through an edit must not stop pages and reminders.
 */
export async function watchPolicy(
  path: string,
  warn: Progress = (line) => process.stderr.write(`${line}\n`),
): Promise<() => Promise<LoadedPolicy>> {
  let seen = await stamp(path);
  let current = await loadPolicy(path);
  return async () => {
    const now = await stamp(path);
    if (now === seen) return current;
    seen = now;
    try {
      current = await loadPolicy(path);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      warn(`policy ${current.version} stays in force: ${error.message}`);
    }
    return current;
  };
}

/** Changes whenever the file is edited in place, replaced or removed. */
async function stamp(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    // Why it cannot be read is loadPolicy's to say.
    return String(error);
  }
}

async function readAll(path: string): Promise<Buffer> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw invalid(`the policy file ${path} is not a file; name a YAML file`);
    if (stats.size > maxBytes)
      throw invalid(
        `the policy file ${path} has ${stats.size} bytes; at most ${maxBytes} are read, so check that it is the right file`,
      );
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function decode(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw invalid(`the policy file ${path} is not UTF-8 text; save it as UTF-8`, error);
  }
}

function unreadable(path: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return code === 'ENOENT'
    ? new Failure(
        'usage',
        'policy-missing',
        `there is no policy file ${path}; write one with: seventytwo init`,
        error,
      )
    : new Failure(
        'usage',
        'policy-unreadable',
        `the policy file ${path} cannot be read (${code}); check its permissions and the path`,
        error,
      );
}

function invalid(sentence: string, cause?: unknown): Failure {
  return new Failure('usage', 'policy-invalid', sentence, cause);
}
