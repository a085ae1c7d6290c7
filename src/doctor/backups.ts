/** Whether backups are made, can be read, and lie where a lost disk does not take them along. */
import { backupStanding, leftStanding, noneAskedFor } from '../backup/standing.ts';
import { Failure } from '../failure.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import { openRegister, type Register } from '../register/database.ts';
import type { PostgresServer } from '../register/postgres.ts';
import { unknown, type Finding } from './check.ts';

export async function checkBackups(
  loaded: LoadedPolicy,
  data: string,
  place: { readonly postgres?: PostgresServer },
  nowMs: number,
): Promise<Finding> {
  const left = await leftStanding(data);
  if (left) return left;
  if (!loaded.policy.backups) return noneAskedFor;
  let register: Register;
  try {
    register = await openRegister(data, { ...place, readOnly: true });
  } catch (error) {
    if (error instanceof Failure) return unknown('not looked at without a register');
    throw error;
  }
  try {
    return await backupStanding({ loaded, data }, register, nowMs);
  } finally {
    await register.close();
  }
}
