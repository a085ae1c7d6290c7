/** The authority that signed a server's certificate, where it is a private one. */
import { readFileSync } from 'node:fs';
import { Failure } from './failure.ts';

/** `key` is where the policy file names it. PEM. Throws a Failure. */
export function readCaFile(path: string, key: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Failure(
      'usage',
      'no-ca-file',
      `${key} names ${path}, which cannot be read; correct the path or its permissions`,
      error,
    );
  }
}
