/** Whether a secret that was sent is the one that is kept: in constant time, whatever is sent. */
import { timingSafeEqual } from 'node:crypto';
import { sha256Of } from './sha256.ts';

/** Of hashes, which have one length, and tell nothing of how far two secrets agree. */
export function isSameSecret(given: string, kept: string): boolean {
  return timingSafeEqual(Buffer.from(sha256Of(given)), Buffer.from(sha256Of(kept)));
}

/** `header`: of `Authorization`, as RFC 6750 writes a bearer token. */
export function isBearer(header: string | undefined, kept: string): boolean {
  return isSameSecret(/^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? '', kept);
}
