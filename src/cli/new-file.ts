/** Writes a file that holds personal data: whole or not at all, its owner's alone, never over another unless told to. */
import { createHash, randomUUID } from 'node:crypto';
import { access, link, open, rename, rm } from 'node:fs/promises';
import { isCode } from '../error-code.ts';
import { Failure } from '../failure.ts';
import { shown } from './shown.ts';

type Parts = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
export type Written = { readonly bytes: number; readonly sha256: string };

/** `what`: the end of the sentence that says what to name. */
export function requireOut(out: unknown, what: string): string {
  if (typeof out === 'string') return out;
  throw new Failure('usage', 'bad-input', `--out is missing; name ${what}`);
}

/** Characters gathered before the disk is asked: thousands of small writes would take longer than the work. */
const chunk = 256 * 1_024;

/** `never`: what stands there is lost for ever when it is written over, and the command has no --force. */
type Force = boolean | 'never';

/** `settle` runs when every byte is on disk and before the file has its name; when it throws there is no file. */
export async function writeNewFile(
  path: string,
  { force }: { readonly force: Force },
  parts: Parts,
  settle: (written: Written) => Promise<void> = () => Promise.resolve(),
): Promise<Written> {
  const replaces = force === true;
  if (!replaces) await requireFree(path, force);
  const draft = `${path}.${randomUUID().slice(0, 8)}.part`;
  const handle = await open(draft, 'wx', 0o600).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  try {
    const written = await writeParts(handle, parts);
    await settle(written);
    // A link is refused where the name is taken meanwhile; a renaming is not.
    await (replaces ? rename(draft, path) : link(draft, path)).catch((error: unknown) => {
      throw isTaken(error) ? taken(path, force, error) : unwritable(path, error);
    });
    return written;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeParts(
  handle: Awaited<ReturnType<typeof open>>,
  parts: Parts,
): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  let waiting = '';
  const write = async (content: Uint8Array): Promise<void> => {
    hash.update(content);
    bytes += content.length;
    await handle.writeFile(content);
  };
  const flush = async (): Promise<void> => {
    const content = Buffer.from(waiting);
    waiting = '';
    await write(content);
  };
  try {
    for await (const part of parts) {
      if (typeof part === 'string') waiting += part;
      if (waiting.length >= chunk || typeof part !== 'string') await flush();
      if (typeof part !== 'string') await write(part);
    }
    await flush();
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function requireFree(path: string, force: Force): Promise<void> {
  const isFree = await access(path).then(
    () => false,
    () => true,
  );
  if (!isFree) throw taken(path, force);
}

function isTaken(error: unknown): boolean {
  return isCode(error, 'EEXIST');
}

function taken(path: string, force: Force, cause?: unknown): Failure {
  return new Failure(
    'usage',
    'file-exists',
    `--out ${shown(path)} is there already; choose another name${force === 'never' ? '' : ', or replace it with --force'}`,
    cause,
  );
}

export function unwritable(path: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new Failure(
    'usage',
    'bad-file',
    `--out ${shown(path)} cannot be written (${code}); choose another place`,
    error,
  );
}
