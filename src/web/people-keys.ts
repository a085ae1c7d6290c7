/** The keys of people as this web process knows them: one ring for its pages and its API, so that the register is asked once. */
import { createBelieving } from '../access/believing.ts';
import { createKeyRing, type KeyRing } from '../access/ring.ts';
import type { WebDeps } from './deps.ts';

export function createPeopleKeys({ register, policy, now, tell }: WebDeps): KeyRing {
  return createKeyRing(createBelieving(register, policy, tell), {
    now,
    onAway: () => tell('the keys of people cannot be read; those known before decide'),
  });
}
