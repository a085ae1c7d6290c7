/** The tag in a mail that only this installation can make: a report that it came back must hold it. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Returned with the headers of the mail. */
export const bounceTagHeader = 'X-Seventytwo-Return';

/** Half of the hash: 128 bits cannot be guessed. */
const tagLength = 32;

/**
 * Message-IDs can be guessed from one mail, and who guesses one could have a notice counted as lost. `secret` is that of
 * `mail.bounceToken`.
 */
export function bounceTagger(secret: string): (messageId: string) => string {
  return (messageId) =>
    createHmac('sha256', secret)
      .update(`seventytwo return ${messageId}`)
      .digest('hex')
      .slice(0, tagLength);
}

/** None where no secret is set. */
export function tagHeaders(
  messageId: string,
  tag: ((messageId: string) => string) | undefined,
): Readonly<Record<string, string>> {
  return tag ? { [bounceTagHeader]: tag(messageId) } : {};
}

export function isBounceTag(given: string, messageId: string, secret: string): boolean {
  const wanted = Buffer.from(bounceTagger(secret)(messageId));
  const bytes = Buffer.from(given);
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
}
