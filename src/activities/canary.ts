/** The chore that mails the canary, by the same way as every mail, and keeps what became of it. */
import { ApplicationFailure } from '@temporalio/common';
import { tagHeaders } from '../mail/bounce-tag.ts';
import { canaryId, canaryMail } from '../mail/canary.ts';
import { mailDomainOf } from '../policy/snapshot.ts';
import { clearMark, setMark } from '../register/watchdog.ts';
import type { Chore } from './chores.ts';
import { deliver, type MailDeps } from './mail.ts';

export function createCanary(deps: MailDeps): Chore {
  const { register, transport, now, bounceTag } = deps;
  return async () => {
    const { policy } = await deps.policy();
    const { canary } = policy.watchdog;
    if (!canary) return { done: 'the policy names no canary' };
    // Every attempt of one turn bears the same Message-ID.
    const turnMs = Math.floor(now() / canary.every) * canary.every;
    const id = canaryId(turnMs, mailDomainOf(policy));
    const message = canaryMail(policy, canary.to, turnMs, tagHeaders(id, bounceTag));
    try {
      const { detail } = await deliver(transport, id, message, false);
      await setMark(register, 'canary-accepted', { atMs: now(), detail });
      await clearMark(register, 'canary-failed');
      return { done: `the canary was taken (${detail})` };
    } catch (error) {
      if (!(error instanceof ApplicationFailure)) throw error;
      const detail = error.type ?? 'internal';
      await setMark(register, 'canary-failed', { atMs: now(), detail });
      throw error;
    }
  };
}
