/** What every connection beyond this machine has in common: whom it trusts, and how a broken trust is told. */
import { constants } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { Failure } from './failure.ts';

/** Of Temporal's client, which takes no setting of its own: NODE_OPTIONS must not lower it. */
const leastTls = 'TLSv1.2';
if (tls.DEFAULT_MIN_VERSION < leastTls) tls.DEFAULT_MIN_VERSION = leastTls;

/** For every connection of Node beyond this machine. Said here, NODE_TLS_REJECT_UNAUTHORIZED=0 does not count. */
export const checkedTls = { minVersion: leastTls, rejectUnauthorized: true } as const;

/** For every listener of ours: authenticated encryption with forward secrecy alone; Node by itself would still take CBC in TLS 1.2. */
export const servedTls = {
  minVersion: leastTls,
  ciphers: [
    ...['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
    ...['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
    ...['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
    ...['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ].join(':'),
  // Each costs us a handshake's work and its sender nothing, and nobody who is honest asks for one.
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
} as const;

/** `fetch` takes no setting of TLS: what would have it trust anybody goes for the whole process, before it is asked. */
export const checkedFetch: typeof fetch = (...asked) => {
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  return fetch(...asked);
};

/** The authority that signed a server's certificate, where it is a private one, as PEM. `key` is where the policy file names it. Throws a Failure. */
export function readCaFile(path: string, key: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Failure(
      'usage',
      'no-ca-file',
      `${key} names ${path}, which cannot be read; correct the path or its permissions`,
      error,
    );
  }
}

/** OpenSSL's and Node's names for a certificate or handshake that is not to be trusted. */
const untrusted =
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/;

export function isUntrusted(code: string): boolean {
  return untrusted.test(code);
}
