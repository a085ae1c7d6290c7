/** Log files of child processes, appended to; `log-rotation.ts` keeps them small. */
import { chmodSync, closeSync, fchmodSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** More than the last lines ever need. */
const tailBytes = 8_192;
/** Enough to know what it is about; the rest is in the file. */
const lineLimit = 300;

/** A file descriptor to append to, for this user alone, whoever made file and folder. */
export function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  chmodSync(dirname(path), 0o700);
  const file = openSync(path, 'a', 0o600);
  fchmodSync(file, 0o600);
  return file;
}

/** The last lines that are not empty. */
export function lastLines(path: string, count: number): string[] {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return [];
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(tailBytes, size));
    const read = readSync(file, buffer, 0, buffer.length, size - buffer.length);
    return buffer
      .toString('utf8', 0, read)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-count)
      .map((line) => line.slice(0, lineLimit));
  } finally {
    closeSync(file);
  }
}
