/** The HTTP API over a real register, while Temporal is away: whom it answers, and what. Commands: test/cli/server.prove.ts. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { signRequest } from '../../src/access/request-proof.ts';
import { keyIdOf, publicKeyOf } from '../../src/access/signing.ts';
import { makePass, passText } from '../../src/access/web-pass.ts';
import type { Command } from '../../src/domain/commands.ts';
import { status as toStatus } from '../../src/domain/status.ts';
import { changeAccess } from '../../src/register/access-keys.ts';
import { findCode } from '../../src/register/web-sessions.ts';
import { declared, given, incidentId, next, startMs } from '../support/incidents.ts';
import { createBoard, renamed } from './board.ts';

const hourMs = 3_600_000;
const nowMs = startMs + 2 * hourMs;
const story = given(declared({ title: 'Export readable', severity: 'critical' }));
const secret = renamed(
  next(given(declared({ title: 'About Otto' })), {
    name: 'restrict',
    fields: { people: ['anna'], reason: 'about a colleague' },
  }),
  'INC-9TR5K',
);
/** What a test expects of an answer, it proves by itself. */
type Json = ReturnType<typeof JSON.parse>;
const jsonOf = async (answer: Response): Promise<Json> => JSON.parse(await answer.text());

const key = generateKeyPairSync('ed25519').privateKey;
const origin = 'http://localhost';

