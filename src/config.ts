/** Where things are: read from flags and the environment, in one place. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export type Config = {
  /** The data folder: databases, inbox, logs. */
  readonly data: string;
  readonly policyPath: string;
  /** The folder with the keys that encrypt: apart from the register, because it must outlive it. */
  readonly keys: string;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Flags win over the environment, which wins over the XDG default. Empty counts as not given. */
export function readConfig(env: Environment, flags: { data?: string; policy?: string }): Config {
  const home = env.XDG_DATA_HOME || join(homedir(), '.local', 'share');
  const data = resolve(flags.data || env.SEVENTYTWO_DATA || join(home, 'seventytwo'));
  return {
    data,
    policyPath: resolve(flags.policy || env.SEVENTYTWO_POLICY || join(data, 'policy.yaml')),
    keys: keysFolder(env, data),
  };
}

export function keysFolder(env: Environment, data: string): string {
  return resolve(env.SEVENTYTWO_KEYS || join(data, 'keys'));
}
