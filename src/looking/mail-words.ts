/** What became of a mail, in the words of people. */
import type { DeliveryState } from '../domain/delivery.ts';

export const stateWords: Readonly<Record<DeliveryState, string>> = {
  bounced: 'came back',
  'gave-up': 'given up',
  refused: 'refused',
  deferred: 'being tried',
  delayed: 'held up further on',
  waiting: 'waiting',
  dropped: 'no longer needed',
  accepted: 'handed over',
};
