/** What the mails of paging are handed beside their incident: who else is paged, who is next, and who is told. */
import { writtenChain } from './chain.ts';
import { maySee } from './circle.ts';
import type { Incident } from './incident.ts';
import type { Mail } from './mail.ts';
import { toldOfNobody } from './page-mails.ts';
import { isAtLeast, type PersonId, type Target } from './policy.ts';

export type PagingSubject = {
  /** Counted from 1; absent while no level is paged. */
  readonly level?: number;
  readonly levels: number;
  /** When whatever follows does. */
  readonly nextAtMs: number;
  /** Paged with the recipient. */
  readonly together: readonly PersonId[];
  /** Of the level that follows; empty: none does, and `told` are told that nobody could be reached. */
  readonly next: readonly Target[];
  /** Everybody who was paged. */
  readonly paged: readonly PersonId[];
  readonly told: readonly PersonId[];
  /** Of a `still-on-it`: since when nothing has been heard. */
  readonly silentSinceMs?: number;
};

const kinds: ReadonlySet<Mail['kind']> = new Set(['page', 'nobody-reached', 'still-on-it']);

/** Undefined for other mails, and in incidents of before there were levels. */
export function pagingSubject(incident: Incident, { kind, to }: Mail): PagingSubject | undefined {
  const { paging, policy } = incident;
  if (!paging || !kinds.has(kind) || !isAtLeast(policy, 4)) return undefined;
  const { step, nextAtMs, paged = [] } = paging;
  const chain = writtenChain(incident);
  const isLast = step + 1 >= chain.length;
  const isRepeated = (paging.rounds + 1) % (policy.escalation?.rounds ?? 1) !== 0;
  const next = isLast && !isRepeated ? [] : (chain[isLast ? 0 : step + 1]?.page ?? []);
  return {
    ...(step >= 0 && { level: step + 1 }),
    levels: paging.levels ?? chain.length,
    ...{ nextAtMs, paged, told: toldOfNobody(incident) },
    together: (paging.to ?? []).filter((other) => other !== to),
    next: next.filter((target) => 'layer' in target || maySee(incident, target.person)),
    ...(paging.silentSinceMs !== undefined && { silentSinceMs: paging.silentSinceMs }),
  };
}
