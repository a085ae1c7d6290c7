/** Keys of people that end soon: who has no other signs nothing from that day on. */
import { isService, stateOf } from '../access/standing.ts';
import { dateAt } from '../calendar/date.ts';
import type { UpkeepFinding } from '../domain/upkeep.ts';
import { readAccessKeys, type AccessKey } from '../register/access-keys.ts';
import type { Register } from '../register/database.ts';

/** Long enough for somebody on holiday to come back and renew theirs. */
const soonMs = 30 * 86_400_000;

export async function findKeys(
  register: Register,
  nowMs: number,
): Promise<readonly UpkeepFinding[]> {
  return expiring(await readAccessKeys(register), nowMs);
}

/** One that a longer one of the same person stands beside is left to end. */
export function expiring(keys: readonly AccessKey[], nowMs: number): readonly UpkeepFinding[] {
  const lasting = new Set(
    keys.filter((key) => stateOf(key, nowMs + soonMs) === 'valid').map(({ person }) => person),
  );
  return keys
    .filter((key) => !isService(key) && stateOf(key, nowMs) === 'valid' && !lasting.has(key.person))
    .map(({ id, person, expiresAtMs, revocation }) => {
      const endsAtMs = Math.min(expiresAtMs, revocation?.atMs ?? Infinity);
      const detail = dateAt(endsAtMs, 'UTC');
      return { kind: 'key-expiring', about: `${id} (${person})`, severity: 'warning', detail };
    });
}
