/** Where the register is and what opens it: the keys folder, and for PostgreSQL the server and its password from the policy file. */
import type { Policy } from '../policy/schema.ts';
import type { PostgresServer } from '../register/postgres.ts';
import type { Config, Environment } from '../config.ts';
import { readSecret } from './secret.ts';

export type RegisterPlace = { readonly keys?: string; readonly postgres?: PostgresServer };

export async function registerPlace(
  { register: { postgres } }: Pick<Policy, 'register'>,
  { keys }: Pick<Config, 'keys'>,
  env: Environment,
): Promise<RegisterPlace> {
  if (!postgres) return { keys };
  const { password: reference, caFile, ...where } = postgres;
  const password = await readSecret(reference, env);
  return { keys, postgres: { ...where, password, ...(caFile !== undefined && { caFile }) } };
}
