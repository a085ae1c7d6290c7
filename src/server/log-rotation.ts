/** Parts of a running child's log: set aside when it is long or of another day, taken away when their time is over. */
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Progress } from '../failure.ts';
import { rotationsFile, type Rotation } from '../rotations.ts';
import { sha256Of } from '../sha256.ts';

/** Years of a healthy worker, hours of one that fails at every step. */
const sizeLimitBytes = 5_000_000;
/** Of all parts of one log: a worker that fails at every step must not fill the disk before their time is over. */
const partsLimitBytes = 250_000_000;
/** A worker that fails at every step writes a megabyte in this time. */
const everyMs = 60_000;
/** A first line holds its time at its beginning. */
const headBytes = 200;

export type LogLimits = { readonly sizeBytes?: number; readonly partsBytes?: number };

/**
 * The child appends to the file it was given and knows no other: so its content is copied away and the
 * file emptied. A line written between the two is lost, once in a day or five megabytes. What became of each part is
 * written to `rotationsFile`; the worker puts it into the audit chain as soon as the register takes it.
 */
export function rotateLog(
  path: string,
  keepMs: number,
  nowMs: number,
  { sizeBytes = sizeLimitBytes, partsBytes = partsLimitBytes }: LogLimits = {},
): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 0 && (size > sizeBytes || dayOf(path) !== dayAt(nowMs))) setAside(path, nowMs);
  removeOld(path, keepMs, nowMs, partsBytes);
}

function setAside(path: string, nowMs: number): void {
  const file = freeName(path, nowMs);
  const part = join(dirname(path), file);
  copyFileSync(path, part);
  chmodSync(part, 0o600);
  truncateSync(path);
  tell(path, { what: 'rotated', file, sha256: sha256Of(readFileSync(part)), atMs: nowMs });
}

/** `worker.log.2026-11-23T00-46-25Z`: in the order of time also by name, and a name that never comes again. */
function freeName(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  for (let n = 1; ; n += 1) {
    const name = `${basename(path)}.${stamp}${n === 1 ? '' : `.${n}`}`;
    if (!existsSync(join(dirname(path), name))) return name;
  }
}

/** By the names, which bear the time of the rotation: a copy that was put back may be younger. */
function removeOld(path: string, keepMs: number, nowMs: number, partsBytes: number): void {
  const prefix = `${basename(path)}.`;
  const parts = readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix))
    .map((file) => ({ file, atMs: rotatedAtMs(file.slice(prefix.length)) }))
    .flatMap(({ file, atMs }) => (atMs === undefined ? [] : [{ file, atMs }]))
    .sort((a, b) => b.atMs - a.atMs || b.file.localeCompare(a.file));
  let kept = 0;
  for (const { file, atMs } of parts) {
    const part = join(dirname(path), file);
    kept += statSync(part).size;
    const why = nowMs - atMs > keepMs ? 'age' : kept > partsBytes ? 'size' : undefined;
    if (why === undefined) continue;
    const sha256 = sha256Of(readFileSync(part));
    // Said before it is done: a part that is gone without a word is one that somebody took.
    tell(path, { what: 'removed', file, sha256, atMs: nowMs, why });
    rmSync(part);
  }
}

function rotatedAtMs(stamp: string): number | undefined {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z(?:\.\d+)?$/.exec(stamp);
  return found ? Date.parse(`${found[1]}T${found[2]}:${found[3]}:${found[4]}Z`) : undefined;
}

function tell(path: string, rotation: Rotation): void {
  appendFileSync(join(dirname(path), rotationsFile), `${JSON.stringify(rotation)}\n`, {
    mode: 0o600,
  });
}

/** UTC, of its first line; of its last change where that tells no day. */
function dayOf(path: string): string {
  const buffer = Buffer.alloc(headBytes);
  const file = openSync(path, 'r');
  try {
    const read = readSync(file, buffer, 0, headBytes, 0);
    const found = /\d{4}-\d\d-\d\d(?=T)/.exec(buffer.toString('utf8', 0, read))?.[0];
    return found ?? dayAt(statSync(path).mtimeMs);
  } finally {
    closeSync(file);
  }
}

function dayAt(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export type KeepMs = () => number | Promise<number>;

/** Looks after one log until it is stopped; a full disk must not end what keeps the child running. */
export function keepRotating(
  path: string,
  keepMs: KeepMs,
  progress: Progress,
): { readonly first: Promise<void>; stop(): void } {
  const rotate = async (): Promise<void> => {
    try {
      rotateLog(path, await keepMs(), Date.now());
    } catch (error) {
      progress(`The log ${path} cannot be rotated: ${String(error)}`);
    }
  };
  const first = rotate();
  const timer = setInterval(() => void rotate(), everyMs).unref();
  return { first, stop: () => clearInterval(timer) };
}
