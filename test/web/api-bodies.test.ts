/** Long bodies at the HTTP API, over real connections: a stranger is answered before they are read, and takes nobody's place. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, beforeEach, describe, it } from 'node:test';
import { signRequest } from '../../src/access/request-proof.ts';
import { keyIdOf, publicKeyOf } from '../../src/access/signing.ts';
import { toContentDigest } from '../../src/api/digest.ts';
import { status as toStatus } from '../../src/domain/status.ts';
import { changeAccess } from '../../src/register/access-keys.ts';
import { readAttachment } from '../../src/register/attachments.ts';
import { serve, type Served } from '../../src/serving.ts';
import { sha256Of } from '../../src/sha256.ts';
import { declared, given, incidentId, startMs } from '../support/incidents.ts';
import { createBoard } from './board.ts';

const hourMs = 3_600_000;
const nowMs = startMs + 2 * hourMs;
const story = given(declared({ title: 'Export readable', severity: 'critical' }));
const path = `/api/v1/incidents/${incidentId}/commands/attach`;
const content = Buffer.from('line 1\n');
const [claras, strangers] = [1, 2].map(() => generateKeyPairSync('ed25519').privateKey);
/** Of the server under test; the board gives a minute. */
const requestTimeoutMs = 2_500;
// Whoever is not answered before the body is read would wait for ever.
const patience = { timeout: 20_000 };

type Answer = { readonly status: number; readonly code?: string; readonly message?: string };

