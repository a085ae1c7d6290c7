/** What can happen while somebody is looked for, and while whoever answered is waited for. */
import type { PersonId } from './policy.ts';

/**
 * `gap`: nobody is on call in that layer; `away`: who would be is not there, and nobody stands in;
 * `outside-circle`: the incident is restricted, and they may not see it; `unknown`: the incident's policy does not
 * know them, or the rota not that layer.
 */
export type SkippedWhy = 'gap' | 'away' | 'outside-circle' | 'unknown';

/** Whom a level names and who is not paged all the same. */
export type Skipped = {
  /** A person, or a layer of the rota. */
  readonly target: string;
  readonly why: SkippedWhy;
};

export type PagingEvent =
  | {
      readonly type: 'paged';
      /** The level, counted from 0. */
      readonly step: number;
      readonly to: PersonId;
      /** Paged together with `to`. */
      readonly also?: readonly PersonId[];
      readonly nextAtMs: number;
      /** Of how many levels; absent before incidents had them. */
      readonly levels?: number;
      /** Passes done, where one ended without anybody being told. */
      readonly rounds?: number;
      /** Of this level, and of those before it that came to nobody. */
      readonly skipped?: readonly Skipped[];
    }
  | {
      readonly type: 'nobodyReached';
      readonly rounds: number;
      readonly nextAtMs: number;
      /** Of the levels that came to nobody since the last page. */
      readonly skipped?: readonly Skipped[];
    }
  /** Quiet hours: nobody is paged before they end. */
  | { readonly type: 'pagingHeld'; readonly untilMs: number }
  /** Whoever acknowledged has been silent too long, and is asked whether they are still on it. */
  | {
      readonly type: 'stalled';
      readonly by: PersonId;
      /** When somebody was last heard of. */
      readonly sinceMs: number;
      /** When the chain starts anew. */
      readonly nextAtMs: number;
    };
