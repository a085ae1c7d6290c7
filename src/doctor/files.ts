/** Who may read what is kept in files: secrets, the key that signs checkpoints. Nothing here reads a secret. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode } from '../error-code.ts';
import type { Environment } from '../config.ts';
import { openSecretFile, secretFile, type SecretFileRule } from '../config/secret-file.ts';
import { Failure } from '../failure.ts';
import type { Policy, SecretReference } from '../policy/schema.ts';
import { ok, unknown, type Finding } from './check.ts';
import { keyFile } from '../register/audit-key.ts';
import { loadGiven } from '../temporal-profile.ts';
import { secretsOf } from '../policy/secrets.ts';

export async function checkReferences(policy: Policy, env: Environment): Promise<Finding> {
  const references = secretsOf(policy);
  const temporal = temporalFault(env);
  if (temporal !== undefined) return { result: 'failed', found: temporal };
  if (references.length === 0) return ok('the policy refers to no secret');
  const places = await Promise.all(
    references.map(async ([key, reference]) => ({ key, ...(await placeOf(reference, env)) })),
  );
  const all = places.map(({ key, where }) => `${key} ${where}`).join('; ');
  const unsafe = places.flatMap(({ key, fault }) =>
    fault === undefined ? [] : `${key}: ${fault}`,
  );
  // The sentences hold their remedies.
  if (unsafe.length > 0) return { result: 'failed', found: unsafe.join('\n') };
  return places.some(({ isAbsent }) => isAbsent) ? unknown(all) : ok(all);
}

/** Of the files that Temporal's settings name; whatever else is wrong with these has a check of its own. */
function temporalFault(env: Environment): string | undefined {
  try {
    loadGiven(env);
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.code === 'unsafe-secret' ? error.message : undefined;
  }
}

type Place = {
  readonly where: string;
  /** Why a secret must not lie there: a sentence with the remedy. */
  readonly fault?: string;
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
  if ((await modeOf(path)) === undefined)
    return { where: `in ${path}, which is not there`, isAbsent: true };
  if (process.platform === 'win32') return { where: `in ${path}`, isAbsent: true };
  const looked = lookAt(path, secretFile);
  return typeof looked === 'string'
    ? { where: `in ${path}`, fault: looked }
    : { where: `in ${path}, mode ${octal(looked)}` };
}

export async function checkAuditKey(data: string): Promise<Finding> {
  const path = join(data, 'audit-key.pem');
  if ((await modeOf(path)) === undefined) return ok('no key was made yet');
  const looked = lookAt(path, keyFile);
  return typeof looked === 'string'
    ? { result: 'failed', found: looked }
    : ok(`the key of the checkpoints has mode ${octal(looked)}`);
}

/** The mode of a file that is safe; otherwise the sentence that refuses it. */
function lookAt(path: string, rule: SecretFileRule): number | string {
  try {
    const { mode, fault } = openSecretFile(path, rule);
    return fault ? fault.message : mode;
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(3, '0');
}

export async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
