/** What `openRegister` needs of the policy file: nothing for SQLite, the server and its password for PostgreSQL. */
import type { Policy } from '../policy/schema.ts';
import type { PostgresServer } from '../register/postgres.ts';
import type { Environment } from '../config.ts';
import { readSecret } from './secret.ts';

export async function registerPlace(
  { register: { postgres } }: Pick<Policy, 'register'>,
  env: Environment,
): Promise<{ readonly postgres?: PostgresServer }> {
  if (!postgres) return {};
  const { password: reference, caFile, ...where } = postgres;
  const password = await readSecret(reference, env);
  return { postgres: { ...where, password, ...(caFile !== undefined && { caFile }) } };
}
