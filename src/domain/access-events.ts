/** What can happen to the access to an incident. */
import type { GlassVerdict } from './access-commands.ts';
import type { PersonId } from './policy.ts';

export type AccessEvent =
  /** `passedOver`: who is on call and may not see it, so is not paged. */
  | {
      readonly type: 'restricted';
      readonly people: readonly PersonId[];
      readonly passedOver: readonly PersonId[];
      readonly reason: string;
    }
  | { readonly type: 'unrestricted'; readonly reason: string }
  | {
      readonly type: 'glassBroken';
      readonly glass: string;
      readonly untilMs: number;
      readonly reason: string;
    }
  | {
      readonly type: 'glassReviewed';
      readonly glass: string;
      readonly verdict: GlassVerdict;
      readonly reason: string;
    };
