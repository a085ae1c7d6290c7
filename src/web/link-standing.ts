/** Whether a link may still be used, and if not, why: for whoever holds it. The worker judges again. */
import { ownerOf, type LinkBook } from '../links/book.ts';
import { isShutOut } from '../access/link-proof.ts';
import type { Link } from '../links/token.ts';
import { deadLink } from '../domain/links.ts';
import type { Status } from '../domain/status.ts';
import type { Policy } from '../policy/schema.ts';
import { readAccessKeys } from '../register/access-keys.ts';
import { usedAtMs } from '../register/links.ts';
import type { WebDeps } from './deps.ts';

export type LinkStanding =
  | { readonly kind: 'open'; readonly owner: string; readonly status: Status }
  | { readonly kind: 'used'; readonly atMs: number }
  | { readonly kind: 'expired'; readonly atMs: number }
  /** Taken back, or its owner is gone. */
  | { readonly kind: 'dead' }
  /** The incident is closed. */
  | { readonly kind: 'over' };

export async function standingOf(
  link: Link,
  book: LinkBook,
  { incidents, register, now }: Pick<WebDeps, 'incidents' | 'register' | 'now'>,
  policy: Policy,
): Promise<LinkStanding> {
  const owner = ownerOf(link, policy);
  if (owner === undefined) return { kind: 'dead' };
  const atMs = await usedAtMs(register, link.id);
  if (atMs !== undefined) return { kind: 'used', atMs };
  if (link.expiresAtMs <= now()) return { kind: 'expired', atMs: link.expiresAtMs };
  if (await book.isRevoked(link)) return { kind: 'dead' };
  if (isShutOut(owner, await readAccessKeys(register), now())) return { kind: 'dead' };
  const status = await incidents.status(link.incidentId);
  if (!status || status.phase === 'closed') return { kind: 'over' };
  return deadLink(status, link) ? { kind: 'dead' } : { kind: 'open', owner, status };
}
