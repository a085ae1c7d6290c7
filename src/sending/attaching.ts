/** Keeps the bytes of a file in the register while the incident is told of them. */
import { Failure } from '../failure.ts';
import { dropAttachment, storeAttachment } from '../register/attachments.ts';
import type { Register } from '../register/database.ts';
import { sha256Of } from '../sha256.ts';

/** It lies in the register and in every backup of it: an image of a whole disk belongs elsewhere. */
export const mostBytes = 25 * 1_024 * 1_024;

/** The bytes are kept before the incident names them; when it refuses, they go again. */
export async function storeWhile<T>(
  register: Register,
  file: { readonly incidentId: string; readonly content: Uint8Array; readonly nowMs: number },
  send: () => Promise<T>,
): Promise<T> {
  const isNew = await storeAttachment(register, file);
  try {
    return await send();
  } catch (error) {
    // Only a refusal is sure: without an answer the incident may have taken it.
    const isRefused = error instanceof Failure && error.kind !== 'unreachable';
    if (isNew && isRefused) await dropAttachment(register, sha256Of(file.content));
    throw error;
  }
}
