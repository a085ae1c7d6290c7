/** Whether backups that the policy asks for are made, and whether one could be used. */
import { backupStanding } from '../backup/standing.ts';
import type { UpkeepFinding } from '../domain/upkeep.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';

export async function findBackups(
  register: Register,
  loaded: LoadedPolicy,
  data: string,
  nowMs: number,
): Promise<readonly UpkeepFinding[]> {
  // That none are asked for is a choice, and `doctor` warns of it.
  if (!loaded.policy.backups) return [];
  const { result } = await backupStanding({ loaded, data }, register, nowMs);
  if (result !== 'failed' && result !== 'warning') return [];
  return [{ kind: 'backup', about: 'backups', severity: result, detail: '' }];
}
