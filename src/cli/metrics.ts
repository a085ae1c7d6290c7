/** `seventytwo metrics`: the figures of the running worker, once. */
import { readFileSync } from 'node:fs';
import { get as getPlain, type RequestOptions } from 'node:http';
import { get as getSecure } from 'node:https';
import { rootCertificates } from 'node:tls';
import { readConfig } from '../config.ts';
import { readSecret } from '../config/secret.ts';
import { exitCodes, Failure } from '../failure.ts';
import { loadPolicy } from '../policy/file.ts';
import { readAddress } from '../policy/monitoring.ts';
import { readRuntime } from '../server/runtime-file.ts';
import type { Io } from './io.ts';
import type { CommonOptions } from './session.ts';

/** A worker that reads a register of hundreds of open incidents for the first time needs seconds. */
const limitMs = 15_000;

export async function runMetrics(io: Io, options: CommonOptions): Promise<number> {
  const { data, policyPath } = readConfig(io.env, options);
  const { monitoring } = (await loadPolicy(policyPath)).policy;
  const { token: reference, certificate } = monitoring;
  const listen = io.env.SEVENTYTWO_METRICS || monitoring.listen || readRuntime(data)?.metrics;
  const address = listen === undefined ? undefined : readAddress(listen);
  if (!address)
    throw new Failure(
      'unreachable',
      'no-metrics',
      'no worker tells its figures; start seventytwo up, or name an address with monitoring.listen in the policy or SEVENTYTWO_METRICS',
    );
  const token = reference && (await readSecret(reference, io.env));
  const request: RequestOptions & { ca?: readonly (string | Buffer)[] } = {
    ...{ host: address.host, port: address.port, path: '/metrics', timeout: limitMs },
    headers: {
      accept: options.json ? 'application/json' : 'text/plain',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(certificate !== undefined && { ca: [...rootCertificates, readFileSync(certificate)] }),
  };
  const { status, text } = await ask(request, certificate !== undefined, listen ?? '');
  if (status === 401)
    throw new Failure(
      'notAllowed',
      'bad-token',
      `the worker at ${listen} does not take the token of monitoring.token; restart the worker after a change of it`,
    );
  if (status !== 200)
    throw new Failure(
      'unreachable',
      'no-metrics',
      `the worker at ${listen} answers ${status}; see its log`,
    );
  io.print(text.trimEnd());
  return exitCodes.done;
}

function ask(
  request: RequestOptions,
  isSecure: boolean,
  listen: string,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((done, fail) => {
    const away = (error: unknown): void =>
      fail(
        new Failure(
          'unreachable',
          'no-metrics',
          `no worker tells its figures at ${listen}; see whether it runs, and monitoring.listen of the policy`,
          error,
        ),
      );
    const sent = (isSecure ? getSecure : getPlain)(request, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', away);
      response.once('end', () =>
        done({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.once('error', away);
  });
}
