/** Checkpoints of this installation's chain: made from its head, signed, and themselves on record. */
import type { KeyObject } from 'node:crypto';
import { Failure } from '../failure.ts';
import { genesisOf, headOf, recordAct, recordChange, type Act } from './audit.ts';
import { auditKey, publicKeyOf, signCheckpoint, type SignedCheckpoint } from './audit-key.ts';
import { inSnapshot, type Register } from './database.ts';
import { sha256Of } from '../sha256.ts';

export type ActBy = Pick<Act, 'person' | 'channel' | 'nowMs'>;

export type MadeCheckpoint = {
  readonly checkpoint: SignedCheckpoint;
  /** One line, and the same one to files, people and machines: its bytes are to be passed on. */
  readonly text: string;
};

/**
 * The key, made on first use. A key other than the last one on record is recorded before anything is signed with it, so
 * that one that was put in its place shows.
 */
export async function keyOnRecord(
  register: Register,
  { folder, ...actor }: ActBy & { readonly folder: string },
): Promise<KeyObject> {
  const key = await auditKey(folder);
  const subjectHash = sha256Of(publicKeyOf(key));
  await recordChange(register, { ...actor, kind: 'key', subject: 'Ed25519', subjectHash });
  return key;
}

/** Throws when the chain has no beginning. */
export async function makeCheckpoint(
  register: Register,
  by: ActBy & { readonly folder: string },
): Promise<MadeCheckpoint> {
  const key = await keyOnRecord(register, by);
  const [head, genesis] = await inSnapshot(
    register,
    async ({ db }) => [await headOf(db), await genesisOf(db)] as const,
  );
  if (!head || !genesis)
    throw new Failure(
      'checkFailed',
      'audit-broken',
      'the audit chain has no beginning; see seventytwo audit verify',
    );
  const { n, hash } = head;
  const { installation } = genesis;
  const checkpoint = signCheckpoint({ n, hash, atMs: by.nowMs, installation }, key);
  return { checkpoint, text: JSON.stringify(checkpoint) };
}

/** Somebody holds it now: the chain up to its entry can no longer be written anew unseen. */
export async function recordCheckpoint(
  register: Register,
  { checkpoint, text }: MadeCheckpoint,
  actor: ActBy,
): Promise<void> {
  const subject = `entry ${checkpoint.n}`;
  await recordAct(register, { ...actor, kind: 'checkpoint', subject, subjectHash: sha256Of(text) });
}
