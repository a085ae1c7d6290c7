/** The one hash of the product, as everything that is kept or printed has it. */
import { createHash } from 'node:crypto';

/** Hexadecimal; a text as UTF-8. */
export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
