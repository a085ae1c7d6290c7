/** The workflows of seventytwo. Named exports only: whatever is exported here can be started. */
import { chore as runChore } from './chore.ts';
import { incident as runIncident } from './incident.ts';
import { opened } from './opened.ts';
import { outbox as runOutbox } from './outbox.ts';
import { sentinel as runSentinel } from './sentinel.ts';

// Its Schedule may be older than encryption; all that its input says is who asked.
export { checkpoint } from './checkpoint.ts';
export const chore = opened(runChore);
export const incident = opened(runIncident);
export const outbox = opened(runOutbox);
export const sentinel = opened(runSentinel);
