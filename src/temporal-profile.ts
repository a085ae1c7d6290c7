/** What `TEMPORAL_*` and temporal.toml say, with every file in it read and checked: a secret is taken from a safe place only. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import {
  loadClientConfigFromToml,
  loadClientConfigProfile,
  toClientOptions,
  type ClientConfigProfile,
} from '@temporalio/envconfig';
import type { Environment } from './config.ts';
import { openSecretFile, readSecretFile } from './config/secret-file.ts';
import { Failure } from './failure.ts';
import { readCaFile } from './tls.ts';

/** The settings of TLS as people write them: for messages. */
export const tlsSettings = {
  authority: 'TEMPORAL_TLS_SERVER_CA_CERT_PATH (server_ca_cert_path in temporal.toml)',
  certificate: 'TEMPORAL_TLS_CLIENT_CERT_PATH (client_cert_path in temporal.toml)',
  key: 'TEMPORAL_TLS_CLIENT_KEY_PATH (client_key_path in temporal.toml)',
  name: 'TEMPORAL_TLS_SERVER_NAME (server_name in temporal.toml)',
  apiKey: 'TEMPORAL_API_KEY (api_key in temporal.toml)',
} as const;

const profileFile = { what: 'the Temporal profile', group: 'may-read' } as const;
const keyFile = { what: `the client key of ${tlsSettings.key}`, group: 'may-read' } as const;

export function loadGiven(env: Environment): ReturnType<typeof toClientOptions> {
  if (/^(1|true)$/.test(env.TEMPORAL_TLS_DISABLE_HOST_VERIFICATION ?? ''))
    throw faulty(
      'TEMPORAL_TLS_DISABLE_HOST_VERIFICATION is set, but no certificate goes unchecked here; unset it',
    );
  try {
    const text = profileText(env);
    const profile = loadClientConfigProfile({
      overrideEnvVars: given(env),
      ...(text !== undefined && { configSource: { data: Buffer.from(text) } }),
    });
    return toClientOptions(withFiles(profile));
  } catch (error) {
    if (error instanceof Failure) throw error;
    // Below its first line stands an excerpt of the file, which may hold an API key.
    const [said] = (error instanceof Error ? error.message : String(error)).split('\n');
    // How the library meets a file without that table.
    const why = error instanceof TypeError ? 'it has no section [profile.default]' : said;
    throw faulty(
      `the Temporal profile cannot be used: ${why}; check TEMPORAL_PROFILE and temporal.toml`,
      error,
    );
  }
}

/** An empty variable counts as not given; where the file is looked for, it says that there is none. */
function given(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || (value === '' && /^TEMPORAL_(TLS|API_KEY)/.test(name))
        ? []
        : [[name, value]],
    ),
  );
}

/** Undefined when there is no file. One that holds a secret must be a safe place for it. */
function profileText(env: Environment): string | undefined {
  const path = env.TEMPORAL_CONFIG_FILE ?? usualFile(env);
  if (path === '' || !existsSync(path)) return undefined;
  const { text, fault } = openSecretFile(path, profileFile);
  if (fault && hasSecret(text)) throw fault;
  return text;
}

/** Of any profile: the file is one. */
function hasSecret(text: string): boolean {
  const { profiles } = loadClientConfigFromToml(Buffer.from(text), { strict: false });
  return Object.values(profiles).some(
    ({ apiKey, grpcMeta, tls }) =>
      apiKey !== undefined ||
      grpcMeta !== undefined ||
      (tls?.clientKey !== undefined && 'data' in tls.clientKey),
  );
}

/** Where Temporal's own tools look for it. */
function usualFile(env: Environment): string {
  const home = env.HOME || homedir();
  const folder = {
    win32: env.APPDATA || join(home, 'AppData', 'Roaming'),
    darwin: join(home, 'Library', 'Application Support'),
  };
  const { win32, darwin } = folder;
  const other = env.XDG_CONFIG_HOME || join(home, '.config');
  const here =
    process.platform === 'win32' ? win32 : process.platform === 'darwin' ? darwin : other;
  return join(here, 'temporalio', 'temporal.toml');
}

function withFiles(profile: ClientConfigProfile): ClientConfigProfile {
  const { tls } = profile;
  if (!tls || tls.disabled) return profile;
  const { clientCert, clientKey, serverCACert } = tls;
  if ((clientCert === undefined) !== (clientKey === undefined))
    throw faulty(
      clientKey === undefined
        ? `${tlsSettings.certificate} is given without a key; set ${tlsSettings.key}`
        : `${tlsSettings.key} is given without a certificate; set ${tlsSettings.certificate}`,
    );
  const certificate = fileOr(clientCert, (path) => readCaFile(path, tlsSettings.certificate));
  const key = fileOr(clientKey, (path) => readSecretFile(path, keyFile));
  const authority = fileOr(serverCACert, (path) => readCaFile(path, tlsSettings.authority));
  refuseUnusable(certificate, key);
  return {
    ...profile,
    tls: {
      ...tls,
      ...(certificate !== undefined && { clientCert: { data: certificate } }),
      ...(key !== undefined && { clientKey: { data: key } }),
      ...(authority !== undefined && { serverCACert: { data: authority } }),
    },
  };
}

type Source = NonNullable<ClientConfigProfile['tls']>['clientKey'];

function fileOr(source: Source, read: (path: string) => string): string | undefined {
  if (source === undefined) return undefined;
  return 'path' in source ? read(source.path) : Buffer.from(source.data).toString();
}

function refuseUnusable(cert: string | undefined, key: string | undefined): void {
  if (cert === undefined || key === undefined) return;
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw faulty(
      `the client certificate and its key are no pair in PEM; correct ${tlsSettings.certificate} and ${tlsSettings.key}`,
      error,
    );
  }
}

function faulty(sentence: string, cause?: unknown): Failure {
  return new Failure('usage', 'temporal-profile', sentence, cause);
}
