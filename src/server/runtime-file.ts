/** `<data>/runtime.json`: where the running parts are, for the command line to find them. */
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from './json-file.ts';

const inbox = z.object({ host: z.string(), port: z.int() });

const runtime = z.object({
  /** Of the Temporal server; absent while nothing runs. */
  address: z.string().optional(),
  namespace: z.string().optional(),
  uiUrl: z.string().optional(),
  /** Kept while nothing runs, so that the next start takes the same port. */
  inbox: inbox.nullable(),
  /** Where the worker tells its figures; kept like the inbox. */
  metrics: z.string().optional(),
  /** Host and port of the board; kept like the inbox. */
  web: z.string().optional(),
  /** Of `up`. */
  pid: z.int().optional(),
});
export type RuntimeFile = z.infer<typeof runtime>;

/** Undefined before the first `up`. */
export function readRuntime(dataFolder: string): RuntimeFile | undefined {
  return readJson(join(dataFolder, 'runtime.json'), runtime);
}

export function writeRuntime(dataFolder: string, value: RuntimeFile): void {
  writeJson(join(dataFolder, 'runtime.json'), value);
}
