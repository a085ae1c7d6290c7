/** `audit checkpoint` and `audit key`: a signed statement of how far the chain reaches, to be kept elsewhere. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import { headOf, genesisOf } from '../register/audit.ts';
import {
  auditKey,
  isSignedBy,
  publicKeyOf,
  readKey,
  signCheckpoint,
  type SignedCheckpoint,
} from '../register/audit-key.ts';
import { inSnapshot } from '../register/database.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { writeNewFile } from './new-file.ts';
import { openSession, withRegister, type CommonOptions, type Session } from './session.ts';
import { shown } from './shown.ts';

type Given = CommonOptions & Readonly<Record<string, unknown>>;

export async function runAuditCheckpoint(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const [head, genesis] = await withRegister(session, (register) =>
    inSnapshot(register, async ({ db }) => [await headOf(db), await genesisOf(db)] as const),
  );
  if (!head || !genesis)
    throw new Failure(
      'checkFailed',
      'audit-broken',
      'the audit chain has no beginning; see seventytwo audit verify',
    );
  const checkpoint = signCheckpoint(
    { n: head.n, hash: head.hash, atMs: io.now(), installation: genesis.installation },
    await auditKey(session.config.data),
  );
  // One line, and the same one to files, people and machines: its bytes are to be passed on.
  const text = JSON.stringify(checkpoint);
  const { out } = given;
  if (typeof out !== 'string') return io.print(text);
  await writeNewFile(out, { force: given.force === true }, lines(text), async () => {});
  if (given.json) return printJson(session, { file: out, checkpoint });
  io.print(`Entry ${head.n} is the head. Written to ${out}: keep it outside of this machine.`);
}

async function* lines(text: string): AsyncGenerator<string> {
  yield `${text}\n`;
}

export async function runAuditKey(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  // A key for a folder that is none of ours would be made by a slip of the pen.
  await withRegister(session, async () => {});
  const key = publicKeyOf(await auditKey(session.config.data));
  if (given.json) return printJson(session, { key });
  io.print(key);
}

const shape = z.object({
  n: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  atMs: z.int(),
  installation: z.string(),
  key: z.string(),
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
    `the checkpoint ${shown(typed)} was not signed by the key ${wanted}, or was altered since; name the key of the installation with --key`,
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
