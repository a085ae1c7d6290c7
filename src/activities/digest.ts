/** The chore that tells each person in the morning what is open: once a day, at their own hour. */
import { ApplicationFailure } from '@temporalio/common';
import { morningOf } from '../calendar/morning.ts';
import { system } from '../domain/commands.ts';
import { isEmpty } from '../domain/digest.ts';
import type { PersonId } from '../domain/policy.ts';
import { digestMail } from '../mail/digest.ts';
import { envelope } from '../mail/envelope.ts';
import type { Policy } from '../policy/schema.ts';
import { personZone } from '../policy/snapshot.ts';
import { recordAct } from '../register/audit.ts';
import { gatherDigests } from '../register/digest-items.ts';
import { hadDigest, recordDigest } from '../register/digests.ts';
import { sha256Of } from '../sha256.ts';
import type { Chore } from './chores.ts';
import { deliver, type MailDeps } from './mail.ts';

const digestActKind = 'digest';

export function createDigest(deps: MailDeps): Chore {
  const { register, now } = deps;
  return async () => {
    const { policy } = await deps.policy();
    const nowMs = now();
    const awaited: { readonly person: PersonId; readonly day: string }[] = [];
    for (const person of Object.keys(policy.people)) {
      const day = dayOf(policy, person, nowMs);
      if (day !== undefined && !(await hadDigest(register.db, person, day)))
        awaited.push({ person, day });
    }
    const digests = await gatherDigests(
      register,
      awaited.map(({ person }) => person),
    );
    let taken = 0;
    let refused = 0;
    for (const { person, day } of awaited) {
      const digest = digests.get(person);
      const made = digest && !isEmpty(digest) && digestMail({ digest, day, nowMs }, policy, person);
      if (!made) {
        // Looked at: what begins later today is told tomorrow, and by mails of its own.
        await recordDigest(register, { person, day, atMs: nowMs, told: undefined });
        continue;
      }
      const { composed, recipient } = made;
      const message = envelope(composed, recipient, policy, { kind: 'digest' });
      try {
        await deliver(deps.transport, composed.messageId, message, false);
        taken += 1;
        await recordDigest(register, { person, day, atMs: nowMs, told: digest.kept });
      } catch (error) {
        if (!(error instanceof ApplicationFailure)) throw error;
        refused += 1;
        // What may pass is tried at the next turn; an address that nobody has would be tried all morning.
        if (error.nonRetryable)
          await recordDigest(register, { person, day, atMs: nowMs, told: undefined });
      }
    }
    const done = `told ${taken} people, ${refused} not reached`;
    if (taken + refused > 0)
      await recordAct(register, {
        ...{ ...system, kind: digestActKind, subject: done, subjectHash: sha256Of(done), nowMs },
      });
    return { done };
  };
}

function dayOf(policy: Policy, person: PersonId, nowMs: number): string | undefined {
  const days = policy.people[person]?.digest ?? 'weekdays';
  if (days === 'off') return undefined;
  const terms = { atMinutes: policy.digest.at, weekdaysOnly: days === 'weekdays' };
  return morningOf(nowMs, personZone(policy, person), terms);
}
