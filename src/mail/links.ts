/** The link that a mail carries: a page's recipient may acknowledge with it, everybody else only find the board. */
import type { LinkBook } from '../links/book.ts';
import type { Mail } from '../domain/mail.ts';
import type { MailSubject } from '../domain/mails.ts';
import { personKey } from '../policy/snapshot.ts';
import type { Policy } from '../policy/schema.ts';
import type { Block, Letter, MailRequest } from './letter.ts';

export type MailLinks = {
  /** Asks whoever opens it to sign in. */
  readonly incident: string;
  /** Good for one acknowledgement by this recipient. */
  readonly acknowledge?: string;
};

const acknowledgeable: ReadonlySet<Mail['kind']> = new Set(['page', 'nobody-reached']);

/** Undefined where the policy names no board. */
export function boardLink(
  { id }: Pick<MailSubject, 'id'>,
  { web }: Pick<Policy, 'web'>,
): string | undefined {
  return web?.url === undefined ? undefined : `${baseOf(web.url)}/incidents/${id}`;
}

/** Undefined for a mail that carries none. The same mail gets the same link at every attempt. */
export async function acknowledgeLink(
  mail: Mail,
  { id: incidentId, linksSinceMs = 0 }: MailSubject,
  policy: Policy,
  book: LinkBook,
): Promise<string | undefined> {
  if (policy.web?.url === undefined || !acknowledgeable.has(mail.kind)) return undefined;
  const token = await book.make({
    incidentId,
    mail: mail.key,
    sub: personKey(policy, mail.to),
    // What is sent anew to another address is not the link that went to the first.
    causedAtMs: Math.max(mail.causedAtMs, linksSinceMs),
    lifetimeMs: policy.links.expires,
  });
  return `${baseOf(policy.web.url)}/l/${token}`;
}

export function acknowledgeAction({ links, words }: MailRequest): readonly Block[] {
  const url = links?.acknowledge;
  return url === undefined ? [] : [{ kind: 'action', label: words.links.acknowledge, url }];
}

/**
 * Staff only, and not beside the link to acknowledge: one link a mail. It stands where the reader is to act, before the
 * first command or section, and not below all that is for whoever has no board.
 */
export function withBoard({ links, words }: MailRequest, letter: Letter): Letter {
  if (!links || letter.audience === 'customer' || links.acknowledge !== undefined) return letter;
  const action: Block = { kind: 'action', label: words.links.board, url: links.incident };
  const { blocks } = letter;
  const first = blocks.findIndex(({ kind }) => kind === 'command' || kind === 'heading');
  return { ...letter, blocks: blocks.toSpliced(first === -1 ? blocks.length : first, 0, action) };
}

function baseOf(url: string): string {
  return url.replace(/\/+$/, '');
}
