/** Looks at and stops processes by their id: ones that an earlier, killed start may have left. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCode } from '../error-code.ts';

const pollMs = 50;

/** The command line, its words parted by spaces; undefined when no such process lives. */
export function commandLine(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // Empty for a zombie, which is as good as gone.
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
    } catch (error) {
      // ESRCH: it went while being read.
      if (error instanceof Error && 'code' in error && /^(ENOENT|ESRCH)$/.test(String(error.code)))
        return undefined;
      throw error;
    }
  }
  try {
    const line = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return line === '' || line.startsWith('(') ? undefined : line;
  } catch (error) {
    // ps ends with 1 when there is no such process.
    if (error instanceof Error && 'status' in error && error.status === 1) return undefined;
    throw error;
  }
}

/** SIGTERM, then SIGKILL after `graceMs`; returns once `isThere` is false. */
export async function stopProcess(
  pid: number,
  isThere: () => boolean,
  graceMs: number,
): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGTERM', graceMs],
    // A killed process is gone at once, unless the disk holds it; then waiting longer does not help.
    ['SIGKILL', 10_000],
  ] as const) {
    if (!isThere()) return;
    sendSignal(pid, signal);
    const untilMs = Date.now() + waitMs;
    while (isThere() && Date.now() < untilMs) await sleep(pollMs);
  }
  if (isThere()) throw new Error(`process ${pid} does not end, not even by SIGKILL`);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It went by itself between the look and the signal.
    if (isCode(error, 'ESRCH')) return;
    throw error;
  }
}
