/**
 * Somebody on the network of the board, or signed in to it, who wants more than their share of it: a board on a real
 * port, without Temporal. Proved elsewhere: sign-in (test/web/sign-in.test.ts), links (test/attacks/links.test.ts).
 */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Served } from '../../src/serving.ts';
import { startBoard } from '../../src/web/server.ts';
import { createBoard, formToken, signInOfTests } from '../web/board.ts';

let board: Awaited<ReturnType<typeof createBoard>>;
let served: Served;
before(async () => {
  board = await createBoard({ nowMs: Date.now(), policy: 'web: { reports: incident }\n' });
  served = await startBoard(board.deps, '127.0.0.1:0', {}, signInOfTests);
});
after(async () => {
  await served.close();
  await board.close();
});

/** All that was answered until the other side has no more to say. */
function send(lines: readonly string[], body: string | Buffer = ''): Promise<string> {
  return new Promise((done) => {
    const socket: Socket = connect(served.port, '127.0.0.1');
    let said = '';
    const end = (): void => {
      socket.destroy();
      done(said);
    };
    socket.setTimeout(5_000, end).on('error', end).on('close', end);
    socket.on('data', (chunk: Buffer) => void (said += chunk.toString('latin1')));
    const [first = '', ...more] = lines;
    const head = [first, `Host: 127.0.0.1:${served.port}`, 'Connection: close', ...more];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    if (body.length > 0) socket.write(body);
  });
}

const ask = (path: string, method: string, person: string) =>
  fetch(served.url + path, { method, headers: { 'x-test-person': person } });

describe('a body that is no form', () => {
  const kinds: readonly (readonly [string, string])[] = [
    ['application/json', '{"what":"x"}'],
    ['multipart/form-data; boundary=x', '--y'],
    ['multipart/form-data', ''],
    ['application/octet-stream', 'x'],
  ];
  for (const path of ['/report', '/declare', '/on-call', '/incidents/INC-7K3FQ/do/note'])
    it(`is refused as such at ${path}, and is no bug of ours`, async () => {
      for (const [type, body] of kinds) {
        const answer = await board.app.request(path, {
          ...{ method: 'POST', body },
          headers: {
            ...{ origin: 'http://localhost', 'content-type': type },
            ...(path === '/report' ? {} : { 'x-test-person': 'anna' }),
          },
        });
        assert.equal(answer.status, 400, `${type}: ${await answer.text()}`);
      }
      assert.deepEqual(board.told, []);
    });
});

it('whoever is not signed in has no megabytes kept for them, wherever they send them', async () => {
  const large = Buffer.alloc(64 * 1_024, 0x61);
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), large, Buffer.from('\r\n')]);
  for (const path of ['/incidents/INC-7K3FQ/do/attach', '/report/attach', '/report', '/sign-in'])
    // Without an end: who waits for it holds all that came until then.
    assert.match(
      await send([`POST ${path} HTTP/1.1`, 'Transfer-Encoding: chunked'], chunk),
      /^HTTP\/1\.1 400 [^]*too long/,
      path,
    );
});

it('where keys lie and what is wrong with them is told to the log, and to nobody who is not signed in', async () => {
  const own = await createBoard({ nowMs: Date.now() });
  const folder = join(own.deps.data, 'links');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, '0001764043385000-0f3a5b7c9d1e2f40.pem'), 'x', { mode: 0o644 });
  const answer = await own.get('/l/a.b.c');
  const text = await answer.text();
  assert.equal(answer.status, 503, text);
  assert.doesNotMatch(text, /links|\.pem|seventytwo-board/);
  assert.match(own.told.join(), /0f3a5b7c9d1e2f40\.pem/);
  await own.close();
});

describe('the streams of events', () => {
  it('are not begun by HEAD, which nobody would end', async () => {
    for (let n = 0; n < 25; n += 1)
      assert.equal((await ask('/events', 'HEAD', 'otto')).status, 405);
    const answer = await ask('/events', 'GET', 'otto');
    assert.equal(answer.status, 200);
    await answer.body?.cancel();
  });

  it('are not all for one person', async () => {
    const open = await Promise.all(Array.from({ length: 25 }, () => ask('/events', 'GET', 'ben')));
    assert.equal(open.filter(({ status }) => status === 200).length, 20);
    const other = await ask('/events', 'GET', 'anna');
    assert.equal(other.status, 200);
    for (const answer of [...open, other]) await answer.body?.cancel();
  });
});

it('what is no HTTP of ours is answered without a fault, and nothing of it leads elsewhere', async () => {
  const first = [
    ...['TRACE / HTTP/1.1', 'OPTIONS * HTTP/1.1', 'CONNECT evil.example:1 HTTP/1.1'],
    ...['GET http://evil.example/ HTTP/1.1', 'GET file:///etc/passwd HTTP/1.1'],
    ...['GET //evil.example/x HTTP/1.1', 'GET /\\evil.example HTTP/1.1'],
    ...['GET /incidents/%E0%A4%A HTTP/1.1', 'GET /..%2f..%2fetc/passwd HTTP/1.1'],
    ...['GET /board.css%00 HTTP/1.1', 'PRI * HTTP/2.0'],
  ];
  for (const line of first) {
    const answer = await send([line]);
    assert.doesNotMatch(answer, /^HTTP\/1\.1 5\d\d/, line);
    assert.doesNotMatch(answer, /location: [^\r]*evil/i, line);
  }
  for (const host of ['evil.example', `127.0.0.1:${served.port}@evil.example`, '127.0.0.1/@evil']) {
    const raw = await send([
      `GET / HTTP/1.1`,
      `X-Forwarded-Host: ${host}`,
      `Forwarded: host=${host}`,
    ]);
    assert.doesNotMatch(raw, /evil/, host);
  }
  assert.match(
    await send(
      ['POST /report HTTP/1.1', 'Content-Length: 4', 'Transfer-Encoding: chunked'],
      '0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n',
    ),
    /^HTTP\/1\.1 400/,
  );
  assert.deepEqual(board.told, []);
});

it('a form with the token of the session, sent from elsewhere, is not taken', async () => {
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { origin: 'null' },
    { origin: 'http://evil.localhost' },
    { origin: 'https://localhost' },
    { origin: 'http://localhost:8080' },
    { origin: 'http://evil.example', 'sec-fetch-site': 'same-site' },
    { origin: 'http://evil.example', 'content-type': 'text/plain' },
    { origin: 'http://evil.example', 'content-type': 'APPLICATION/x-www-form-urlencoded; a=b' },
    { origin: '', 'sec-fetch-site': 'none' },
  ];
  for (const headers of foreign) {
    const answer = await board.post('/declare', { formToken, title: 'x' }, 'anna', headers);
    assert.equal(answer.status, 403, JSON.stringify(headers));
  }
});
