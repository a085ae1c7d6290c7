/** The private half of a key, as a file of its owner alone. */
import { createPrivateKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isCode } from '../error-code.ts';
import { system } from '../domain/commands.ts';
import { Failure } from '../failure.ts';

/** Read or written by anybody but its owner. */
const othersMayAny = 0o077;

/** A key has 119; more is the wrong file. */
const mostBytes = 16_384;

/** `SEVENTYTWO_KEY` names the key of whoever works at this machine, wherever it lies. */
export function personKeyPath(
  data: string,
  person: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  return env.SEVENTYTWO_KEY || join(data, 'access', `${person}.pem`);
}

/** Of the worker itself: no person can have this id. */
export function serviceKeyPath(data: string): string {
  return join(data, 'access', `${system.person}.pem`);
}

/** Undefined when there is none. A link or a file that others may read is refused: its key may be known to them. */
export async function readPrivateKey(path: string): Promise<KeyObject | undefined> {
  // A FIFO would make us wait for ever.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined;
    if (isCode(error, 'ELOOP')) throw refused(path, 'it is a link', 'put the file itself there');
    throw refused(path, sentenceOf(error), 'mend that');
  });
  if (!file) return undefined;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw refused(path, 'it is no file', 'put the key there');
    if (stats.size > mostBytes)
      throw refused(path, `it has ${stats.size} bytes`, 'name the right file');
    if ((stats.mode & othersMayAny) !== 0 && process.platform !== 'win32')
      throw refused(
        path,
        `others may read or write it, mode ${(stats.mode & 0o777).toString(8)}`,
        'chmod 600, and have the key rotated if somebody may have read it',
      );
    return parse(path, await file.readFile('utf8'));
  } finally {
    await file.close();
  }
}

/** The same, but a key that `SEVENTYTWO_KEY` names must be there. */
export async function readNamedKey(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KeyObject | undefined> {
  const key = await readPrivateKey(path);
  if (key || !env.SEVENTYTWO_KEY) return key;
  throw refused(path, 'it is not there', 'mend SEVENTYTWO_KEY, or leave it out');
}

function parse(path: string, text: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch (error) {
    throw refused(path, 'it holds no private key', 'put a PKCS8 PEM there', error);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw refused(path, `it is of kind ${key.asymmetricKeyType}`, 'use an Ed25519 key');
}

export function makePrivateKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

/** The file gets its name whole. `replacing` an older one is for a rotation alone. */
export async function writePrivateKey(
  path: string,
  key: KeyObject,
  { replacing = false }: { readonly replacing?: boolean } = {},
): Promise<void> {
  const draft = `${path}.${randomUUID().slice(0, 8)}.part`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const text = key.export({ type: 'pkcs8', format: 'pem' });
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
    // A link is refused where the name is taken meanwhile; a renaming is not.
    await (replacing ? rename(draft, path) : link(draft, path));
  } catch (error) {
    if (isCode(error, 'EEXIST'))
      throw refused(path, 'there is one already', 'use it, or have it rotated', error);
    throw refused(path, sentenceOf(error), 'choose another place with SEVENTYTWO_KEY', error);
  } finally {
    await rm(draft, { force: true });
  }
}

/** A new key takes the place of the old one, once it is on record. */
export async function replacePrivateKey(made: string, path: string): Promise<void> {
  await rename(made, path).catch((error: unknown) => {
    throw refused(made, sentenceOf(error), `it is on record: move it to ${path}`, error);
  });
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function refused(path: string, why: string, remedy: string, cause?: unknown): Failure {
  return new Failure(
    'usage',
    'key-unusable',
    `the key ${path} cannot be used: ${why}; ${remedy}`,
    cause,
  );
}
