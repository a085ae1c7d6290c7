/** The activity that says who sent a command, and in which roles. */
import { readSignature } from '../access/signing.ts';
import type { LinkBook } from '../links/book.ts';
import { isByLink, judgeLink } from '../access/link-proof.ts';
import { keyNamedIn } from '../access/web-proof.ts';
import type { KeyRing } from '../access/ring.ts';
import { judge } from '../access/verdict.ts';
import type { Presented, Verdict } from '../domain/access.ts';
import type { LoadedPolicy } from '../policy/file.ts';

export function createAuthenticateActivities(deps: {
  readonly policy: () => Promise<LoadedPolicy>;
  readonly keys: KeyRing;
  readonly now: () => number;
  /** Without it no link counts. */
  readonly links?: LinkBook;
}) {
  return {
    /** A verdict for each, in the same order. Throws only when neither policy nor keys could ever be read. */
    async authenticate(presented: readonly Presented[]): Promise<readonly Verdict[]> {
      const { policy } = await deps.policy();
      const held = await deps.keys.keys();
      const known = new Set(held.map(({ id }) => id));
      const isNewcomer = ({ actor }: Presented): boolean => {
        const { signature = '' } = actor;
        const named = readSignature(signature)?.keyId ?? keyNamedIn(signature);
        return named !== undefined && !known.has(named);
      };
      const keys = presented.some(isNewcomer) ? await deps.keys.newest() : held;
      const nowMs = deps.now();
      const grounds = { policy, keys, nowMs };
      return Promise.all(
        presented.map(async (one) =>
          isByLink(one) ? judgeLink(one, { ...grounds, links: deps.links }) : judge(one, grounds),
        ),
      );
    },
  };
}
