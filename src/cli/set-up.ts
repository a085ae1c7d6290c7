/** Runs the commands that set up and run the product: `init`, `up`, `worker`. */
import { requireMoved } from '../backup/moving.ts';
import { readConfig } from '../config.ts';
import { Failure } from '../failure.ts';
import { flagOf } from './fields.ts';
import { init, initByInterview } from './init.ts';
import type { Flags } from './init/flags.ts';
import type { Prompter } from './init/interview.ts';
import type { Io, Terminal } from './io.ts';
import { inJsonLines } from './json.ts';
import type { Given } from './session.ts';
import { up } from './up.ts';

export async function runInit(io: Io, given: Given): Promise<void> {
  const required = ['organisation', 'contact', 'person'].filter(
    (name) => given[name] === undefined,
  );
  const { data, policyPath } = readConfig(io.env, given);
  requireMoved(data);
  const options = { path: policyPath, ...initFlags(given) };
  const { terminal } = io;
  const isAsked = terminal && !given.json && (required.length > 0 || given.authority === undefined);
  if (!isAsked && required.length > 0)
    throw new Failure(
      'usage',
      'bad-input',
      `init needs ${required.map((name) => `--${name}`).join(', ')}; see seventytwo init --help`,
    );
  const wantsKeys = given.signingKeys === true;
  const { told, signingKeys } = isAsked
    ? await initByInterview(options, wantsKeys, () => openPrompter(terminal))
    : { told: await init(options), signingKeys: wantsKeys };
  const encryptionKeys = await makeEncryptionKeys(io, given);
  const made = signingKeys
    ? await (await import('./init/keys.ts')).grantToAll(io, given)
    : undefined;
  if (given.json)
    return io.print(
      JSON.stringify({
        ...{ policy: policyPath, encryptionKeys },
        ...(made && { signingKeys: made.folder }),
      }),
    );
  io.print(told);
  io.print(`Encryption keys of incidents: ${encryptionKeys}. Back them up, apart from the rest.`);
  if (made) io.print(`Signing keys of ${made.people.join(', ')}: ${made.folder}. ${handOver}`);
  const { nextSteps } = await import('./init/next.ts');
  const { policy } = await (await import('../policy/file.ts')).loadPolicy(policyPath);
  io.print(nextSteps(policy, made !== undefined, given));
}

const handOver = 'Hand each file to its owner by a safe way, and keep no copy but your own.';

/** What is declared before the first worker runs is sealed too. */
async function makeEncryptionKeys(io: Io, given: Given): Promise<string> {
  const { ensureRing } = await import('../encryption/ring.ts');
  const { keys } = readConfig(io.env, given);
  await ensureRing(keys);
  return keys;
}

async function openPrompter(terminal: () => Terminal): Promise<Prompter> {
  // Loaded only to ask: it costs every other run 100 ms.
  const { createPrompter } = await import('./init/prompts.ts');
  return createPrompter(terminal());
}

function initFlags(given: Given): Flags {
  return {
    ...optional('organisation', given.organisation),
    ...optional('contact', given.contact),
    people: listOf(given.person),
    customers: listOf(given.customer),
    ...optional('zone', given.zone),
    ...optional('language', given.language),
    ...optional('authority', given.authority),
    ...optional('dpo', given.dpo),
    ...optional('deputy', given.deputy),
    ...optional('decisionMaker', given.decisionMaker),
    ...(given.onCall !== undefined && { onCall: listOf(given.onCall) }),
    ...optional('smtp', given.smtp),
    ...optional('smtpSecurity', given.smtpSecurity),
    ...optional('smtpUser', given.smtpUser),
    ...optional('smtpPasswordFile', given.smtpPasswordFile),
    ...optional('smtpPasswordEnv', given.smtpPasswordEnv),
    ...optional('smtpPasswordCredential', given.smtpPasswordCredential),
    ...optional('smtpPasswordCommand', given.smtpPasswordCommand),
  };
}

export async function runUp(io: Io, given: Given): Promise<number> {
  const { data, policyPath } = readConfig(io.env, given);
  requireMoved(data);
  return up({
    data,
    policyPath,
    ...port('port', given.port),
    ...port('uiPort', given.uiPort),
    acceptServerVersion: given.acceptServerVersion === true,
    env: { ...io.env },
    print: (given.json ? inJsonLines(io) : io).print,
    // A line that is drawn over and over would spoil a file or a pipe.
    ...(io.isTerminal && !given.json && io.env.TERM !== 'dumb' && { terminal: process.stdout }),
  });
}

export async function runWorkerCommand(io: Io, given: Given): Promise<void> {
  const { runWorker } = await import('../worker.ts');
  await runWorker(io.env, given, ({ address, namespace }) => {
    const line = `Worker ready: ${address}, namespace ${namespace}. Ctrl-C stops it.`;
    io.print(given.json ? JSON.stringify({ line, address, namespace }) : line);
  });
}

export async function runDemo(io: Io, given: Given): Promise<void> {
  const { demo } = await import('./demo.ts');
  await demo(given.json ? inJsonLines(io) : io, given);
}

function port<K extends string>(key: K, value: unknown): { [P in K]?: number } {
  if (typeof value !== 'string') return {};
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new Failure(
      'usage',
      'bad-input',
      `${flagOf(key)} is ${value}; give a port from 1 to 65535`,
    );
  // oxlint-disable-next-line no-unsafe-type-assertion -- a computed key loses its literal type.
  return { [key]: number } as { [P in K]?: number };
}

function optional<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  // oxlint-disable-next-line no-unsafe-type-assertion -- a computed key loses its literal type.
  return typeof value === 'string' ? ({ [key]: value } as { [P in K]?: string }) : {};
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
