/** The web server's own key: with it a session is sealed, and what somebody does in it is signed. */
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { makePrivateKey, readPrivateKey, writePrivateKey } from './person-key.ts';
import { webServer } from './standing.ts';

export function webKeyPath(data: string): string {
  return join(data, 'access', `${webServer}.pem`);
}

export function readWebKey(data: string): Promise<KeyObject | undefined> {
  return readPrivateKey(webKeyPath(data));
}

/** Made at the first start. */
export async function ensureWebKey(data: string): Promise<KeyObject> {
  const held = await readWebKey(data);
  if (held) return held;
  const made = makePrivateKey();
  try {
    await writePrivateKey(webKeyPath(data), made);
    return made;
  } catch (error) {
    // Somebody else's first start came before; what was written is whole.
    const other = error instanceof Failure ? await readWebKey(data) : undefined;
    if (other) return other;
    throw error;
  }
}
