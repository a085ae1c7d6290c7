/** Whether backups are made, can be read, and lie where a lost disk does not take them along. */
import { backupStanding, leftStanding, noneAskedFor } from '../backup/standing.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { RegisterPlace } from '../config/register.ts';
import type { Finding } from './check.ts';
import { lookInto } from './opened.ts';

export async function checkBackups(
  loaded: LoadedPolicy,
  data: string,
  place: RegisterPlace,
  nowMs: number,
): Promise<Finding> {
  const left = await leftStanding(data);
  if (left) return left;
  if (!loaded.policy.backups) return noneAskedFor;
  return lookInto(data, place, (register) => backupStanding({ loaded, data }, register, nowMs));
}
