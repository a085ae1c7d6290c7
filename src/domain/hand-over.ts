/** When a layer of the rota is handed over, and who is to be told: each hand-over once, and after an outage only how it is now. */
import type { PersonId } from './policy.ts';
import type { Stint } from './rota.ts';

/** To whom a layer was last handed over by mail. */
export type ToldLayer = {
  readonly layer: string;
  /** Absent: that nobody follows was told. */
  readonly person?: PersonId;
  /** When their stint began, or where nobody followed, when the last one ended. */
  readonly fromMs: number;
};

/** A layer around an instant. */
export type LayerAround = {
  readonly layer: string;
  /** Of the stint that is over last. */
  readonly before?: Stint;
  readonly now?: Stint;
  readonly after?: Stint;
  /** The stint began before what was looked at, or ends behind it. */
  readonly isBegunEarlier: boolean;
  readonly isOpenEnded: boolean;
};

export type HandOver = {
  readonly layer: string;
  /** Who is told that they are on call. */
  readonly begins?: Stint & { readonly isLate: boolean };
  /** Who is told that they are on call no more. */
  readonly ends?: { readonly person: PersonId; readonly atMs: number };
  /** What is remembered once both were told. */
  readonly told: ToldLayer;
};

/** A hand-over longer ago is no news to whoever ended; whoever is on call now is told of now. */
const newsMs = 2 * 3_600_000;

/** Undefined when nobody needs to be told anything. */
export function handOverOf(
  told: ToldLayer | undefined,
  { layer, before, now, isBegunEarlier }: LayerAround,
  nowMs: number,
): HandOver | undefined {
  const isKnown =
    now === undefined
      ? told === undefined || told.person === undefined
      : told?.person === now.person && (isBegunEarlier || told.fromMs >= now.fromMs);
  if (isKnown) return undefined;
  const endedAtMs = before?.untilMs ?? nowMs;
  const isOver = told?.person !== undefined && told.person !== now?.person;
  const isNews = before?.person === told?.person && nowMs - endedAtMs <= newsMs;
  return {
    layer,
    ...(now && { begins: { ...now, isLate: nowMs - now.fromMs > newsMs } }),
    ...(isOver && isNews && { ends: { person: told.person, atMs: endedAtMs } }),
    told: now ? { layer, person: now.person, fromMs: now.fromMs } : { layer, fromMs: endedAtMs },
  };
}
