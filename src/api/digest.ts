/** `Content-Digest` (RFC 9530): the hash of a body, told before it, so that its signature can be judged first. */
import { Failure } from '../failure.ts';

const member = /^sha-256=:(?<hash>[A-Za-z0-9+/]{43}=):$/;

/** `sha256`: hexadecimal. */
export function toContentDigest(sha256: string): string {
  return `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
}

/** Hexadecimal. Throws Failure `bad-digest` for a header without one SHA-256. */
export function readContentDigest(header: string): string {
  const found = header.split(',').flatMap((part) => member.exec(part.trim())?.groups?.hash ?? []);
  const [hash] = found;
  if (hash !== undefined && found.length === 1) return Buffer.from(hash, 'base64').toString('hex');
  throw new Failure(
    'usage',
    'bad-digest',
    'the header Content-Digest has no SHA-256 of the body; write it as sha-256=:<base64>:',
  );
}
