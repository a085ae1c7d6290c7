/** What a worker or a web server knows about links: the keys, and which links were taken back. */
import type { PersonId } from '../domain/policy.ts';
import { personKey } from '../policy/snapshot.ts';
import type { Policy } from '../policy/schema.ts';
import { readTakenBack, type TakenBack } from '../register/links.ts';
import type { Register } from '../register/database.ts';
import { createHeld } from '../access/held.ts';
import { ensureLinkKeys, linksFolder, readLinkKeys, type LinkKey } from './keys.ts';
import { formTokenOf, makeLink, readLink, type Link, type LinkTerms } from './token.ts';
import { newcomerMs, refreshMs } from '../access/ring.ts';

export type LinkBook = {
  readonly make: (terms: LinkTerms) => Promise<string>;
  /** Undefined for whatever is not a link of ours. */
  readonly read: (token: string) => Promise<Link | undefined>;
  readonly formToken: (token: string, link: Link) => Promise<string>;
  /** Counts within five seconds, in every process. */
  readonly isRevoked: (link: Link) => Promise<boolean>;
};

export function createLinkBook(
  register: Pick<Register, 'db'>,
  data: string,
  options: { readonly now: () => number; readonly onAway: (error: unknown) => void },
): LinkBook {
  const folder = linksFolder(data);
  const keys = createHeld(() => readLinkKeys(folder), options);
  const revocations = createHeld(() => readTakenBack(register), options);

  /** Rotated elsewhere a moment ago. */
  async function keysFor(isKnown: (held: readonly LinkKey[]) => boolean) {
    const held = await keys(refreshMs);
    return isKnown(held) ? held : keys(newcomerMs);
  }

  return {
    async make(terms) {
      const held = await keys(refreshMs);
      if (held.length > 0) return makeLink(held, terms);
      await ensureLinkKeys(folder, options.now());
      return makeLink(await keys(0), terms);
    },
    async read(token) {
      const held = await keys(refreshMs);
      const link = await readLink(token, held);
      if (link) return link;
      const newer = await keys(newcomerMs);
      return newer === held ? undefined : readLink(token, newer);
    },
    formToken: async (token, link) =>
      formTokenOf(token, link, await keysFor((held) => held.some(({ id }) => id === link.keyId))),
    isRevoked: async (link) =>
      (await revocations(refreshMs)).some((revocation) => takesBack(revocation, link)),
  };
}

/** What is caused from then on is meant to count. */
export function takesBack(
  { scope, subject, atMs }: TakenBack,
  { incidentId, sub, causedAtMs }: Pick<Link, 'incidentId' | 'sub' | 'causedAtMs'>,
): boolean {
  if (causedAtMs >= atMs) return false;
  switch (scope) {
    case 'all':
      return true;
    case 'incident':
      return subject === incidentId;
    case 'person':
      return subject === sub;
  }
}

/** Whose link it is; undefined when the policy file no longer knows them. */
export function ownerOf({ sub }: Pick<Link, 'sub'>, policy: Policy): PersonId | undefined {
  return Object.keys(policy.people).find((id) => personKey(policy, id) === sub);
}
