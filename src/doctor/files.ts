/** Who may read what is kept in files: secrets, the key that signs checkpoints. Nothing here reads a secret. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../config.ts';
import type { Policy, SecretReference } from '../policy/schema.ts';
import { failed, ok, unknown, type Finding } from './check.ts';
import { secretsOf } from '../policy/secrets.ts';

const othersMayAny = 0o007;

export async function checkReferences(policy: Policy, env: Environment): Promise<Finding> {
  const references = secretsOf(policy);
  if (references.length === 0) return ok('the policy refers to no secret');
  const places = await Promise.all(
    references.map(async ([key, reference]) => ({ key, ...(await placeOf(reference, env)) })),
  );
  const all = places.map(({ key, where }) => `${key} ${where}`).join('; ');
  const open = places.filter(({ isOpen }) => isOpen);
  if (open.length > 0)
    return failed(
      `every user of this machine may read ${open.map(({ key, where }) => `${key} ${where}`).join('; ')}`,
      `${open.map(({ path }) => `chmod 600 ${path}`).join('; ')}, and change the secret`,
    );
  return places.some(({ isAbsent }) => isAbsent) ? unknown(all) : ok(all);
}

type Place = {
  readonly where: string;
  readonly path?: string;
  readonly isOpen?: boolean;
  /** Or its mode says nothing. */
  readonly isAbsent?: boolean;
};

async function placeOf(reference: SecretReference, env: Environment): Promise<Place> {
  const { file, env: variable, credential, command } = reference;
  if (variable !== undefined) return { where: `from the variable ${variable}` };
  if (command !== undefined) return { where: 'from a command' };
  const folder = env.CREDENTIALS_DIRECTORY;
  if (file === undefined && !folder)
    return { where: `from the credential ${credential}, which only the service sees` };
  const path = file ?? join(folder ?? '', credential ?? '');
  const mode = await modeOf(path);
  if (mode === undefined) return { where: `in ${path}, which is not there`, isAbsent: true };
  if (process.platform === 'win32') return { where: `in ${path}`, isAbsent: true };
  return {
    where: `in ${path}, mode ${octal(mode)}`,
    path,
    isOpen: (mode & othersMayAny) !== 0,
  };
}

export async function checkAuditKey(data: string): Promise<Finding> {
  const path = join(data, 'audit-key.pem');
  const mode = await modeOf(path);
  if (mode === undefined) return ok('no key was made yet');
  return (mode & othersMayAny) !== 0 && process.platform !== 'win32'
    ? failed(
        `every user of this machine may read the key ${path}, mode ${octal(mode)}`,
        `chmod 600 ${path}`,
      )
    : ok(`the key of the checkpoints has mode ${octal(mode)}`);
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(3, '0');
}

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
