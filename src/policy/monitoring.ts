/** The sections of the policy about watching the software itself: how long logs are kept, where figures and health are told. */
import { z } from 'zod';
import { isLoopback } from '../loopback.ts';
import { period, secretReference, text } from './values.ts';

export const logs = z.strictObject({
  /** A month: long enough to look back at an incident that was found late, short enough for what names people by key. */
  keep: period.prefault('P30D'),
});

export type Address = { readonly host: string; readonly port: number };

/** `127.0.0.1:9464`, `localhost:9464` or `[::1]:9464`; undefined for anything else. */
export function readAddress(written: string): Address | undefined {
  const found = /^(?:\[([0-9A-Fa-f:]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/.exec(written);
  const host = found?.[1] ?? found?.[2];
  const port = Number(found?.[3]);
  return host !== undefined && port > 0 && port <= 65_535 ? { host, port } : undefined;
}

type Guards = {
  readonly token?: unknown;
  readonly certificate?: unknown;
  readonly key?: unknown;
};

/** What is wrong with telling figures there, as the end of a sentence; undefined when nothing is. */
export function listenFault(
  written: string,
  { token, certificate, key }: Guards,
): string | undefined {
  const address = readAddress(written);
  if (!address) return 'is not a host and a port; write one such as 127.0.0.1:9464';
  if (isLoopback(address.host)) return undefined;
  const missing = Object.entries({ token, certificate, key })
    .filter(([, value]) => value === undefined)
    .map(([name]) => `monitoring.${name}`);
  return missing.length === 0
    ? undefined
    : `is beyond this machine, and figures tell of incidents; add ${missing.join(', ')} to the policy, or use 127.0.0.1`;
}

export const monitoring = z
  .strictObject({
    /** Where /metrics, /healthz and /readyz are. */
    listen: text.optional(),
    /** Whoever asks for /metrics must bear it. */
    token: secretReference.optional(),
    /** PEM files; without them it is plain HTTP, which is for this machine alone. */
    certificate: text.optional(),
    key: text.optional(),
  })
  .superRefine((written, context) => {
    if ((written.certificate === undefined) !== (written.key === undefined))
      context.addIssue('gives only one of certificate and key; give both, or neither');
    const fault = written.listen !== undefined && listenFault(written.listen, written);
    if (fault)
      context.addIssue({
        code: 'custom',
        path: ['listen'],
        message: `${JSON.stringify(written.listen)} ${fault}`,
      });
  });
