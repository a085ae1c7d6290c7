/** Looks again and again whether the mail server takes our login: on a quiet day no mail would tell. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MailTransport } from '../mail/transport.ts';
import type { Observer } from './observer.ts';

/** Providers count logins: two an hour would be unseen, one a minute is what a mail program does. */
export const mailCheckMs = 60_000;
/** After this no answer is an answer; the transport's own limits come one after another. */
const answerMs = 20_000;

/** Until `signal`. */
export async function keepMailPath(
  transport: Pick<MailTransport, 'verify'>,
  observer: Pick<Observer, 'noteMail' | 'isSending'>,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    // A mail on its way tells as much, and a server that is slow has enough to do with it.
    if (!observer.isSending()) {
      const isUp = await answers(transport, signal);
      if (signal.aborted) return;
      observer.noteMail(isUp);
    }
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** What is wrong, the mails themselves and `doctor` tell. */
async function answers(
  transport: Pick<MailTransport, 'verify'>,
  signal: AbortSignal,
): Promise<boolean> {
  const limit = new AbortController();
  try {
    return await Promise.race([
      transport.verify().then(
        () => true,
        () => false,
      ),
      sleep(answerMs, false, { signal: AbortSignal.any([signal, limit.signal]), ref: false }).catch(
        () => false,
      ),
    ]);
  } finally {
    limit.abort();
  }
}
