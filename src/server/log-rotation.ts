/** Keeps the log of a running child small: its older parts become `<path>.1` to `.4`. */
import { copyFileSync, existsSync, renameSync, statSync, truncateSync } from 'node:fs';

/** Years of a healthy worker, hours of one that fails at every step. */
const sizeLimitBytes = 5_000_000;
/** With the one that is written: 25 MB at most. */
const olderKept = 4;

/**
 * The child appends to the file it was given and knows no other: so its content is copied away and the
 * file emptied. A line written between the two is lost, once in five megabytes.
 */
export function rotateLog(path: string, limitBytes = sizeLimitBytes): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= limitBytes) return;
  for (let n = olderKept; n > 1; n -= 1) {
    const younger = `${path}.${n - 1}`;
    if (existsSync(younger)) renameSync(younger, `${path}.${n}`);
  }
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}
