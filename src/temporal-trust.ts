/** Why a Temporal server is not to be talked to: one handshake by our own settings, which says what gRPC keeps to itself. */
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { Failure } from './failure.ts';
import { hostOf, type ConnectionSettings } from './temporal.ts';
import { tlsSettings } from './temporal-profile.ts';
import { checkedTls, isUntrusted } from './tls.ts';

/** Reaching a server and shaking hands; what takes longer is no fault of certificates. */
const handshakeMs = 4_000;
/** How HTTP/2 begins, with an empty SETTINGS frame: a server answers it with its own, once it has let us in. */
const preface = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);

/** A Failure with the setting to correct; undefined when its TLS is as it should be, or nothing could be seen. */
export async function findDistrust(settings: ConnectionSettings): Promise<Failure | undefined> {
  if (!settings.options.tls) return undefined;
  const why = await shakeHands(settings);
  const isClient = why === 'closed' || clientAlert.test(why ?? '');
  if (why === undefined || (!isClient && !isUntrusted(why))) return undefined;
  return new Failure(
    'unreachable',
    'temporal-not-trusted',
    `the Temporal server at ${settings.address} ${sentence(why, isClient, settings)}`,
  );
}

/** The peer speaks of our certificate; `handshake failure` is how TLS 1.2 says that there is none. */
const clientAlert =
  /ALERT_(BAD_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED|DECRYPT_ERROR|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+)/;

function sentence(
  why: string,
  isClient: boolean,
  { options: { tls } }: ConnectionSettings,
): string {
  const isOurs = typeof tls === 'object' && tls?.clientCertPair !== undefined;
  const { authority, certificate, key, name } = tlsSettings;
  if (isClient)
    return isOurs
      ? `does not accept our client certificate (${why}); correct ${certificate} and ${key}`
      : `lets nobody in without a client certificate (${why}); set ${certificate} and ${key}`;
  if (why === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `shows a certificate for another host (${why}); correct TEMPORAL_ADDRESS, or set ${name} to the name in it`;
  if (/EXPIRED|NOT_YET_VALID/.test(why))
    return `shows a certificate that is out of date (${why}); have it renewed, or correct the clock of this machine`;
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW/.test(why))
    return `offers no TLS 1.2 or later (${why}); update it, or correct TEMPORAL_ADDRESS`;
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH|EPROTO|HTTP_REQUEST/.test(why))
    return `does not speak TLS (${why}); give it a certificate, or correct TEMPORAL_ADDRESS`;
  return `shows a certificate that no authority known here has signed (${why}); correct ${authority}`;
}

/** The code of what went wrong; `closed` when it hung up on us after the handshake, undefined when it answered or nothing was seen. */
function shakeHands(settings: ConnectionSettings): Promise<string | undefined> {
  const { address, options } = settings;
  const tls = typeof options.tls === 'object' && options.tls ? options.tls : {};
  const host = hostOf(settings);
  const name = tls.serverNameOverride || host;
  const pem = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
  return new Promise((resolve) => {
    let isSecure = false;
    const end = (why?: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(why);
    };
    const socket: TLSSocket = connect({
      ...{ host, port: Number(/:(\d+)$/.exec(address)?.[1] ?? 7233), ALPNProtocols: ['h2'] },
      ...checkedTls,
      ...(isIP(name) === 0 && { servername: name }),
      ...(tls.serverRootCACertificate && { ca: pem(tls.serverRootCACertificate) }),
      ...(tls.clientCertPair && {
        cert: pem(tls.clientCertPair.crt),
        key: pem(tls.clientCertPair.key),
      }),
    });
    const timer = setTimeout(end, handshakeMs);
    socket.once('secureConnect', () => {
      isSecure = true;
      // In TLS 1.3 what the server thinks of our certificate comes after the handshake.
      socket.write(preface);
    });
    socket.once('data', () => end());
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code));
    socket.once('close', () => end(isSecure ? 'closed' : undefined));
  });
}
