/** Lets a check look into the register, and says plainly when there is none to look into. */
import { Failure } from '../failure.ts';
import { openRegister, type Register } from '../register/database.ts';
import type { RegisterPlace } from '../config/register.ts';
import { unknown, type Finding } from './check.ts';

export async function lookInto(
  data: string,
  place: RegisterPlace,
  check: (register: Register) => Promise<Finding>,
): Promise<Finding> {
  let register: Register;
  try {
    register = await openRegister(data, { ...place, readOnly: true });
  } catch (error) {
    // Why it does not open, the check of the register tells.
    if (error instanceof Failure) return unknown('not looked at without a register');
    throw error;
  }
  try {
    return await check(register);
  } finally {
    await register.close();
  }
}