describe('a long body', () => {
  let board: Awaited<ReturnType<typeof createBoard>>;
  let served: Served;
  let sent = 0;
  const open: ClientRequest[] = [];

  before(async () => {
    board = await createBoard({
      ...{ stories: [story], admin: 'clara', nowMs },
      incidents: {
        send: async () => {
          sent += 1;
          return toStatus(story.incident, 0);
        },
      },
    });
    assert.ok(claras);
    const publicKey = publicKeyOf(claras);
    const grant = {
      ...{ id: keyIdOf(publicKey), person: 'clara', publicKey, grantedBy: 'clara' },
      ...{ grantedAtMs: nowMs - hourMs, expiresAtMs: nowMs + hourMs },
    };
    await changeAccess(board.deps.register, { who: 'clara', channel: 'cli' }, () => [
      { kind: 'access-first', atMs: nowMs - hourMs, grant },
    ]);
    served = await serve((asked, env) => board.app.fetch(asked, env), {
      ...{ listen: '127.0.0.1:0', host: '127.0.0.1', port: 0, mostConnections: 50 },
      limits: { requestTimeout: requestTimeoutMs, connectionsCheckingInterval: 100 },
      ...{ section: 'web', cannotListen: '{code}' },
    });
  });
  beforeEach(() => {
    sent = 0;
  });
  after(async () => {
    for (const one of open) one.destroy();
    await served.close();
    await board.close();
  });

  async function formOf(file: Uint8Array<ArrayBuffer>) {
    const form = new FormData();
    const told = {
      ...{ commandId: randomUUID(), actor: { person: 'clara', channel: 'api' } },
      ...{ fileName: 'a.log', sha256: sha256Of(file), bytes: file.byteLength },
    };
    form.set('command', JSON.stringify(told));
    form.set('file', new Blob([file]), 'a.log');
    const made = new Response(form);
    const type = made.headers.get('content-type') ?? '';
    return { type, body: new Uint8Array(await made.arrayBuffer()) };
  }
  /** The head is sent; the body is for the test to write, in as many bytes as it will. */
  function begin(
    sha256: string,
    {
      digest = toContentDigest(sha256),
      key = claras,
      type = 'multipart/form-data; boundary=x',
      bytes = 0,
    },
  ): ClientRequest {
    assert.ok(key);
    const authorization = signRequest(
      { method: 'POST', origin: served.url, path, body: { sha256 } },
      { person: 'clara', key },
      { issuedAtMs: nowMs, nonce: randomUUID() },
    );
    const headers = {
      ...{ authorization, 'content-type': type },
      ...(bytes === 0 ? { 'transfer-encoding': 'chunked' } : { 'content-length': bytes }),
      ...(digest !== '' && { 'content-digest': digest }),
    };
    const asked = request(`${served.url}${path}`, { method: 'POST', headers, agent: false });
    // The server may close it on whoever goes on writing.
    asked.on('error', () => undefined);
    open.push(asked);
    asked.flushHeaders();
    return asked;
  }
  async function answerOf(asked: ClientRequest): Promise<Answer> {
    const [answer]: IncomingMessage[] = await once(asked, 'response');
    assert.ok(answer);
    return { status: answer.statusCode ?? 0, ...JSON.parse(await text(answer)).error };
  }
  async function attach(
    file: Uint8Array<ArrayBuffer>,
    { digest, bytes }: { digest?: string; bytes?: Uint8Array } = {},
  ): Promise<Answer> {
    const { type, body } = await formOf(file);
    const sha256 = sha256Of(body);
    const asked = begin(sha256, { type, ...(digest !== undefined && { digest }) });
    const answer = answerOf(asked);
    asked.end(bytes ?? body);
    return answer;
  }
  const kept = () => readAttachment(board.deps.register, sha256Of(content));

  it('of a stranger is answered before a byte of it has come', patience, async () => {
    const answer = await answerOf(begin(sha256Of('x'), { key: strangers }));
    assert.deepEqual([answer.status, answer.code], [401, 'not-signed']);
  });

  it('that does not tell its hash is refused when it turns out long', patience, async () => {
    const asked = begin(sha256Of('x'), { digest: '', key: strangers });
    const answer = answerOf(asked);
    // It never ends: 26 MB would be awaited.
    asked.write(Buffer.alloc(300 * 1_024));
    const { status, code, message = '' } = await answer;
    assert.deepEqual([status, code], [400, 'no-digest']);
    assert.match(message, /^a file of more than 256 KB .*send the header Content-Digest: sha-256=/);
  });

  it('of strangers takes no place from whoever has a key', patience, async () => {
    for (let n = 0; n < 8; n += 1) {
      const asked = begin(sha256Of('x'), { key: strangers, ...(n < 4 && { digest: '' }) });
      asked.write('--x\r\n');
    }
    assert.equal((await attach(new Uint8Array(Buffer.alloc(300 * 1_024)))).status, 200);
  });

  it(
    'of a known sender has a place of four, until the time for a request is over',
    patience,
    async () => {
      const slow = Array.from({ length: 4 }, () => {
        const asked = begin(sha256Of('x'), {});
        asked.write('--x\r\n');
        return answerOf(asked);
      });
      const fifth = await answerOf(begin(sha256Of('x'), {}));
      assert.deepEqual([fifth.status, fifth.code], [429, 'too-many']);
      await Promise.allSettled(slow);
      assert.equal((await attach(new Uint8Array(content))).status, 200);
      assert.deepEqual(
        board.told.filter((line) => line.includes('bug')),
        [],
      );
    },
  );

  it('other than its hash is refused, and nothing of it is kept', patience, async () => {
    const other = new Uint8Array(Buffer.from('line 2\n'));
    const { body } = await formOf(new Uint8Array(content));
    const answer = await attach(other, { bytes: body });
    assert.deepEqual([answer.status, answer.code], [400, 'bad-digest']);
    assert.match(answer.message ?? '', /^the body has SHA-256 [0-9a-f]{64}, and the header/);
    assert.deepEqual(
      [sent, await readAttachment(board.deps.register, sha256Of(other))],
      [0, undefined],
    );
  });

  it('of more than 26 MB is refused, whoever sends it', patience, async () => {
    const answer = await answerOf(begin(sha256Of('x'), { bytes: 27 * 1_024 * 1_024 }));
    assert.deepEqual([answer.status, answer.code], [413, 'too-long']);
  });

  const sha = toContentDigest(sha256Of('x'));
  for (const [what, digest] of [
    ['of another algorithm', 'sha-512=:YWJj:'],
    ['in hexadecimal', `sha-256=${sha256Of('x')}`],
    ['of another length', 'sha-256=:YWJj:'],
    ['told twice', `${sha}, ${sha}`],
  ] as const)
    it(`whose hash is ${what} is refused in one sentence`, patience, async () => {
      const answer = await attach(new Uint8Array(content), { digest });
      assert.deepEqual([answer.status, answer.code], [400, 'bad-digest']);
      assert.match(answer.message ?? '', /write it as sha-256=:<base64>:$/);
      assert.equal(sent, 0);
    });

  it('goes on when its hash is the signed one, also beside another', patience, async () => {
    const { type, body } = await formOf(new Uint8Array(content));
    const sha256 = sha256Of(body);
    const digest = `sha-512=:YWJj:, ${toContentDigest(sha256)}`;
    const asked = begin(sha256, { type, digest });
    const answer = answerOf(asked);
    asked.end(body);
    assert.equal((await answer).status, 200);
    assert.deepEqual([sent, Buffer.from((await kept()) ?? [])], [1, content]);
  });
});
