/** An installation on this machine without a server: data folder, policy with backups, register with a story, keys. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { makeKeyPair } from '../../src/backup/crypt.ts';
import { makeBackup, type MadeBackup } from '../../src/backup/make.ts';
import { main } from '../../src/cli/program.ts';
import { Failure } from '../../src/failure.ts';
import { loadPolicy, type LoadedPolicy } from '../../src/policy/file.ts';
import { ensureRing } from '../../src/encryption/ring.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import type { PostgresServer } from '../../src/register/postgres.ts';
import { openSqlite } from '../../src/register/sqlite.ts';
import { good } from '../policy/good.ts';
import { dataFolder, story, summaryOf } from '../register/sample.ts';

export const nowMs = Date.parse('2026-11-23T00:46:20Z');
export const by = { person: 'anna', channel: 'cli', nowMs };

export type Place = {
  /** Holds all of the others. */
  readonly root: string;
  readonly data: string;
  readonly to: string;
  readonly identity: string;
  readonly identityFile: string;
  readonly recipient: string;
  readonly register: Register;
  readonly loaded: () => Promise<LoadedPolicy>;
  readonly make: (atMs?: number) => Promise<MadeBackup>;
  readonly run: (...words: readonly string[]) => ReturnType<typeof runIn>;
  readonly runWith: (
    env: NodeJS.ProcessEnv,
    ...words: readonly string[]
  ) => ReturnType<typeof runIn>;
};

/** `more` is put behind the policy; `backups` in place of the usual section. */
export async function createPlace({
  postgres,
  hasTemporal = false,
  more = '',
  backups = '',
  dataIn,
}: {
  postgres?: PostgresServer;
  hasTemporal?: boolean;
  more?: string;
  backups?: string;
  dataIn?: string;
} = {}): Promise<Place> {
  const root = await dataFolder();
  const [data, to] = [join(dataIn ?? root, 'data'), join(root, 'backups')];
  await mkdir(join(data, 'keys', 'old'), { recursive: true, mode: 0o700 });
  await ensureRing(join(data, 'keys'));
  await mkdir(to);
  const { identity, recipient } = await makeKeyPair();
  const identityFile = join(root, 'identity.txt');
  await writeFile(identityFile, `# created: today\n${identity}\n`);
  const section = backups || `backups: { to: ${to}, recipients: [${recipient}] }\n`;
  await writeFile(join(data, 'policy.yaml'), `${good}${section}${more}`);
  await writeFile(join(data, 'audit-key.pem'), 'a key\n');
  await writeFile(join(data, 'keys', 'payload-1.key'), 'wrapped\n');
  await writeFile(join(data, 'keys', 'old', 'payload-0.key'), 'wrapped before\n');
  if (hasTemporal) makeTemporal(join(data, 'temporal.db'));
  const register = await openRegister(data, { ...(postgres && { postgres }) });
  const events = story('INC-K7F3Q', 12);
  await append(register, { events, incident: summaryOf(events) });
  const loaded = () => loadPolicy(join(data, 'policy.yaml'));
  return {
    ...{ root, data, to, identity, identityFile, recipient, register, loaded },
    make: async (atMs = nowMs) =>
      makeBackup(
        { register, loaded: await loaded(), data, hasTemporal, version: '0.1.0' },
        { ...by, nowMs: atMs },
        { tell: () => undefined },
      ),
    run: (...words) => runIn(data, words),
    runWith: (env, ...words) => runIn(data, words, env),
  };
}

function makeTemporal(path: string): void {
  const file = openSqlite(path);
  file.exec('pragma journal_mode = wal; create table executions (id text, body blob)');
  file.exec("insert into executions values ('INC-K7F3Q', randomblob(100000))");
  file.close();
}

async function runIn(data: string, words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(words, {
    env: { ...env, SEVENTYTWO_DATA: data },
    print: (text) => void out.push(text),
    tell: (text) => void err.push(text),
    isTerminal: false,
    readInput: () => Promise.resolve(''),
    now: () => nowMs,
  });
  const text = out.join('\n');
  return { code, out: text, err: err.join('\n'), json: () => JSON.parse(text) };
}

/** `code` may be one of several. */
export function failure(code: string | RegExp, message = /./): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Failure, error instanceof Error ? error.stack : String(error));
    if (typeof code === 'string') assert.equal(error.code, code, error.message);
    else assert.match(error.code, code);
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  };
}

export const textOf = (...path: readonly string[]): Promise<string> =>
  readFile(join(...path), 'utf8');

/** Prepared statements keep a closed database open until they are collected: a process of its own has none of them. */
export function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** Takes a backup back with the key of its place. */
export const restore = (place: Place, path: string, to: string, ...more: readonly string[]) =>
  place.run('restore', path, '--identity', place.identityFile, '--to', to, ...more);
