/** Signs checkpoints of the audit chain with a key of this installation (Ed25519), and checks them. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode } from '../error-code.ts';
import { readSecretFile } from '../config/secret-file.ts';
import type { Checkpoint } from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import { Failure } from '../failure.ts';

export type SignedCheckpoint = Checkpoint & {
  /** The public key: base64 of its SPKI. */
  readonly key: string;
  /** Base64, over the canonical JSON of the four fields of the checkpoint. */
  readonly signature: string;
};

/** Made on first use; whoever was told the public key before knows every later checkpoint by it. */
export async function auditKey(dataFolder: string): Promise<KeyObject> {
  return (await readKey(dataFolder)) ?? (await makeKey(dataFolder));
}

/** Undefined while none was made. */
export async function readKey(dataFolder: string): Promise<KeyObject | undefined> {
  const path = keyPath(dataFolder);
  let text: string;
  try {
    text = readSecretFile(path, keyFile);
  } catch (error) {
    const { cause } = error instanceof Failure ? error : {};
    if (isCode(cause, 'ENOENT')) return undefined;
    // Why it is not safe, and the remedy, are in its own sentence.
    throw cause === undefined ? error : unusable(path, cause);
  }
  try {
    return createPrivateKey(text);
  } catch (error) {
    throw unusable(path, error);
  }
}

export function publicKeyOf(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
}

export function signCheckpoint(checkpoint: Checkpoint, key: KeyObject): SignedCheckpoint {
  const signature = sign(null, Buffer.from(signedText(checkpoint)), key).toString('base64');
  return { ...checkpoint, key: publicKeyOf(key), signature };
}

/** Whether it was signed by the owner of this public key, and is as it was signed. */
export function isSignedBy(checkpoint: SignedCheckpoint, publicKey: string): boolean {
  if (checkpoint.key !== publicKey) return false;
  const key = createPublicKey({
    ...{ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' },
  });
  const signature = Buffer.from(checkpoint.signature, 'base64');
  return verify(null, Buffer.from(signedText(checkpoint)), key, signature);
}

function signedText({ n, hash, atMs, installation }: Checkpoint): string {
  return canonical({ n, hash, atMs, installation });
}

/** Two processes at once agree on one key: the file gets its name whole, and only once. */
async function makeKey(dataFolder: string): Promise<KeyObject> {
  const path = keyPath(dataFolder);
  const draft = `${path}.${randomUUID().slice(0, 8)}.part`;
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    const text = privateKey.export({ type: 'pkcs8', format: 'pem' });
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
    await link(draft, path);
    return privateKey;
  } catch (error) {
    const made = isCode(error, 'EEXIST') ? await readKey(dataFolder) : undefined;
    if (made) return made;
    throw unusable(path, error);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Nobody else needs it: the public key is what others are told. */
export const keyFile = { what: 'the key file', group: 'may-nothing' } as const;

function keyPath(dataFolder: string): string {
  return join(dataFolder, 'audit-key.pem');
}

function unusable(path: string, error: unknown): Failure {
  return new Failure(
    'unreachable',
    'audit-key-unusable',
    `the key ${path} cannot be used (${error instanceof Error ? error.message : String(error)}); restore it from a backup, because a new one is not known to those who keep checkpoints`,
    error,
  );
}