describe('the API', () => {
  let board: Awaited<ReturnType<typeof createBoard>>;
  const sent: Command[] = [];

  before(async () => {
    board = await createBoard({
      stories: [story, secret],
      admin: 'clara',
      nowMs,
      incidents: {
        send: async (_id, command) => {
          sent.push(command);
          return toStatus(story.incident, 0);
        },
      },
    });
    const publicKey = publicKeyOf(key);
    const grant = {
      ...{ id: keyIdOf(publicKey), person: 'clara', publicKey, grantedBy: 'clara' },
      ...{ grantedAtMs: nowMs - hourMs, expiresAtMs: nowMs + hourMs },
    };
    await changeAccess(board.deps.register, { who: 'clara', channel: 'cli' }, () => [
      { kind: 'access-first', atMs: nowMs - hourMs, grant },
    ]);
  });
  after(() => board.close());

  /** As clara, who has a key. */
  function signed(
    path: string,
    { json, nonce = randomUUID() }: { json?: object; nonce?: string } = {},
  ) {
    const method = json ? 'POST' : 'GET';
    const body = json ? JSON.stringify(json) : '';
    const authorization = signRequest(
      { method, origin, path, body },
      { person: 'clara', key },
      { issuedAtMs: nowMs, nonce },
    );
    return board.app.request(path, {
      ...{ method, headers: { authorization, 'content-type': 'application/json' } },
      ...(json && { body }),
    });
  }
  const byName = (path: string, person: string) =>
    board.app.request(path, { headers: { authorization: `Seventytwo-unsigned ${person}` } });
  const problemOf = async (answer: Response) => ({
    status: answer.status,
    ...(await jsonOf(answer)).error,
  });
  const incident = `/api/v1/incidents/${incidentId}`;

  it('tells nobody anything who does not say who they are, not even whether there is an incident', async () => {
    for (const path of [
      '/api/v1/incidents',
      incident,
      '/api/v1/incidents/INC-22222',
      '/api/v1/x',
    ]) {
      const answer = await problemOf(await board.app.request(path));
      assert.deepEqual([answer.status, answer.code, answer.exit], [401, 'not-signed', 4], path);
    }
  });

  it('shows its description to everybody, and it is of this server', async () => {
    const answer = await board.app.request('/api/v1/openapi.json');
    assert.deepEqual((await jsonOf(answer)).servers, [{ url: 'http://localhost/api/v1' }]);
  });

  it('answers whoever signs with a key on record', async () => {
    const me = await jsonOf(await signed('/api/v1/me'));
    assert.equal(me.person, 'clara');
    const { incidents, note } = await jsonOf(await signed('/api/v1/incidents'));
    assert.deepEqual(
      incidents.map(({ id, title }: { id: string; title: string }) => [id, title]),
      [
        [incidentId, 'Export readable'],
        ['INC-9TR5K', 'About Otto'],
      ],
    );
    assert.match(note, /no Temporal server answers/);
    const shown = await jsonOf(await signed(incident));
    assert.equal(shown.incident.severity, 'critical');
    const { events } = await jsonOf(await signed(`${incident}/events`));
    assert.equal(events[0].type, 'declared');
  });

  it('takes the same signed request once', async () => {
    const nonce = randomUUID();
    assert.equal((await signed('/api/v1/me', { nonce })).status, 200);
    const again = await problemOf(await signed('/api/v1/me', { nonce }));
    assert.deepEqual([again.status, again.code], [401, 'not-signed']);
  });

  it('goes by a mere name only for people without a key', async () => {
    assert.equal((await byName('/api/v1/me', 'ben')).status, 200);
    assert.match(
      (await problemOf(await byName('/api/v1/me', 'clara'))).message,
      /without a signature/,
    );
    assert.equal((await byName('/api/v1/me', 'mallory')).status, 401);
  });

  it('keeps a restricted incident from others, in the list too', async () => {
    const { incidents } = await jsonOf(await byName('/api/v1/incidents', 'ben'));
    assert.deepEqual(
      incidents.find(({ id }: { id: string }) => id === 'INC-9TR5K'),
      { id: 'INC-9TR5K', phase: 'detected', severity: '-', personalData: '-', restricted: true },
    );
    // Whether it is among those that were asked for would tell as much.
    for (const query of ['severity=high', 'personalData=unknown', 'commander=anna', 'overdue=true'])
      for (const all of ['', '&all=true']) {
        const found = await jsonOf(await byName(`/api/v1/incidents?${query}${all}`, 'ben'));
        assert.doesNotMatch(JSON.stringify(found), /INC-9TR5K/, query);
      }
    for (const more of ['', '/events', '/notices']) {
      const answer = await problemOf(await byName(`/api/v1/incidents/INC-9TR5K${more}`, 'ben'));
      assert.deepEqual([answer.status, answer.code, answer.exit], [403, 'restricted', 4], more);
    }
  });

  it('tells names and zones of the policy, and no address of anybody', async () => {
    const text = await (await signed('/api/v1/policy')).text();
    assert.match(text, /Anna Berg/);
    assert.doesNotMatch(text, /anna@acme|privacy@globex/);
  });

  it('sends a command as it was signed, and takes the idempotency key as its id', async () => {
    const actor = { person: 'clara', channel: 'cli', signature: 'as the worker will judge' };
    const json = { commandId: 'note-1', actor, text: 'seen' };
    assert.equal((await signed(`${incident}/commands/note`, { json })).status, 200);
    assert.deepEqual(sent.at(-1), {
      name: 'note',
      commandId: 'note-1',
      actor,
      fields: { text: 'seen' },
    });
    const answer = await board.app.request(`${incident}/commands/note`, {
      method: 'POST',
      headers: { authorization: 'Seventytwo-unsigned ben', 'idempotency-key': 'k-1' },
      body: JSON.stringify({ actor: { person: 'ben', channel: 'api' }, text: 'x' }),
    });
    assert.equal(answer.status, 200);
    assert.equal(sent.at(-1)?.commandId, 'k-1');
  });

  for (const [what, json, message] of [
    [
      'in the name of another',
      { commandId: 'a', actor: { person: 'ben', channel: 'api' }, text: 'x' },
      /actor\.person is ben/,
    ],
    [
      'without an id',
      { actor: { person: 'clara', channel: 'api' }, text: 'x' },
      /commandId is missing/,
    ],
    [
      'with a field too many',
      { commandId: 'a', actor: { person: 'clara', channel: 'api' }, text: 'x', y: 1 },
      /y is not a field/,
    ],
    ['that is a list', [], /must be one JSON object/],
  ] as const)
    it(`refuses a command ${what}, in one sentence`, async () => {
      const before = sent.length;
      const answer = await problemOf(await signed(`${incident}/commands/note`, { json }));
      assert.match(answer.message, message);
      assert.equal(sent.length, before);
    });

  it('knows no path for what only machines of its own may send', async () => {
    const answer = await problemOf(await signed(`${incident}/commands/absorb`, { json: {} }));
    assert.deepEqual([answer.status, answer.code], [404, 'unknown-path']);
  });

  describe('a code to sign in with', () => {
    const codeHash = 'c'.repeat(64);
    const path = '/api/v1/sign-in-codes';
    const other = generateKeyPairSync('ed25519').privateKey;
    const ask = (json: object) => signed(path, { json });
    async function passOf(change: object, by = key): Promise<string> {
      const { web } = await jsonOf(await signed('/api/v1/web-key'));
      const span = { fromMs: nowMs, untilMs: nowMs + hourMs / 2 };
      return passText(makePass({ person: 'clara', web, ...span, code: codeHash, ...change }, by));
    }

    it('is kept with the pass that its person signed', async () => {
      const pass = await passOf({});
      const made = await jsonOf(await ask({ codeHash, pass }));
      assert.equal(made.untilMs, nowMs + hourMs / 2);
      const row = await findCode(board.deps.register, codeHash);
      assert.deepEqual([row?.person, row?.kind, row?.pass], ['clara', 'key', pass]);
    });

    for (const [what, change, message] of [
      ['of somebody else', { person: 'ben' }, /not that of clara/],
      ['for another code', { code: 'd'.repeat(64) }, /another code/],
      ['for another web server', { web: publicKeyOf(other) }, /another web server/],
      ['that is over', { fromMs: nowMs - 2 * hourMs, untilMs: nowMs - hourMs }, /expired/],
      ['for two days', { untilMs: nowMs + 48 * hourMs }, /longer than 24 h/],
    ] as const)
      it(`is refused with a pass ${what}`, async () => {
        const answer = await problemOf(await ask({ codeHash, pass: await passOf(change) }));
        assert.match(answer.message, message);
      });

    it('is refused with a pass that another key signed, with none, and with what is none', async () => {
      const forged = await problemOf(await ask({ codeHash, pass: await passOf({}, other) }));
      assert.equal(forged.code, 'bad-pass');
      assert.match((await problemOf(await ask({ codeHash }))).message, /pass is missing/);
      assert.match((await problemOf(await ask({ codeHash, pass: '{}' }))).message, /is none/);
    });

    it('of somebody who has no key bears none', async () => {
      const answer = await board.app.request(path, {
        ...{ method: 'POST', headers: { authorization: 'Seventytwo-unsigned ben' } },
        body: JSON.stringify({ codeHash: 'e'.repeat(64) }),
      });
      assert.equal(answer.status, 200);
      const row = await findCode(board.deps.register, 'e'.repeat(64));
      assert.deepEqual([row?.person, row?.kind, row?.pass], ['ben', 'unsigned', null]);
    });
  });
});
