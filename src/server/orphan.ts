/** A Temporal server that outlived a killed `up`: found by what was recorded, proved to be ours, stopped. */
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Progress } from '../failure.ts';
import { readJson, writeJson } from './json-file.ts';
import { commandLine, stopProcess } from './process.ts';

const record = z.object({
  pid: z.int(),
  address: z.string(),
  uiUrl: z.string(),
  version: z.string(),
  startedAt: z.string(),
});
export type ServerRecord = z.infer<typeof record>;

/**
 * The server answers its last calls and flushes within a second or two; a loaded machine gets more.
 * Killing it after that loses nothing: every write is on the disk before it is confirmed.
 */
export const serverGraceMs = 15_000;

export function databaseFile(dataFolder: string): string {
  // Absolute, because a command line is compared with it.
  return resolve(dataFolder, 'temporal.db');
}

export function recordServer(dataFolder: string, server: ServerRecord): void {
  writeJson(recordFile(dataFolder), server);
}

export function forgetServer(dataFolder: string): void {
  rmSync(recordFile(dataFolder), { force: true });
}

/** Two servers on one file would corrupt it: after this there is none that we started. */
export async function stopOrphan(dataFolder: string, progress: Progress): Promise<void> {
  const server = readJson(recordFile(dataFolder), record);
  if (!server) return;
  // The id may be another program's by now.
  const isOurs = (): boolean =>
    commandLine(server.pid)?.includes(` --db-filename ${databaseFile(dataFolder)} `) ?? false;
  if (isOurs()) {
    progress(
      `A Temporal server of an earlier start (process ${server.pid}, since ${server.startedAt}) still runs on ${dataFolder}; stopping it to go on with its data.`,
    );
    await stopProcess(server.pid, isOurs, serverGraceMs);
  }
  forgetServer(dataFolder);
}

function recordFile(dataFolder: string): string {
  return join(dataFolder, 'server.json');
}

/** Whether a server that we started has its data here; one of a killed `up` counts, because it may still run. */
export function ownServerRuns(dataFolder: string): boolean {
  return existsSync(recordFile(dataFolder)) && existsSync(databaseFile(dataFolder));
}
