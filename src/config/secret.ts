/** Fetches a secret from where a reference says it is kept. No message here ever holds the secret. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import type { SecretReference } from '../policy/schema.ts';
import { readSecretFile, secretFile } from './secret-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A password manager that asks a person for a passphrase would wait for ever under a service. */
const commandTimeoutMs = 5_000;
/** Characters: keys and tokens are far shorter; more is the wrong file. */
const longestSecret = 16_384;

/** Characters. Of letters and digits more than can be tried, also by whoever has a mail that was signed with it. */
const shortestToken = 20;

/** A secret that a stranger may try, here or at home. */
export async function readToken(reference: SecretReference, env: Environment): Promise<string> {
  const token = await readSecret(reference, env);
  if (token.length >= shortestToken) return token;
  const [kind = '', where = ''] = Object.entries(reference)[0] ?? [];
  throw unreadable(
    `the token of ${kind} ${where} is shorter than ${shortestToken} characters, so it can be guessed; make one with openssl rand -hex 32`,
  );
}

export async function readSecret(reference: SecretReference, env: Environment): Promise<string> {
  const { file, env: variable, credential, command } = reference;
  if (file !== undefined) return checked(readSecretFile(file, secretFile), `the file ${file}`);
  if (variable !== undefined) return checked(env[variable] ?? '', `the variable ${variable}`);
  if (credential !== undefined) return readCredential(credential, env);
  if (command !== undefined) return checked(await run(command), `the command ${command}`);
  throw unreadable('a secret reference names nothing; give file, env, credential or command');
}

/** systemd hands credentials over as files in a folder that only the service can read. */
function readCredential(name: string, env: Environment): string {
  const folder = env.CREDENTIALS_DIRECTORY;
  if (folder === undefined || folder === '')
    throw unreadable(
      `the credential ${name} cannot be read: CREDENTIALS_DIRECTORY is not set; run as a systemd service with LoadCredential=${name}:<path>`,
    );
  return checked(readSecretFile(join(folder, name), secretFile), `the credential ${name}`);
}

/** Words are split at spaces; there is no shell, so nothing in them can start another program. */
async function run(command: string): Promise<string> {
  const [program = '', ...words] = command.trim().split(/\s+/);
  try {
    const { stdout } = await promisify(execFile)(program, words, {
      timeout: commandTimeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: longestSecret,
      encoding: 'utf8',
      windowsHide: true,
    });
    return stdout;
  } catch (error) {
    // Not handed on as the cause: it holds the program's output.
    const why =
      error instanceof Error && 'killed' in error && error.killed === true
        ? `gave no answer within ${commandTimeoutMs / 1_000} s or wrote too much`
        : 'could not be run or failed';
    throw unreadable(`the secret command ${command} ${why}; run it by hand to see`);
  }
}

/** Editors and `echo` end a file with a newline that is no part of the secret. */
function checked(value: string, where: string): string {
  const secret = value.replace(/\r?\n$/, '');
  if (secret === '') throw unreadable(`${where} holds no secret; put it there`);
  if (secret.length > longestSecret) throw unreadable(`${where} holds more than a secret`);
  return secret;
}

function unreadable(sentence: string, cause?: unknown): Failure {
  return new Failure('usage', 'no-secret', sentence, cause);
}
