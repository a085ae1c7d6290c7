/** AES-256-GCM with a random nonce, and the envelope that says which key opens it. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const cipher = 'aes-256-gcm';
/** Begins each envelope: whose it is, and its version. */
export const envelopeMark = Buffer.from([0x37, 0x32, 1]);

/** Nonce, ciphertext, tag. `bound` is not in it, and must be the same to open it. */
export function lock(key: Buffer, plain: Uint8Array, bound: Uint8Array): Buffer {
  // A chance of two equal nonces below 2^-32 allows 2^32 messages a key (NIST SP 800-38D, 8.3): an incident has thousands.
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(bound);
  return Buffer.concat([nonce, sealing.update(plain), sealing.final(), sealing.getAuthTag()]);
}

/** Undefined when it was altered, or locked with another key or bound to something else. */
export function unlock(key: Buffer, locked: Uint8Array, bound: Uint8Array): Buffer | undefined {
  if (locked.length < nonceBytes + tagBytes) return undefined;
  const opening = createDecipheriv(cipher, key, locked.subarray(0, nonceBytes), {
    // Without it Node takes a tag cut short, which is easier to guess.
    authTagLength: tagBytes,
  });
  opening.setAAD(bound).setAuthTag(locked.subarray(-tagBytes));
  try {
    const plain = opening.update(locked.subarray(nonceBytes, -tagBytes));
    return Buffer.concat([plain, opening.final()]);
  } catch {
    // Node has one plain error for it, and tells no more: it is not what was sealed.
    return undefined;
  }
}

export type Envelope = {
  readonly keyId: string;
  /** What the key id is bound by. */
  readonly head: Uint8Array;
  readonly locked: Uint8Array;
};

/** Magic, length of the key id, key id. */
export function headOf(keyId: string): Buffer {
  const id = Buffer.from(keyId, 'latin1');
  return Buffer.concat([envelopeMark, Buffer.from([id.length]), id]);
}

/** Undefined when it is no envelope. */
export function toEnvelope(sealed: Uint8Array): Envelope | undefined {
  const length = sealed[envelopeMark.length];
  if (length === undefined || !envelopeMark.equals(sealed.subarray(0, envelopeMark.length)))
    return undefined;
  const end = envelopeMark.length + 1 + length;
  const keyId = Buffer.from(sealed.subarray(envelopeMark.length + 1, end)).toString('latin1');
  return { keyId, head: sealed.subarray(0, end), locked: sealed.subarray(end) };
}
