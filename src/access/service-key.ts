/** The key of the installation itself: with it machines tell incidents what no person stands behind. */
import type { KeyObject } from 'node:crypto';
import { makePrivateKey, readPrivateKey, serviceKeyPath, writePrivateKey } from './person-key.ts';
import { keyIdOf, longestLifetimeMs, publicKeyOf, signCommand, type Signable } from './signing.ts';
import { stateOf } from './standing.ts';
import { system } from '../domain/commands.ts';
import { changeAccess, readAccessKeys } from '../register/access-keys.ts';
import type { Register } from '../register/database.ts';

/** It never leaves its machine and can do one thing: nobody needs to renew it in the life of one. */
const lifetimeMs = 10 * 365 * 24 * 3_600_000;

export type ServiceSigner = {
  /** The key is on record; tried again by every signing until it is. */
  readonly ready: () => Promise<unknown>;
  readonly sign: (command: Signable) => Promise<string>;
};

export function createServiceSigner(
  register: Register,
  folder: string,
  now: () => number,
): ServiceSigner {
  let known: Promise<KeyObject> | undefined;
  function key(): Promise<KeyObject> {
    known ??= keyOnRecord(register, folder, now()).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  }
  return {
    ready: key,
    async sign(command) {
      const issuedAtMs = now();
      // The other incident may have no worker for hours, and this is told once.
      const span = { issuedAtMs, expiresAtMs: issuedAtMs + longestLifetimeMs };
      return signCommand(command, await key(), span);
    },
  };
}

/** Made on first use, and anew when it was taken away. */
async function keyOnRecord(register: Register, folder: string, nowMs: number): Promise<KeyObject> {
  const path = serviceKeyPath(folder);
  const held = await readPrivateKey(path);
  const row = held && (await rowOf(register, held));
  if (held && row && stateOf(row, nowMs) === 'valid') return held;
  const key = held && !row ? held : makePrivateKey();
  if (key !== held) await writePrivateKey(path, key, { replacing: held !== undefined });
  await record(register, key, nowMs);
  return key;
}

async function rowOf(register: Register, key: KeyObject) {
  const id = keyIdOf(publicKeyOf(key));
  return (await readAccessKeys(register)).find((row) => row.id === id);
}

async function record(register: Register, key: KeyObject, nowMs: number): Promise<void> {
  const publicKey = publicKeyOf(key);
  const { person, channel } = system;
  const grant = {
    ...{ id: keyIdOf(publicKey), person, publicKey, grantedAtMs: nowMs },
    ...{ expiresAtMs: nowMs + lifetimeMs, grantedBy: person },
  };
  await changeAccess(register, { who: person, channel }, (keys) =>
    keys.some(({ id }) => id === grant.id) ? [] : [{ kind: 'access-service', atMs: nowMs, grant }],
  );
}
