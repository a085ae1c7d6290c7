/** Log files of child processes, appended to and kept small. */
import { closeSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Months of warnings; with the one older file kept, what a person can still search. */
const sizeLimitBytes = 10_000_000;
/** More than the last lines ever need. */
const tailBytes = 8_192;
/** Enough to know what it is about; the rest is in the file. */
const lineLimit = 300;

/** A file descriptor to append to; a long log becomes `<path>.1`, the one before it goes. */
export function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > sizeLimitBytes)
    renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
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
