/** A scan of the board's own https listener, and of the intake and the API behind it: what is negotiated, what is refused, what stays in the browser. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectPlainly } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';
import type { Served } from '../../src/serving.ts';
import { startBoard } from '../../src/web/server.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { good } from '../policy/good.ts';
import { certificateFile } from '../support/temporal-front.ts';
import { createBoard } from '../web/board.ts';

const ca = readFileSync(certificateFile('ca.pem'));
const files = {
  certificate: certificateFile('localhost.pem'),
  key: certificateFile('localhost.key'),
};

let board: Awaited<ReturnType<typeof createBoard>>;
let served: Served;
before(async () => {
  const policy = 'web: { reports: incident }\n';
  board = await createBoard({ nowMs: Date.now(), policy });
  served = await startBoard(board.deps, '127.0.0.1:0', files);
});
after(async () => {
  await served.close();
  await board.close();
});

type Offer = { readonly version: SecureVersion; readonly ciphers?: string };

/** What came of a handshake: a protocol and a cipher, or the code of the refusal. */
function shake({ version, ciphers = 'ALL:@SECLEVEL=0' }: Offer): Promise<string> {
  return new Promise((done) => {
    const socket: TLSSocket = connect(
      {
        ...{ host: 'localhost', port: served.port, ca, ciphers },
        ...{ minVersion: version, maxVersion: version },
      },
      () => {
        done(`${socket.getProtocol()} ${socket.getCipher().standardName}`);
        socket.destroy();
      },
    );
    socket.on('error', (error: Error & { code?: string }) => done(error.code ?? error.message));
  });
}

describe('the listener of the board', () => {
  const refused = /^ERR_SSL_(TLSV1_ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL)$/;
  for (const [version, outcome] of [
    ['TLSv1', refused],
    ['TLSv1.1', refused],
    ['TLSv1.2', /^TLSv1\.2 TLS_ECDHE_\w+_(GCM_SHA\d+|POLY1305_SHA256)$/],
    ['TLSv1.3', /^TLSv1\.3 TLS_\w+_(GCM_SHA\d+|POLY1305_SHA256)$/],
  ] as const)
    it(`answers ${version} as it should`, async (t) => {
      const came = await shake({ version });
      t.diagnostic(`${version.padEnd(8)} ${came}`);
      assert.match(came, outcome);
    });

  for (const cipher of [
    ...['ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA384', 'ECDHE-ECDSA-AES128-SHA'],
    ...['ECDHE-ECDSA-AES256-SHA', 'ECDHE-ECDSA-AES128-CCM8', 'AES128-GCM-SHA256', 'AES128-SHA'],
    ...['aNULL', 'eNULL', 'PSK'],
  ])
    it(`takes no ${cipher} in TLS 1.2`, async () => {
      const came = await shake({ version: 'TLSv1.2', ciphers: `${cipher}:@SECLEVEL=0` });
      assert.match(came, /^ERR_SSL_\w*(HANDSHAKE_FAILURE|NO_CIPHERS_AVAILABLE)$/);
    });

  it('does not begin a second handshake within a connection', async () => {
    const version = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
    const socket = connect({ ...{ host: 'localhost', port: served.port, ca }, ...version });
    await once(socket, 'secureConnect');
    const refused = new Promise<Error | null>((done) => {
      socket.on('error', done);
      socket.renegotiate({}, done);
    });
    assert.match(String(await refused), /no.renegotiation/i);
    socket.destroy();
  });

  it('answers nothing to who speaks plain http to it', async () => {
    const socket = connectPlainly(served.port, '127.0.0.1');
    const heard: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => heard.push(chunk));
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(socket, 'close');
    assert.doesNotMatch(Buffer.concat(heard).toString('latin1'), /HTTP|html/i);
  });
});

type Asked = { readonly method?: string; readonly headers?: Readonly<Record<string, string>> };

function ask(path: string, { method = 'GET', headers = {} }: Asked = {}) {
  return new Promise<{ status: number; hsts: string | undefined }>((done, fail) => {
    const asked = request(
      {
        ...{ host: 'localhost', servername: 'localhost', port: served.port, ca, path, method },
        headers,
      },
      (answer) => {
        answer.resume();
        const { statusCode: status = 0, headers: got } = answer;
        done({ status, hsts: got['strict-transport-security'] });
      },
    );
    asked.on('error', fail).end();
  });
}

describe('a browser is told to come by https alone', () => {
  const halfYearSeconds = 180 * 86_400;
  for (const [path, status, given] of [
    ['/', 303],
    ['/sign-in', 200],
    ['/report', 200],
    ['/board.css', 200],
    ['/.well-known/security.txt', 200],
    ['/l/none', 404],
    ['/incidents/INC-K7F3Q', 303],
    ['/declare', 403, { method: 'POST', headers: { origin: 'https://evil.example' } }],
    ['/api/v1/me', 401],
    ['/api/v1/openapi.json', 200],
    ['/intake/alertmanager', 401, { method: 'POST' }],
    ['/intake/json/shop', 401, { method: 'POST' }],
    ['/intake/bounces', 404, { method: 'POST' }],
    ['/intake/none', 404],
    ['/', 421, { headers: { host: 'evil.example' } }],
  ] as const)
    it(`by the answer ${status} of ${path}`, async () => {
      const came = await ask(path, given);
      assert.equal(came.status, status);
      const seconds = Number(/^max-age=(\d+)$/.exec(came.hsts ?? '')?.[1]);
      assert.ok(seconds >= halfYearSeconds, came.hsts);
    });

  it('and not where there is none: on this machine without a name', async () => {
    const plain = await startBoard(board.deps, '127.0.0.1:0', {});
    const answer = await fetch(`${plain.url}/sign-in`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('strict-transport-security'), null);
    await plain.close();
  });
});

describe('plain http beyond this machine is refused in one sentence', () => {
  for (const listen of ['0.0.0.0:7272', '[::]:7272', '192.0.2.1:80', 'incidents.acme.example:80'])
    it(`at ${listen}`, async () => {
      await assert.rejects(startBoard(board.deps, listen, { url: 'https://a.example' }), {
        message: `the address of the board, ${listen}, is beyond this machine, and the board shows incidents; add web.certificate, web.key to the policy, or use 127.0.0.1`,
      });
    });
  it('as the address that people are told', () => {
    const { faults } = parsePolicy(`${good}web: { url: 'http://incidents.acme.example' }\n`);
    assert.equal(faults?.length, 1);
    assert.match(
      faults?.[0] ?? '',
      /web\.url.* is not encrypted; beyond this machine it must begin with https:\/\//,
    );
  });
});
