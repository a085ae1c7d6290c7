/** `audit checkpoint` and `audit key`: a signed statement of how far the chain reaches, to be kept elsewhere. */
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import {
  keyOnRecord,
  makeCheckpoint,
  recordCheckpoint,
  type ActBy,
} from '../register/audit-checkpoint.ts';
import { isSignedBy, publicKeyOf, readKey, type SignedCheckpoint } from '../register/audit-key.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { writeNewFile } from './new-file.ts';
import { openSession, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';

export async function runAuditCheckpoint(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  // A checkpoint of a folder that is none of ours would be made by a slip of the pen.
  await withRegister(session, async () => {});
  const { out, mail } = given;
  if (mail === true) {
    if (out !== undefined)
      throw new Failure(
        'usage',
        'bad-input',
        '--mail and --out exclude each other; give one of them',
      );
    return (await import('./checkpoint-mail.ts')).mailCheckpointNow(session);
  }
  const made = await withRegister(
    session,
    (register) => makeCheckpoint(register, { ...acting(session), folder: session.config.data }),
    'writing',
  );
  const { checkpoint, text } = made;
  const settle = (): Promise<void> =>
    withRegister(
      session,
      (register) => recordCheckpoint(register, made, acting(session)),
      'writing',
    );
  if (typeof out !== 'string') {
    await settle();
    return io.print(text);
  }
  await writeNewFile(out, { force: given.force === true }, lines(text), settle);
  if (given.json) return printJson(session, { file: out, checkpoint });
  io.print(
    `Entry ${checkpoint.n} is the head. Written to ${out}: keep it outside of this machine.`,
  );
}

async function* lines(text: string): AsyncGenerator<string> {
  yield `${text}\n`;
}

export async function runAuditKey(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  await withRegister(session, async () => {});
  const key = publicKeyOf(await signingKey(session));
  if (given.json) return printJson(session, { key });
  io.print(key);
}

/** Whatever is signed with it, a key that was put in its place shows in the chain. */
export function signingKey(session: Session): Promise<KeyObject> {
  const by = { ...acting(session), folder: session.config.data };
  return withRegister(session, (register) => keyOnRecord(register, by), 'writing');
}

function acting({ person, io }: Session): ActBy {
  return { person, channel: 'cli', nowMs: io.now() };
}

/** Base64 of the SPKI of an Ed25519 key: the same twelve bytes in front of every one, then its 32. */
const ed25519 = /^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/;

const shape = z.object({
  n: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  atMs: z.int(),
  installation: z.string(),
  key: z.string().regex(ed25519),
  signature: z.string(),
});

/** From a file, or `-` for standard input; its signature is checked. */
export async function readCheckpoint(
  { io, config }: Session,
  typed: string,
  givenKey: unknown,
): Promise<SignedCheckpoint> {
  const text = typed === '-' ? await io.readInput() : await readText(typed);
  const checkpoint = parse(text, typed);
  const own = await readKey(config.data);
  const wanted = typeof givenKey === 'string' ? givenKey : own ? publicKeyOf(own) : checkpoint.key;
  if (typeof givenKey !== 'string' && !own)
    io.tell(
      'note: this data folder has no key, so the checkpoint is checked by the key in it; give the one you know with --key',
    );
  if (isSignedBy(checkpoint, wanted)) return checkpoint;
  throw new Failure(
    'checkFailed',
    'checkpoint-not-signed',
    `the checkpoint ${shown(typed)} was not signed by the key ${shown(wanted)}, or was altered since; name the key of the installation with --key`,
  );
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new Failure(
      'usage',
      'bad-file',
      `--checkpoint ${shown(path)} cannot be read; check the path`,
      error,
    );
  });
}

function parse(text: string, typed: string): SignedCheckpoint {
  try {
    return shape.parse(JSON.parse(text));
  } catch (error) {
    throw new Failure(
      'usage',
      'bad-file',
      `--checkpoint ${shown(typed)} is no checkpoint; give what seventytwo audit checkpoint wrote`,
      error,
    );
  }
}
