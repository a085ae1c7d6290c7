/** The codec endpoint: opens for whoever knows its address on this machine, and for no web page that is not ours. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCodecServer, type CodecServer } from '../../src/encryption/codec-server.ts';
import { openKeys, type Keys } from '../../src/encryption/keys.ts';
import { ensureRing } from '../../src/encryption/ring.ts';

const ui = 'http://localhost:8233';
let folder: string;
let keys: Keys;
let server: CodecServer;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seventytwo-codec-'));
  await ensureRing(folder);
  keys = openKeys({ keys: folder });
  server = await startCodecServer({ keys, port: 0, origins: [ui] });
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Answer = { readonly status: number; readonly headers: object; readonly text: string };

/** Not `fetch`, which sets the header Host by itself. */
function ask(
  path: string,
  {
    method = 'POST',
    headers = {},
    body = '{}',
  }: { method?: string; headers?: object; body?: string } = {},
): Promise<Answer> {
  return new Promise((done, fail) => {
    const sent = request(
      `${server.url}${path}`,
      { method, headers: { 'content-length': Buffer.byteLength(body), ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () =>
          done({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    sent.on('error', fail).end(body);
  });
}

function json(value: unknown) {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return { metadata: { encoding: base64('json/plain') }, data: base64(JSON.stringify(value)) };
}

async function code(task: 'encode' | 'decode', payloads: readonly object[]) {
  const { status, text } = await ask(`/${task}`, { body: JSON.stringify({ payloads }) });
  assert.equal(status, 200);
  return JSON.parse(text).payloads;
}

function keyOf(payload: { metadata: Record<string, string> }): string {
  return Buffer.from(payload.metadata['seventytwo-key'] ?? '', 'base64').toString();
}

describe('the codec endpoint', () => {
  it('gives back what it sealed, and plain ones as they are', async () => {
    const sealed = await code('encode', [json({ title: 'x' })]);
    assert.equal(keyOf(sealed[0]), (await keys.ring())[0].id);
    assert.deepEqual(await code('decode', [...sealed, json(2)]), [json({ title: 'x' }), json(2)]);
  });

  it('seals what starts an incident with the key of that incident', async () => {
    const sealed = await code('encode', [json({ incidentId: 'INC-K7F3Q', first: {} })]);
    assert.equal(keyOf(sealed[0]), 'INC-K7F3Q');
  });

  it('says in its place why one cannot be read, and shows the others', async () => {
    const sealed = await code('encode', [json({ incidentId: 'INC-BCDFG' }), json('seen')]);
    await keys.eraseIncidentKey('INC-BCDFG');
    const [erased, seen] = await code('decode', sealed);
    assert.match(Buffer.from(erased.data, 'base64').toString(), /^"not readable: the key of INC-B/);
    assert.deepEqual(seen, json('seen'));
  });

  it('takes an empty question, as Temporal’s program sends it', async () => {
    const { status, text } = await ask('/encode');
    assert.deepEqual([status, JSON.parse(text)], [200, { payloads: [] }]);
  });

  it('answers the web UI, and no other page', async () => {
    const preflight = await ask('/decode', { method: 'OPTIONS', headers: { origin: ui } });
    assert.equal(preflight.status, 204);
    assert.ok('access-control-allow-origin' in preflight.headers);
    const other = await ask('/decode', { headers: { origin: 'https://evil.example' } });
    assert.equal(other.status, 403);
    assert.ok(!('access-control-allow-origin' in other.headers));
  });

  it('refuses a name that was made to point here, a guessed path, and what is no question', async () => {
    const rebound = { headers: { host: `evil.example:${new URL(server.url).port}` } };
    assert.equal((await ask('/decode', rebound)).status, 421);
    const { url } = server;
    const guessed = new URL(url);
    assert.equal(
      (await fetch(`${guessed.origin}/decode`, { method: 'POST', body: '{}' })).status,
      404,
    );
    assert.equal((await ask('/decode', { method: 'GET', body: '' })).status, 405);
    assert.equal((await ask('/decode', { body: 'no json' })).status, 400);
    assert.equal((await ask('/decode', { headers: { 'content-length': 1e9 } })).status, 413);
  });

  it('listens on loopback alone', () => {
    assert.equal(new URL(server.url).hostname, '127.0.0.1');
  });

  it('says which port is taken', async () => {
    const port = Number(new URL(server.url).port);
    await assert.rejects(startCodecServer({ keys, port, origins: [] }), {
      code: 'port-taken',
      message: /choose another with --port/,
    });
  });
});
