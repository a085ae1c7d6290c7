/** The workflows of seventytwo. Named exports only: whatever is exported here can be started. */
export { chore } from './chore.ts';
export { checkpoint } from './checkpoint.ts';
export { incident } from './incident.ts';
export { outbox } from './outbox.ts';
export { sentinel } from './sentinel.ts';
