/** Small JSON files in the data folder: written whole or not at all, checked when read. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { z } from 'zod';
import { isCode } from '../error-code.ts';
import { Failure } from '../failure.ts';

export function writeJson(path: string, value: unknown): void {
  const partial = `${path}.partial`;
  writeFileSync(partial, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(partial, path);
}

/** Undefined when there is no such file. */
export function readJson<T>(path: string, schema: z.ZodType<T>): T | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  throw new Failure(
    'checkFailed',
    'damaged-file',
    `${path} is damaged; remove it once you are sure that nothing of seventytwo runs on that folder`,
  );
}

/** Undefined when there is no such file. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Fits no schema, so the caller says that the file is damaged.
    return undefined;
  }
}
