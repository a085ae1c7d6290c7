/** Reads a file of the policy whole, or says why it cannot be read. */
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Failure } from '../failure.ts';

export type Named = {
  readonly path: string;
  /** In sentences: `the policy file ./policy.yaml`. */
  readonly name: string;
  readonly kind: 'policy' | 'customers' | 'vendors' | 'import';
};

/** 1 MB: a policy of hundreds of customers is a tenth of it; more is the wrong file. */
const maxBytes = 1_000_000;

const formats: Readonly<Record<Named['kind'], string>> = {
  policy: 'YAML',
  customers: 'CSV',
  vendors: 'CSV',
  import: 'CSV',
};
const remedies: Readonly<Record<Named['kind'], string>> = {
  policy: 'write one with: seventytwo init',
  customers: 'correct customersFile in the policy file, a path relative to it, or remove it',
  vendors:
    'correct vendorsFile in the policy file, a path relative to it, or begin that file with the line id,name,purpose,country',
  import: 'check the path',
};

/** Changes whenever the file is edited in place, replaced or removed. */
export async function stampOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    // Why it cannot be read is for `readBytes` to say.
    return String(error);
  }
}

export async function readBytes(file: Named): Promise<Buffer> {
  const { path, name, kind } = file;
  // A FIFO in its place would make us wait for ever, and a worker reads this beside its work.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path, flags).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw invalid(`${name} is not a file; name a ${formats[kind]} file`);
    if (stats.size > maxBytes)
      throw invalid(
        `${name} has ${stats.size} bytes; at most ${maxBytes} are read, so check that it is the right file`,
      );
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Without the byte order mark that spreadsheets put in front. */
export function toText(bytes: Buffer, { name }: Named): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw invalid(`${name} is not UTF-8 text; save it as UTF-8`, error);
  }
}

function unreadable({ name, kind }: Named, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return code === 'ENOENT'
    ? new Failure(
        'usage',
        `${kind}-missing`,
        `there is no ${name.slice(4)}; ${remedies[kind]}`,
        error,
      )
    : new Failure(
        'usage',
        `${kind}-unreadable`,
        `${name} cannot be read (${code}); check its permissions and the path`,
        error,
      );
}

function invalid(sentence: string, cause?: unknown): Failure {
  return new Failure('usage', 'policy-invalid', sentence, cause);
}
