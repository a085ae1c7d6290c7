/** The SDK's own download of a Temporal server, bounded in time and with its file found again. */
import { fork } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Progress } from '../failure.ts';
import { moduleBeside } from './module.ts';
import { elapsed } from './program.ts';

export type Downloaded = { readonly path: string } | { readonly fault: string };

/**
 * A network that drops packets answers nothing for minutes, while a slow one makes the file grow:
 * so the limit is on silence, not on the whole.
 */
const silenceLimitMs = 30_000;
const pollMs = 500;
const tellEveryMs = 10_000;

/** Fails at once (a fault, not an exception) where the download cannot be reached. */
export async function downloadBySdk(options: {
  kind: 'dev-server' | 'time-skipping';
  /** Empty, on the file system where the program will stay. */
  folder: string;
  /** Proxy settings count. */
  env: NodeJS.ProcessEnv;
  progress: Progress;
  signal?: AbortSignal | undefined;
}): Promise<Downloaded> {
  const { kind, folder, progress, signal } = options;
  signal?.throwIfAborted();
  const child = fork(moduleBeside('download', import.meta.url), [kind, folder], {
    env: options.env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const stop = (): unknown => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop);

  let lastLine = '';
  if (child.stderr)
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.trim() !== '') lastLine = line.trim();
    });

  let silent = false;
  let bytes = 0;
  let movedAtMs = Date.now();
  const startedAtMs = movedAtMs;
  let toldAtMs = movedAtMs;
  const watching = setInterval(() => {
    const nowMs = Date.now();
    const nowBytes = largestFile(folder)?.bytes ?? 0;
    if (nowBytes !== bytes) movedAtMs = nowMs;
    bytes = nowBytes;
    if (nowMs - movedAtMs > silenceLimitMs) {
      silent = true;
      stop();
    } else if (nowMs - toldAtMs >= tellEveryMs) {
      toldAtMs = nowMs;
      progress(
        `Downloading: ${elapsed(nowMs - startedAtMs)}, ${(bytes / 1e6).toFixed(0)} MB so far`,
      );
    }
  }, pollMs);
  try {
    const code = await new Promise<number | null>((done, failed) => {
      child.once('error', failed);
      child.once('close', done);
    });
    signal?.throwIfAborted();
    if (silent) return { fault: `nothing came for ${elapsed(silenceLimitMs)}` };
    if (code !== 0) return { fault: rootCause(lastLine) || `it ended with code ${code}` };
    const file = largestFile(folder);
    return file ? { path: file.path } : { fault: 'it left no file' };
  } finally {
    clearInterval(watching);
    signal?.removeEventListener('abort', stop);
  }
}

/** The SDK names the file after itself and the version; it is the only one that counts. */
function largestFile(folder: string): { path: string; bytes: number } | undefined {
  const files = readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat?.isFile() ? [{ path, bytes: stat.size }] : [];
  });
  return files.sort((a, b) => b.bytes - a.bytes)[0];
}

/** `failed to download: error for url (…): dns error: failed to look up: not known.`: the end tells why. */
function rootCause(message: string): string {
  return message.split(': ').slice(-3).join(': ').replace(/\.$/, '');
}
