/**
 * Somebody on the network of the two small web servers: what they send is answered or cut off, and others are served meanwhile.
 * Proved elsewhere: tokens and addresses (test/worker/web.test.ts), origins, hosts and guessed paths (test/encryption/codec-server.test.ts).
 */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { startCodecServer } from '../../src/encryption/codec-server.ts';
import { openKeys } from '../../src/encryption/keys.ts';
import { ensureRing } from '../../src/encryption/ring.ts';
import { freePort } from '../../src/server/port.ts';
import { startWeb } from '../../src/worker/web.ts';
import { dataFolder } from '../register/sample.ts';
import { hostileText, seeded } from './hostile.ts';

type Place = { readonly name: string; readonly port: number; readonly path: string };

const places: Place[] = [];
const checks = { mail: true, queues: true, register: true, sentinel: true, temporal: true };
const stopping: (() => Promise<unknown>)[] = [];
before(async () => {
  const port = await freePort();
  const web = await startWeb(
    { listen: `127.0.0.1:${port}`, token: 'a token of ours' },
    {
      metrics: () => Promise.resolve('x 1\n'),
      figures: () => Promise.resolve({}),
      readiness: () => Promise.resolve({ ready: true, checks }),
    },
  );
  stopping.push(() => web.close());
  const folder = await dataFolder();
  await ensureRing(folder);
  const codec = await startCodecServer({ keys: openKeys({ keys: folder }), port: 0, origins: [] });
  stopping.push(() => codec.stop());
  const { port: other, pathname } = new URL(codec.url);
  places.push(
    { name: 'metrics', port, path: '/healthz' },
    { name: 'codec', port: Number(other), path: `${pathname}/decode` },
  );
});
after(async () => {
  for (const stop of stopping) await stop();
});

/** The first line of the answer; empty when the connection was cut off, which is an answer too. */
function send(port: number, text: string | Buffer, waitMs = 20_000): Promise<string> {
  return new Promise((done) => {
    const socket: Socket = connect(port, '127.0.0.1');
    let said = '';
    const end = (): void => {
      socket.destroy();
      done(said.split('\r\n', 1)[0] ?? '');
    };
    socket.setTimeout(waitMs, end).on('error', end).on('close', end);
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      if (said.includes('\r\n\r\n')) end();
    });
    socket.write(text);
  });
}

const isServed = async ({ port, path, name }: Place): Promise<boolean> =>
  name === 'codec'
    ? /200/.test(await send(port, post(port, path, '{"payloads":[]}')))
    : /200/.test(await send(port, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`));

function post(port: number, path: string, body: string): string {
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

describe('each of the two web servers', () => {
  it('answers whatever is asked without a fault of its own, and goes on', async () => {
    const methods = [
      'GET',
      'POST',
      'PUT',
      'DELETE',
      'OPTIONS',
      'TRACE',
      'CONNECT',
      'PROPFIND',
      'x',
    ];
    const paths = [
      '/',
      '/metrics',
      '/readyz',
      '//',
      '/%ff%00',
      '/../../etc/passwd',
      '*',
      'http://x/',
      `/${'a'.repeat(9_000)}`,
    ];
    const asked = fc.tuple(
      fc.constantFrom(...methods),
      fc.constantFrom(...paths),
      hostileText,
      hostileText,
    );
    for (const place of places) {
      const { port, path: own } = place;
      await seeded(
        fc.asyncProperty(asked, fc.boolean(), async ([method, path, header, body], isOwn) => {
          const value = header.replace(/[^\x20-\x7e]/g, '').slice(0, 20_000);
          const text = `${method} ${isOwn ? own : path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: ${value}\r\nOrigin: ${value}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
          const answer = await send(port, text);
          assert.doesNotMatch(answer, / 5\d\d/, `${place.name}: ${text.slice(0, 300)}`);
        }),
        60,
      );
      assert.ok(await isServed(place), place.name);
    }
  });

  it('refuses headers of a megabyte, what is no HTTP, and a body that is far too long', async () => {
    for (const place of places) {
      const { port, path } = place;
      const head = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;
      assert.match(await send(port, `${head}X: ${'x'.repeat(1_000_000)}\r\n\r\n`), /431|^$/);
      assert.match(await send(port, `${head}${'X: y\r\n'.repeat(50_000)}\r\n`), /431|^$/);
      assert.match(await send(port, Buffer.alloc(100_000, 0x16)), /400|^$/);
      const long = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 99999999999\r\n\r\n`;
      assert.match(await send(port, long), /40\d|413|^$/);
      const chunked = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nx`;
      assert.match(await send(port, chunked), /40\d|413|^$/);
      assert.ok(await isServed(place), place.name);
    }
  });

  it('takes a nested or a wrong body for no question', async () => {
    const codec = places.find(({ name }) => name === 'codec') ?? assert.fail();
    const bodies = [
      '['.repeat(200_000),
      `{"payloads":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      '{"payloads":[{"metadata":{"__proto__":"eA=="}}]}',
      '{"payloads":[{"metadata":{"encoding":"YmluYXJ5L2VuY3J5cHRlZA=="},"data":"NzIB"}]}',
      '{"__proto__":{"payloads":[]}}',
    ];
    for (const body of bodies)
      assert.match(
        await send(codec.port, post(codec.port, codec.path, body)),
        /400|200/,
        body.slice(0, 60),
      );
    assert.ok(await isServed(codec));
  });

  it('serves others while a hundred and fifty connections say nothing, or one byte at a time', async () => {
    for (const place of places) {
      const idle = silent(place, 150);
      await sleep(200);
      assert.ok(await isServed(place), place.name);
      for (const socket of idle) socket.destroy();
    }
  });

  it('of the worker holds no more than two hundred of them, and those not for long', async () => {
    const place = places[0] ?? assert.fail();
    const idle = silent(place, 300);
    const open = (): number => idle.filter((socket) => !socket.destroyed).length;
    const beganMs = Date.now();
    while (open() > 200 && Date.now() - beganMs < 20_000) await sleep(50);
    assert.ok(open() <= 200, `${open()} are open`);
    while (open() > 0 && Date.now() - beganMs < 60_000) await sleep(100);
    assert.equal(open(), 0);
    assert.ok(await isServed(place));
  });
});

function silent({ port }: Place, count: number): readonly Socket[] {
  return Array.from({ length: count }, (_, n) => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    // Else a socket that is cut off waits for somebody to read what it said.
    socket.resume();
    if (n % 2 === 0) socket.write('GET / HTTP/1.1\r\nX: ');
    return socket;
  });
}
