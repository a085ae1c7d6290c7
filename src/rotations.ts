/** What became of the parts of the logs: a list beside them, until and after the audit chain has it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isCode } from './error-code.ts';
import { Failure } from './failure.ts';

/** In the folder of the logs, one JSON object a line; only whoever rotates writes it, only at its end. */
export const rotationsFile = 'rotations.jsonl';

const rotation = z.strictObject({
  what: z.enum(['rotated', 'removed']),
  /** Name without its folder. */
  file: z.string().regex(/^[\w.-]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  atMs: z.int(),
  /** Of a removal: its time was over, or all parts together were too large. */
  why: z.enum(['age', 'size']).optional(),
});
export type Rotation = z.infer<typeof rotation>;

/** Their kinds on the audit chain. */
export const rotationKinds = { rotated: 'logRotated', removed: 'logRemoved' } as const;

/** Empty before the first rotation. A last line that is still being written is left for the next time. */
export async function readRotations(folder: string): Promise<readonly Rotation[]> {
  const path = join(folder, rotationsFile);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return '';
    throw error;
  });
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, n) => {
      const parsed = rotation.safeParse(json(line));
      if (parsed.success) return parsed.data;
      throw new Failure(
        'checkFailed',
        'bad-rotations',
        `line ${n + 1} of ${path} is not what up wrote; find out who changed it, then take the line out`,
      );
    });
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Told as a line that does not fit.
    return undefined;
  }
}
