/** The rules of paging: who is next, when a page waits, and when whoever acknowledged is asked again. */
import { chainOf, resolve, writtenChain, type Summoning } from './chain.ts';
import type { CommandName } from './commands.ts';
import type { EventBody } from './events.ts';
import type { Incident, Paging } from './incident.ts';
import type { OnCallNow } from './on-call.ts';
import type { Skipped } from './paging-events.ts';
import { isAtLeast, severities, type ChainLevel, type Severity } from './policy.ts';

type Summoned = Summoning & { readonly paging?: Paging };

/** When it is, and who was on call then, if anybody could say. */
export type Present = { readonly nowMs: number; readonly onCall?: OnCallNow | undefined };

/** What page, or what instead of it, begins at this level. */
export function pageFrom(incident: Summoned, step: number, present: Present): EventBody {
  const held = heldBy(incident, present);
  if (held) return held;
  const { policy, severity, paging } = incident;
  const chain = chainOf(incident, present.onCall);
  const { page, skipped } = firstReachable(incident, chain, step, present);
  if (page) return { ...page, ...told(skipped) };
  const rounds = (paging?.rounds ?? 0) + 1;
  if (rounds % (policy.escalation?.rounds ?? 1) !== 0) {
    const again = firstReachable(incident, chain, 0, present);
    if (again.page) return { ...again.page, rounds, ...told([...skipped, ...again.skipped]) };
  }
  const nextAtMs = present.nowMs + (chain.at(-1)?.withinMs ?? policy.ackTimeoutMs[severity]);
  return { type: 'nobodyReached', rounds, nextAtMs, ...told(skipped) };
}

/** The first level from this one on that comes to somebody, and whom it and those before it name in vain. */
function firstReachable(
  incident: Summoned,
  chain: readonly ChainLevel[],
  from: number,
  { nowMs, onCall }: Present,
) {
  const skipped: Skipped[] = [];
  for (const [n, level] of chain.slice(from).entries()) {
    const found = resolve(incident, level, onCall);
    skipped.push(...found.skipped);
    const [to, ...also] = found.people;
    if (to === undefined) continue;
    const page = {
      // Counted from now, not from the missed timeout: after an outage each person still gets their time.
      ...{ type: 'paged' as const, step: from + n, to, nextAtMs: nowMs + level.withinMs },
      ...(also.length > 0 && { also }),
      ...(isAtLeast(incident.policy, 4) && { levels: chain.length }),
    };
    return { page, skipped };
  }
  return { skipped };
}

/** Only where there is something to tell. */
function told(skipped: readonly Skipped[]) {
  return skipped.length > 0 ? { skipped } : {};
}

/** Quiet hours hold back what is of low severity, and nothing else. */
function heldBy({ policy, severity }: Summoning, { nowMs, onCall }: Present) {
  const untilMs = onCall?.quietUntilMs;
  if (severity !== 'low' || !isAtLeast(policy, 4)) return undefined;
  if (untilMs === undefined || untilMs <= nowMs) return undefined;
  return { type: 'pagingHeld', untilMs } as const;
}

/** When time alone brings the next page, or the question whether somebody is still on it. */
export function nextPageAtMs({ paging, progress }: Incident): number | undefined {
  return paging?.nextAtMs ?? progress?.dueAtMs;
}

/** Whether somebody must be asked who is on call before it is known what time brings now. */
export function isToAsk(incident: Incident | undefined, nowMs: number): boolean {
  if (!incident || !isAtLeast(incident.policy, 4)) return false;
  return (nextPageAtMs(incident) ?? Infinity) <= nowMs;
}

/** At or after `nextPageAtMs`. */
export function pageDue(incident: Incident, present: Present): EventBody | undefined {
  const { paging, progress } = incident;
  if (paging && paging.nextAtMs <= present.nowMs)
    return pageFrom(incident, paging.step + 1, present);
  if (paging || !progress || progress.dueAtMs > present.nowMs) return undefined;
  const held = heldBy(incident, present);
  if (held) return held;
  const { policy, severity } = incident;
  const withinMs = writtenChain(incident)[0]?.withinMs ?? policy.ackTimeoutMs[severity];
  const { by, sinceMs } = progress;
  return { type: 'stalled', by, sinceMs, nextAtMs: present.nowMs + withinMs };
}

/** A raised severity must not wait out the time of the lower one. */
export function pagesOfRaised(
  incident: Incident,
  severity: Severity,
  present: Present,
): { readonly nextPageAtMs?: number; readonly pages: readonly EventBody[] } {
  const { paging } = incident;
  // Whoever is asked whether they are still on it has answered by this command, or somebody else has.
  if (!paging || paging.stillOnIt !== undefined) return { pages: [] };
  const after = { ...incident, severity };
  const [before, chain] = [writtenChain(incident), chainOf(after, present.onCall)];
  const isRaised = severities.indexOf(severity) < severities.indexOf(incident.severity);
  if (paging.heldUntilMs !== undefined) {
    const step = paging.step + 1 < chain.length ? paging.step + 1 : 0;
    return { pages: isRaised ? [pageFrom(after, step, present)] : [] };
  }
  // Of another chain nobody has been paged yet.
  if (isRaised && !isSameChain(before, writtenChain(after)))
    return { pages: [pageFrom(after, 0, present)] };
  const level = chain[paging.step];
  const nextAtMs =
    present.nowMs +
    (level?.withinMs ?? chain.at(-1)?.withinMs ?? after.policy.ackTimeoutMs[severity]);
  if (nextAtMs >= paging.nextAtMs) return { pages: [] };
  return level
    ? { pages: [pageFrom(after, paging.step, present)] }
    : { nextPageAtMs: nextAtMs, pages: [] };
}

function isSameChain(a: readonly ChainLevel[], b: readonly ChainLevel[]): boolean {
  return JSON.stringify(a.map(({ page }) => page)) === JSON.stringify(b.map(({ page }) => page));
}

const paging: ReadonlySet<CommandName> = new Set([
  ...(['changeSeverity', 'restrict', 'unrestrict', 'switchAddresses'] as const),
]);

/** Whether the answer to a command may be a page, so that it must be known who is on call. */
export function mayPage(incident: Incident | undefined, name: CommandName): boolean {
  if (!incident) return name === 'declare';
  return incident.paging !== undefined && paging.has(name);
}
