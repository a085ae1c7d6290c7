/** Connections that are opened to be held: by one address, slowly, silently; over real sockets. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { serve } from '../../src/serving.ts';
import { networkOf } from '../../src/web/address.ts';
import { startBoard } from '../../src/web/server.ts';
import { startMs } from '../support/incidents.ts';
import { createBoard, signInOfTests } from './board.ts';

const cert = (name: string): string =>
  new URL(`../support/certs/${name}`, import.meta.url).pathname;

async function opened(port: number, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** In milliseconds, from now until the other side ended it. */
async function lasted(socket: Socket): Promise<number> {
  const atMs = performance.now();
  socket.resume();
  await once(socket, 'close');
  return performance.now() - atMs;
}

test('one address holds no more than its share, others come in, and what it closes is free again', async () => {
  let closed = 0;
  const served = await serve(() => new Response('here'), {
    ...{ listen: '127.0.0.1:0', host: '127.0.0.1', port: 0, limits: {}, mostConnections: 50 },
    ...{ section: 'web', cannotListen: '' },
    ofOne: {
      ...{ most: 5, networkOf, tellClosed: () => void (closed += 1) },
      isMany: async (address) => address === '127.0.0.3',
    },
  });
  const held = await Promise.all(Array.from({ length: 5 }, () => opened(served.port)));
  await lasted(await opened(served.port));
  assert.equal(closed, 1);
  const other = await opened(served.port, '127.0.0.2');
  other.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  assert.match(String((await once(other, 'data'))[0]), /200 OK/);
  const proxied = await Promise.all(
    Array.from({ length: 9 }, () => opened(served.port, '127.0.0.3')),
  );
  assert.ok(proxied.every((socket) => !socket.destroyed));
  for (const socket of held) socket.destroy();
  await new Promise((done) => setTimeout(done, 200));
  const again = await opened(served.port);
  again.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  assert.match(String((await once(again, 'data'))[0]), /200 OK/);
  assert.equal(closed, 1);
  for (const socket of proxied) socket.destroy();
  await served.close();
});

test('who says nothing, a header drop by drop, or half of TLS is gone within a quarter of a minute', async () => {
  const board = await createBoard({ nowMs: startMs });
  const plain = await startBoard(board.deps, '127.0.0.1:0', {}, signInOfTests);
  const files = { certificate: cert('localhost.pem'), key: cert('localhost.key') };
  const secure = await startBoard(board.deps, '127.0.0.1:0', files, signInOfTests);
  const silent = await opened(plain.port);
  const drops = await opened(plain.port);
  drops.write('GET / HTTP/1.1\r\n');
  const timer = setInterval(() => drops.write('x-a: b\r\n'), 1_000);
  const handshake = await opened(secure.port);
  // The first bytes of a ClientHello.
  handshake.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
  const idle = await opened(plain.port);
  idle.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const times = await Promise.all([silent, drops, handshake, idle].map(lasted));
  clearInterval(timer);
  for (const ms of times) assert.ok(ms < 25_000, String(times));
  await plain.close();
  await secure.close();
  await board.close();
});

test('a body that drips is ended after a minute', async () => {
  const board = await createBoard({ nowMs: startMs, policy: 'web: { reports: incident }\n' });
  const served = await startBoard(board.deps, '127.0.0.1:0', {}, signInOfTests);
  const socket = await opened(served.port);
  socket.write(
    'POST /report HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\n',
  );
  const timer = setInterval(() => socket.write('a'), 1_000);
  const ms = await lasted(socket);
  // At once would be another refusal than this one.
  assert.ok(ms > 50_000 && ms < 75_000, String(ms));
  clearInterval(timer);
  await served.close();
  await board.close();
});
