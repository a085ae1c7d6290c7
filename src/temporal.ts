/** Which Temporal to talk to, and how: one place for address, namespace, TLS and API key. */
import type { ConnectionOptions } from '@temporalio/client';
import { keysFolder, type Environment } from './config.ts';
import { Failure } from './failure.ts';
import { isLoopback } from './loopback.ts';
import { readRuntime } from './server/runtime-file.ts';
import { loadGiven } from './temporal-profile.ts';

export type ConnectionSettings = {
  readonly address: string;
  readonly namespace: string;
  readonly options: Pick<ConnectionOptions, 'tls' | 'apiKey' | 'metadata'>;
  /** The folder with the keys that encrypt what goes there. */
  readonly keys: string;
  /** Where the address came from, for messages. */
  readonly source: 'environment or profile' | 'running up' | 'default';
};

/** `TEMPORAL_*` or a profile of temporal.toml, else the running `up`, else the usual local port. */
export function readConnectionSettings(env: Environment, data: string): ConnectionSettings {
  const given = loadGiven(env);
  const { address: named, ...options } = given.connectionOptions;
  // Empty counts as not given, as everywhere.
  const address = named || undefined;
  const runtime = address === undefined ? readRuntime(data) : undefined;
  const settings: ConnectionSettings = {
    address: address ?? runtime?.address ?? '127.0.0.1:7233',
    namespace: given.namespace || runtime?.namespace || 'default',
    options,
    keys: keysFolder(env, data),
    source:
      address !== undefined
        ? 'environment or profile'
        : runtime?.address !== undefined
          ? 'running up'
          : 'default',
  };
  refusePlain(settings);
  return settings;
}

/** Whether the user named a Temporal server: `up` then starts none of its own. */
export function isServerGiven(env: Environment): boolean {
  return Boolean(loadGiven(env).connectionOptions.address);
}

/** What must stand in no log: the API key, and what is sent beside every call. */
export function secretsIn({ options: { apiKey, metadata } }: ConnectionSettings): string[] {
  return [apiKey, ...Object.values(metadata ?? {})].filter((one) => typeof one === 'string');
}

/** Of the address, without its port and brackets. */
export function hostOf({ address }: Pick<ConnectionSettings, 'address'>): string {
  return address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

/** Encryption in transit is a promise of the security policy: plain connections end at this machine. */
function refusePlain(settings: ConnectionSettings): void {
  const { address, options } = settings;
  const host = hostOf(settings);
  const isTls = options.tls !== undefined && options.tls !== false && options.tls !== null;
  if (isTls || isLoopback(host)) return;
  throw new Failure(
    'usage',
    'plain-connection',
    `the Temporal address ${address} is beyond this machine and has no TLS; set TEMPORAL_TLS=true or configure TLS in the profile`,
  );
}
