/** Hands the same news to several people, one mail each: done when one of them has it, because the others can be told again. */
import { ApplicationFailure } from '@temporalio/common';
import type { PersonId } from '../domain/policy.ts';
import type { Reader } from '../mail/circular.ts';
import type { Composed } from '../mail/compose.ts';
import type { Policy } from '../policy/schema.ts';
import { envelope } from '../mail/envelope.ts';
import { deliver, type MailDeps } from './mail.ts';

export type Circular = Reader & { readonly composed: Composed };

/** Throws the first failure when the mail server took none. `make` gives undefined for whom the policy does not know. */
export async function mailEach(
  { transport }: Pick<MailDeps, 'transport'>,
  policy: Policy,
  people: readonly PersonId[],
  make: (to: PersonId) => Circular | undefined,
): Promise<{ readonly taken: number; readonly refused: number }> {
  const failures: ApplicationFailure[] = [];
  let taken = 0;
  for (const to of people) {
    const circular = make(to);
    if (!circular) continue;
    const { composed, recipient } = circular;
    const message = envelope(composed, recipient, policy, { kind: 'circular' });
    try {
      await deliver(transport, composed.messageId, message, false);
      taken += 1;
    } catch (error) {
      // Anything else is a bug, or that the work is to end.
      if (!(error instanceof ApplicationFailure)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (taken === 0 && first) throw first;
  return { taken, refused: failures.length };
}
