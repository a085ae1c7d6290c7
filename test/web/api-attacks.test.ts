/** The HTTP API attacked by somebody who has a key, or has seen what others sent: ids, signatures, clocks and headers. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { signRequest } from '../../src/access/request-proof.ts';
import { keyIdOf, publicKeyOf } from '../../src/access/signing.ts';
import type { Command } from '../../src/domain/commands.ts';
import { status as toStatus } from '../../src/domain/status.ts';
import { Failure } from '../../src/failure.ts';
import { changeAccess } from '../../src/register/access-keys.ts';
import { readAttachment } from '../../src/register/attachments.ts';
import { sha256Of } from '../../src/sha256.ts';
import { declared, given, incidentId, startMs } from '../support/incidents.ts';
import { createBoard, renamed } from './board.ts';

const hourMs = 3_600_000;
const firstMs = startMs + 2 * hourMs;
const story = given(declared({ title: 'Export readable', severity: 'critical' }));
const other = renamed(story, 'INC-9TR5K');
const origin = 'http://localhost';
const key = generateKeyPairSync('ed25519').privateKey;
type Person = 'clara' | 'dora';
const commands = `/api/v1/incidents/${incidentId}/commands`;
const note = `${commands}/note`;

describe('the API under attack', () => {
  let board: Awaited<ReturnType<typeof createBoard>>;
  let nowMs = firstMs;
  let sent: Command[] = [];
  let refuse: Failure | undefined;

  before(async () => {
    board = await createBoard({
      stories: [story, other],
      admin: 'clara',
      nowMs,
      incidents: {
        send: async (_id, command) => {
          sent.push(command);
          if (refuse) throw refuse;
          return toStatus(story.incident, 0);
        },
      },
      clock: () => nowMs,
    });
    const publicKey = publicKeyOf(key);
    const grant = {
      ...{ id: keyIdOf(publicKey), person: 'clara', publicKey, grantedBy: 'clara' },
      ...{ grantedAtMs: firstMs - hourMs, expiresAtMs: firstMs + 100 * hourMs },
    };
    await changeAccess(board.deps.register, { who: 'clara', channel: 'cli' }, () => [
      { kind: 'access-first', atMs: firstMs - hourMs, grant },
    ]);
  });
  beforeEach(() => {
    sent = [];
    refuse = undefined;
    nowMs = firstMs;
  });
  after(() => board.close());

  type Sent = {
    readonly method?: string;
    readonly body?: string | Uint8Array<ArrayBuffer>;
    readonly issuedAtMs?: number;
    readonly origin?: string;
    readonly headers?: Record<string, string>;
  };
  const proofOf = (path: string, { body = '', method = 'POST', ...more }: Sent) =>
    signRequest(
      { method, origin: more.origin ?? origin, path, body },
      { person: 'clara', key },
      { issuedAtMs: more.issuedAtMs ?? nowMs, nonce: randomUUID() },
    );
  async function ask(
    path: string,
    authorization: string,
    { method = 'POST', body, headers }: Sent,
  ) {
    const answer = await board.app.request(path, {
      ...{ method, headers: { authorization, ...headers } },
      ...(body !== undefined && { body }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, ...JSON.parse(text).error };
  }
  const send = (path: string, wanted: Sent) => ask(path, proofOf(path, wanted), wanted);
  /** Has no key, and goes by name on this machine. */
  const asDora = (path: string, wanted: Sent) => ask(path, 'Seventytwo-unsigned dora', wanted);
  const noted = (commandId: string, text: string, person: Person = 'clara') =>
    JSON.stringify({ commandId, actor: { person, channel: 'api' }, text });

  describe('the id of a command', () => {
    it('answers a repeat, and is refused for another text, another command and another person', async () => {
      assert.equal((await send(note, { body: noted('k-1', 'seen') })).status, 200);
      assert.equal((await send(note, { body: noted('k-1', 'seen') })).status, 200);
      const before = sent.length;
      const otherText = await send(note, { body: noted('k-1', 'never said') });
      assert.deepEqual(
        [otherText.status, otherText.code, otherText.exit],
        [409, 'command-id-taken', 5],
      );
      assert.match(otherText.message, /"k-1" was used for another command .*; take a new one$/);
      const dora = { body: noted('k-1', 'seen', 'dora') };
      assert.equal((await asDora(note, dora)).code, 'command-id-taken');
      const otherName = JSON.stringify({
        ...{ commandId: 'k-1', actor: { person: 'clara', channel: 'api' }, reason: 'seen' },
      });
      assert.equal((await send(`${commands}/close`, { body: otherName })).code, 'command-id-taken');
      assert.equal(sent.length, before, 'nothing of it reached the incident');
    });

    it('is of one incident: another may have the same', async () => {
      assert.equal((await send(note, { body: noted('k-2', 'here') })).status, 200);
      const path = note.replace(incidentId, 'INC-9TR5K');
      assert.equal((await send(path, { body: noted('k-2', 'there') })).status, 200);
    });

    it('is free again after 24 hours, by which time the incident alone remembers it', async () => {
      assert.equal((await send(note, { body: noted('k-3', 'monday') })).status, 200);
      nowMs = firstMs + 24 * hourMs - 1;
      assert.equal((await send(note, { body: noted('k-3', 'tuesday') })).status, 409);
      nowMs = firstMs + 24 * hourMs + 1;
      assert.equal((await send(note, { body: noted('k-3', 'tuesday') })).status, 200);
    });

    it('is not used up by whoever may not send, and stays used where nobody knows what became of it', async () => {
      refuse = new Failure('notAllowed', 'not-permitted', 'no');
      assert.equal((await asDora(note, { body: noted('k-4', 'x', 'dora') })).status, 403);
      refuse = new Failure('unreachable', 'no-answer', 'no answer');
      assert.equal((await send(note, { body: noted('k-4', 'seen') })).status, 503);
      refuse = undefined;
      assert.equal((await send(note, { body: noted('k-4', 'other') })).status, 409);
      assert.equal((await send(note, { body: noted('k-4', 'seen') })).status, 200);
    });

    it('sent twenty times at once goes on with one body alone', async () => {
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          send(note, { body: noted('k-5', n === 7 ? 'other' : 'same') }),
        ),
      );
      assert.deepEqual(
        all.map(({ status }) => status).toSorted((a, b) => a - b),
        [...Array(19).fill(200), 409],
      );
    });

    for (const [what, key, message] of [
      [
        'of 101 characters',
        'x'.repeat(101),
        /Idempotency-Key has 101 characters; shorten it to 100/,
      ],
      ['of 8,000 characters', 'x'.repeat(8_000), /has 8000 characters/],
      ['of nothing', '', /Idempotency-Key is empty; say something/],
      ['with control characters', 'a\u0085b', /control characters/],
    ] as const)
      it(`as a header ${what} is refused in one sentence`, async () => {
        const body = JSON.stringify({ actor: { person: 'clara', channel: 'api' }, text: 'x' });
        const answer = await send(note, { body, headers: { 'idempotency-key': key } });
        assert.deepEqual([answer.status, answer.code], [400, 'bad-input']);
        assert.match(answer.message, message);
        assert.equal(sent.length, 0);
      });

    it('as a header never goes against the one in the body, which alone is signed', async () => {
      const headers = { 'idempotency-key': 'k-7' };
      const answer = await send(note, { body: noted('k-6', 'x'), headers });
      assert.match(answer.message, /Idempotency-Key is "k-7", and commandId is another/);
      assert.equal((await send(note, { body: noted('k-7', 'x'), headers })).status, 200);
      assert.equal(sent.length, 1);
    });
  });

  describe('a signed request', () => {
    const body = noted('s-1', 'seen');
    const stolen = () => proofOf(note, { body });

    for (const [what, path, changed] of [
      ['on another incident', note.replace(incidentId, 'INC-9TR5K'), {}],
      ['on another path', `${commands}/contain`, {}],
      ['with a query behind it', `${note}?a=1`, {}],
      ['with another body', note, { body: noted('s-1', 'never said') }],
      ['with a byte more', note, { body: `${body} ` }],
      ['with another method', note, { method: 'PUT' }],
      ['at a doubled slash', note.replace('/commands', '//commands'), {}],
      ['at the same path written in another way', note.replace('note', 'n%6Fte'), {}],
    ] as const)
      it(`is worth nothing ${what}`, async () => {
        const answer = await ask(path, stolen(), { body, ...changed });
        assert.deepEqual([answer.status, answer.code, answer.exit], [401, 'not-signed', 4]);
        assert.match(answer.message, /the signature is not of this request/);
        assert.equal(sent.length, 0);
      });

    it('for another server is worth nothing here, and here nothing for another name', async () => {
      const there = proofOf(note, { body, origin: 'https://board.elsewhere.example' });
      assert.match((await ask(note, there, { body })).message, /signed for another server/);
      const forged = { body, headers: { host: 'evil.example', 'x-forwarded-host': 'localhost' } };
      const answer = await ask(`http://evil.example${note}`, stolen(), forged);
      assert.deepEqual([answer.status, answer.code], [421, 'other-host']);
    });

    it('bears one name and one key: no part can be changed, doubled or hidden', async () => {
      const good = stolen();
      const [, terms = ''] = good.split(' ');
      const [, keyId, issued, nonce, signature = ''] = terms.split(':');
      for (const forged of [
        `Seventytwo ${['dora', keyId, issued, nonce, signature].join(':')}`,
        `Seventytwo ${['clara', keyId, issued, randomUUID(), signature].join(':')}`,
        `Seventytwo ${['clara', keyId, Number(issued) + 1, nonce, signature].join(':')}`,
        `${good}, ${good}`,
        `${good} `.replace('Seventytwo ', 'seventytwo '),
        `Seventytwo-unsigned clara, ${good}`,
        `${good}=`,
        'Seventytwo-unsigned clara',
        'Bearer clara',
      ]) {
        const answer = await ask(note, forged, { body });
        assert.deepEqual([answer.status, answer.code], [401, 'not-signed'], forged);
      }
      assert.equal(sent.length, 0);
      assert.equal((await ask(note, good, { body })).status, 200, 'none of them used it up');
    });

    for (const minutes of [-10, 10])
      it(`by a clock that is ${minutes} minutes off is told both times`, async () => {
        const answer = await send(note, { body, issuedAtMs: nowMs + minutes * 60_000 });
        assert.deepEqual([answer.status, answer.exit], [401, 4]);
        const utc = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
        assert.ok(answer.message.includes(`signed at ${utc(nowMs + minutes * 60_000)} UTC`));
        assert.ok(answer.message.includes(`here it is ${utc(nowMs)} UTC`));
        assert.match(answer.message, /set the clock that is wrong/);
      });

    it('with bytes that are no text is refused, and signed as the bytes that came', async () => {
      const bytes = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]);
      const answer = await send(note, { body: bytes });
      assert.deepEqual([answer.status, answer.code], [400, 'bad-input']);
    });

    it('tells which method a path takes', async () => {
      const answer = await send(note, { method: 'PUT', body });
      assert.deepEqual([answer.status, answer.code, answer.exit], [405, 'wrong-method', 2]);
      assert.equal(answer.headers.get('allow'), 'POST');
    });
  });

  describe('a file', () => {
    const content = Buffer.from('line 1\n');
    const command = (change: object = {}) => ({
      ...{ commandId: `f-${randomUUID()}`, actor: { person: 'clara', channel: 'api' } },
      ...{ fileName: 'a.log', sha256: sha256Of(content), bytes: content.byteLength, ...change },
    });
    async function attach(told: object, file?: Uint8Array<ArrayBuffer>) {
      const form = new FormData();
      form.set('command', JSON.stringify(told));
      if (file) form.set('file', new Blob([file]), 'a.log');
      const made = new Response(form);
      const headers = { 'content-type': made.headers.get('content-type') ?? '' };
      const body = new Uint8Array(await made.arrayBuffer());
      return send(`${commands}/attach`, { body, headers });
    }
    const kept = () => readAttachment(board.deps.register, sha256Of(content));

    it('other than the command says is not kept, nor is one without a command', async () => {
      const answer = await attach(command(), new Uint8Array(Buffer.from('line 2\n')));
      assert.deepEqual([answer.status, answer.code, answer.exit], [400, 'bad-file', 2]);
      assert.equal((await attach(command())).code, 'bad-file');
      assert.equal(sent.length, 0);
    });

    it('that the incident refuses is not kept, and one that it takes is', async () => {
      refuse = new Failure('refused', 'closed', 'it is closed');
      assert.equal((await attach(command(), new Uint8Array(content))).status, 409);
      assert.equal(await kept(), undefined);
      refuse = undefined;
      assert.equal((await attach(command(), new Uint8Array(content))).status, 200);
      assert.deepEqual(Buffer.from((await kept()) ?? []), content);
    });
  });
});
