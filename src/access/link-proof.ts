/** Whether a command may come by a link in a mail: it acknowledges one incident in the name of one person, and nothing else. */
import type { Presented, Verdict } from '../domain/access.ts';
import type { Policy } from '../policy/schema.ts';
import { rolesOf } from '../policy/roles.ts';
import { ownerOf, type LinkBook } from '../links/book.ts';
import { linkPrefix, type Link } from '../links/token.ts';
import { stateOf } from './standing.ts';
import type { KnownKey } from './trust.ts';

export function isByLink({ actor }: Pick<Presented, 'actor'>): boolean {
  return actor.signature?.startsWith(linkPrefix) === true;
}

/** The one command that a link can send. */
export function linkCommandId({ id }: Pick<Link, 'id'>): string {
  return `link:${id}`;
}

/** Never throws, whatever the signature is. */
export async function judgeLink(
  presented: Presented,
  grounds: {
    readonly policy: Policy;
    readonly keys: readonly KnownKey[];
    readonly links: LinkBook | undefined;
    readonly nowMs: number;
  },
): Promise<Verdict> {
  const { actor, receivedAtMs = grounds.nowMs } = presented;
  const { policy, keys, links } = grounds;
  const token = actor.signature?.slice(linkPrefix.length) ?? '';
  const link = await links?.read(token);
  // Nothing about what is wrong with it: that would help only whoever forged it.
  if (!links || !link) return refused('its link is none of this installation');
  if (!isWhatItIsFor(presented, link))
    return refused('a link acknowledges one incident and does nothing else; sign in for all else');
  if (ownerOf(link, policy) !== actor.person) return refused(`its link is not for ${actor.person}`);
  if (link.expiresAtMs <= receivedAtMs) return refused('its link has expired; sign in instead');
  if ((await links.isRevoked(link)) || isShutOut(actor.person, keys, grounds.nowMs))
    return refused('its link was taken back; sign in instead');
  const { causedAtMs, keyId } = link;
  return {
    ...{ accepted: true, roles: rolesOf(policy, actor.person) },
    ...{ key: `${linkPrefix}${keyId}`, link: { causedAtMs } },
  };
}

function isWhatItIsFor({ name, incidentId, commandId, actor, fields }: Presented, link: Link) {
  return (
    name === 'acknowledge' &&
    incidentId === link.incidentId &&
    commandId === linkCommandId(link) &&
    actor.channel === 'mail' &&
    Object.keys(fields).length === 0
  );
}

/** All their keys were taken away: whatever the reason is, it holds for their mailbox too. */
export function isShutOut(person: string, keys: readonly KnownKey[], nowMs: number): boolean {
  const own = keys.filter((key) => key.person === person);
  return own.length > 0 && own.every((key) => stateOf(key, nowMs) === 'revoked');
}

function refused(message: string): Verdict {
  return { accepted: false, message };
}
