/** The board over a real register: who sees what, what a form makes of what was typed, and what nobody gets past. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Command } from '../../src/domain/commands.ts';
import { status as toStatus } from '../../src/domain/status.ts';
import { Failure } from '../../src/failure.ts';
import { declared, given, incidentId, next, startMs } from '../support/incidents.ts';
import { createBoard, formToken, renamed } from './board.ts';
import { connectionFrom } from './stand.ts';

const hourMs = 3_600_000;
const story = next(given(declared({ title: 'Bucket <b>public</b>', severity: 'critical' })), {
  name: 'acknowledge',
});
const unanswered = renamed(
  next(given(declared({ title: 'Laptop stolen', severity: 'low' })), {
    until: startMs + 30 * hourMs,
  }),
  'INC-M4XW2',
);
const secret = renamed(
  next(given(declared({ title: 'About Otto' })), {
    name: 'restrict',
    fields: { people: ['anna'], reason: 'about a colleague' },
  }),
  'INC-9TR5K',
);
const commandId = '5f0c5f5e-0000-4000-8000-000000000001';

type Board = Awaited<ReturnType<typeof createBoard>>;

describe('the board', () => {
  let board: Board;
  const sent: Command[] = [];
  let answer: () => Promise<ReturnType<typeof toStatus>>;

  before(async () => {
    board = await createBoard({
      stories: [story, unanswered, secret],
      nowMs: startMs + 40 * hourMs,
      incidents: {
        send: (_id, command) => {
          sent.push(command);
          return answer();
        },
      },
    });
  });
  after(() => board.close());

  const text = async (path: string, person?: string): Promise<string> =>
    (await board.get(path, person)).text();

  it('shows whoever has not signed in nothing of an incident, not even whether there is one', async () => {
    for (const path of [
      '/',
      `/incidents/${incidentId}`,
      '/incidents/INC-00000',
      '/on-call',
      '/declare',
    ]) {
      const response = await board.get(path);
      assert.equal(response.status, 303, path);
      assert.match(response.headers.get('location') ?? '', /^\/sign-in/);
    }
    assert.equal((await board.get('/events')).status, 401);
    assert.equal((await board.post(`/incidents/${incidentId}/do/note`, { text: 'x' })).status, 401);
  });

  it('gives back what was written on a page that was open for longer than its session', async () => {
    const path = `/incidents/${incidentId}/do/note`;
    const late = await board.post(path, { formToken, commandId, text: 'all <keys> are out' });
    const page = await late.text();
    assert.equal(late.status, 401);
    assert.match(page, /Your session is over, and nothing of this form was\s+recorded/);
    assert.match(page, /all &lt;keys&gt; are out/);
    assert.ok(page.includes(`/sign-in?return=${encodeURIComponent(path)}`));
    assert.ok(!page.includes(commandId) && !page.includes(formToken));
    const foreign = await board.post(path, { text: 'x' }, undefined, {
      origin: 'https://evil.example',
    });
    assert.equal(foreign.status, 403);
  });

  it('leads nobody to a form that would refuse them', async () => {
    assert.doesNotMatch(await text('/', 'otto'), /href="\/declare"/);
    assert.equal((await text('/', 'anna')).match(/href="\/declare"/g)?.length, 2);
    assert.equal((await board.get('/declare', 'otto')).status, 403);
  });

  it('says on the timeline what a duty is of, as everywhere on the page', async () => {
    const page = await text(`/incidents/${incidentId}`, 'anna');
    assert.match(page, /the duty GDPR Art\. 33\(1\) began/);
    assert.doesNotMatch(page, /the duty gdpr-33-1/);
  });

  it('lists the unanswered one first, and says in words that nobody could be reached', async () => {
    const page = await text('/', 'anna');
    assert.ok(page.indexOf('INC-M4XW2') < page.indexOf(incidentId));
    assert.match(page, /nobody could be reached/);
    assert.match(page, /led by Anna Berg/);
  });

  it('escapes what people typed', async () => {
    const page = await text(`/incidents/${incidentId}`, 'anna');
    assert.match(page, /Bucket &lt;b&gt;public&lt;\/b&gt;/);
    assert.doesNotMatch(page, /<b>public/);
  });

  it('shows of a restricted incident that it is there, and no more, to whom it is not for', async () => {
    const list = await text('/', 'ben');
    assert.match(list, /INC-9TR5K/);
    assert.doesNotMatch(list, /About Otto/);
    const response = await board.get('/incidents/INC-9TR5K', 'ben');
    assert.equal(response.status, 403);
    assert.doesNotMatch(await response.text(), /About Otto/);
    for (const part of ['/audit', '/events', '/notices/N1', '/do/note'])
      assert.equal((await board.get(`/incidents/INC-9TR5K${part}`, 'ben')).status, 403, part);
    assert.match(await text('/', 'anna'), /About Otto/);
  });

  it('answers with headers that leave a page no freedom', async () => {
    const response = await board.get('/', 'anna');
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:/);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    assert.ok(nonce.length > 15 && (await response.text()).includes(`nonce="${nonce}"`));
    assert.equal(response.headers.get('cache-control'), 'no-store');
  });

  it('answers to no other host than its own', async () => {
    const response = await board.app.request('http://evil.example/', {
      headers: { 'x-test-person': 'anna' },
    });
    assert.equal(response.status, 421);
  });

  it('takes no form from another site, and none without the token of the session', async () => {
    const path = `/incidents/${incidentId}/do/note`;
    const fields = { formToken, commandId, text: 'x' };
    const foreign = await board.post(path, fields, 'anna', { origin: 'https://evil.example' });
    assert.equal(foreign.status, 403);
    const old = await board.post(path, { ...fields, formToken: 'another' }, 'anna');
    assert.equal(old.status, 403);
    assert.equal(sent.length, 0);
  });

  it('sends a form as the command that it is, in the name of whoever has signed in', async () => {
    answer = async () => toStatus(story.incident, 0);
    const response = await board.post(
      `/incidents/${incidentId}/do/declareAwareness`,
      { formToken, commandId, at: '2026-03-27T09:10', reason: 'the log' },
      'anna',
    );
    assert.equal(response.status, 303, await response.text());
    assert.deepEqual(sent.pop(), {
      name: 'declareAwareness',
      commandId: `declareAwareness:${commandId}`,
      actor: { person: 'anna', channel: 'web' },
      fields: {
        at: { atMs: Date.UTC(2026, 2, 27, 8, 10), zone: 'Europe/Berlin' },
        reason: 'the log',
      },
    });
  });

  it('asks again about a time that there were two of, before it sends anything', async () => {
    const path = `/incidents/${incidentId}/do/stamp`;
    const fields = { formToken, commandId, what: 'occurred', at: '2025-10-26T02:30' };
    const first = await board.post(path, fields, 'anna');
    const page = await first.text();
    assert.equal(sent.length, 0);
    const noted = /name="noted" value="([^"]+)"/.exec(page)?.[1] ?? '';
    assert.notEqual(noted, '');
    assert.equal((await board.post(path, { ...fields, noted }, 'anna')).status, 303);
    assert.equal(sent.splice(0).length, 1);
  });

  it('shows a refusal as a sentence on the form, and keeps what was typed', async () => {
    answer = () => Promise.reject(new Failure('refused', 'phase', 'it is closed already'));
    const typed = { formToken, commandId, summary: 'keys <rotated>' };
    const response = await board.post(`/incidents/${incidentId}/do/contain`, typed, 'anna');
    const page = await response.text();
    assert.equal(response.status, 409);
    assert.match(page, /It is closed already\./);
    assert.match(page, /keys &lt;rotated&gt;<\/textarea>/);
    assert.ok(!page.includes(commandId), 'a refused action is done with');
  });

  it('keeps the id of an action that was not answered, so that sending it again does it once', async () => {
    answer = () => Promise.reject(new Failure('unreachable', 'no-answer', 'no worker answered'));
    const typed = { formToken, commandId, summary: 'x' };
    const response = await board.post(`/incidents/${incidentId}/do/contain`, typed, 'anna');
    assert.equal(response.status, 503);
    assert.ok((await response.text()).includes(commandId));
  });

  it('tells every fault of a form at once, by the name on the page', async () => {
    sent.length = 0;
    const response = await board.post(
      `/incidents/${incidentId}/do/declareAwareness`,
      { formToken, commandId, at: 'yesterday' },
      'anna',
    );
    const page = await response.text();
    assert.equal(response.status, 400);
    assert.match(page, /At: .*not a date and time/);
    assert.match(page, /Reason is missing/);
    assert.equal(sent.length, 0);
  });

  it('offers nothing that somebody may not do, and says so to who asks for it anyway', async () => {
    const page = await text(`/incidents/${incidentId}`, 'otto');
    assert.doesNotMatch(page, /\/do\/(?!breakGlass)/);
    assert.equal((await board.get(`/incidents/${incidentId}/do/note`, 'otto')).status, 403);
    assert.match(await text(`/incidents/${incidentId}`, 'anna'), /\/do\/changeSeverity/);
  });

  it('says of a bug one sentence, and neither where nor what', async () => {
    answer = () => Promise.reject(new TypeError('secret words'));
    const typed = { formToken, commandId, summary: 'x' };
    const response = await board.post(`/incidents/${incidentId}/do/contain`, typed, 'anna');
    const page = await response.text();
    assert.equal(response.status, 500);
    assert.doesNotMatch(page, /secret words|TypeError|\.ts/);
    assert.match(board.told.join('\n'), /failed by a bug: POST/);
    assert.doesNotMatch(board.told.join('\n'), /secret words/);
  });

  it('takes no words for its pages from an address', async () => {
    const page = await text(`/incidents/${incidentId}?done=<b>paid&at=1`, 'anna');
    assert.doesNotMatch(page, /paid/);
    assert.match(
      await text(`/incidents/${incidentId}?done=acknowledge&at=4`, 'anna'),
      /Acknowledge: /,
    );
  });

  it('serves security.txt as RFC 9116 asks, to everybody', async () => {
    const response = await board.get('/.well-known/security.txt');
    const lines = (await response.text()).trim().split('\n');
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; charset=utf-8/i);
    assert.equal(lines[0], 'Contact: mailto:security@acme.example');
    const expires = lines.filter((line) => line.startsWith('Expires: '));
    assert.equal(expires.length, 1);
    assert.ok(Date.parse(expires[0]?.slice(9) ?? '') > startMs + 40 * hourMs);
  });

  it('has no report form until the policy turns it on', async () => {
    assert.equal((await board.get('/report')).status, 404);
    assert.equal((await board.post('/report', { what: 'x' })).status, 404);
  });
});

describe('what machines ask for', () => {
  it('is answered in JSON, also where nothing is, or another host is asked', async () => {
    const board = await createBoard({ nowMs: startMs });
    for (const path of ['/api/nothing', '/intake/nothing']) {
      const response = await board.get(path);
      assert.equal(response.status, 404, path);
      assert.match(await response.text(), /^\{"error":\{"code":"unknown-path"/);
      const foreign = await board.app.request(`http://evil.example${path}`);
      assert.deepEqual(
        [foreign.status, foreign.headers.get('content-type')],
        [421, 'application/json'],
      );
    }
    assert.equal((await board.post('/intake/alertmanager', {})).status, 401);
    await board.close();
  });

  it('and the pages of links send no address on, while others send it to the board alone', async () => {
    const board = await createBoard({ nowMs: startMs });
    const policyOf = async (path: string) =>
      (await board.get(path, 'anna')).headers.get('referrer-policy');
    assert.equal(await policyOf('/l/nothing'), 'no-referrer');
    assert.equal(await policyOf('/'), 'same-origin');
    await board.close();
  });
});

describe('the times on the page of who is on call', () => {
  it('are those of the levels of the policy, and of one person after the other without any', async () => {
    const escalation = `\
escalation:
  critical: [{ page: [anna, ben], within: PT5M }, { page: [clara], within: PT10M }]
  default: [{ page: [ben], within: PT20M }]
  fallback: [dora]
`;
    for (const [policy, sentences] of [
      [
        escalation,
        [
          /Anna Berg and Ben Roth 5 min, then Clara Vogt 10 min/,
          /Ben Roth 20 min/,
          /After the last, Dora Lind will be\s+told/,
        ],
      ],
      ['', [/15 min/, /After the last, everybody will be\s+told/]],
    ] as const) {
      const board = await createBoard({ nowMs: startMs, policy });
      const page = await (await board.get('/on-call', 'anna')).text();
      for (const sentence of sentences) assert.match(page, sentence);
      if (policy !== '') assert.doesNotMatch(page, /\b[14] h\b/);
      await board.close();
    }
  });
});

describe('the rota on the board', () => {
  const policy = `\
rota:
  layers:
    - { name: first, people: [anna, ben], every: P7D, from: 2026-01-05, at: 09:00 }
web: {}
`;

  it('shows who has it now, and lets a responder take over until a time', async () => {
    const board = await createBoard({ nowMs: startMs, policy });
    const page = await (await board.get('/on-call', 'anna')).text();
    assert.match(page, /<h2>Now<\/h2>/);
    assert.match(page, /<h2>Next<\/h2>/);
    const fields = { formToken, layer: 'first', until: '2026-03-29T02:30', reason: 'swap' };
    const forbidden = await board.post('/on-call', fields, 'otto');
    assert.equal(forbidden.status, 403);
    const late = await board.post('/on-call', { ...fields, until: '2020-01-01T10:00' }, 'ben');
    assert.match(await late.text(), /Until is .*, which is over already/);
    const layer = await board.post('/on-call', { ...fields, layer: 'fifth' }, 'ben');
    assert.match(await layer.text(), /Layer is &quot;fifth&quot;; use one of first/);
    const taken = await board.post('/on-call', { ...fields, until: '2027-01-01T10:00' }, 'ben');
    assert.match(await taken.text(), /more than 92 days behind now/);
    const done = await board.post('/on-call', { ...fields, until: '2026-04-03T10:00' }, 'clara');
    assert.equal(done.status, 303, await done.text());
    const after = await (await board.get('/on-call', 'anna')).text();
    assert.match(after, /<strong>Clara Vogt<\/strong>/);
    assert.match(after, /Taken over/);
    await board.close();
  });
});

describe('the report form', () => {
  it('makes an incident of what is told, marked as from outside, and answers the same when it cannot', async () => {
    const sent: Command[] = [];
    let isAway = false;
    const board = await createBoard({
      nowMs: startMs,
      policy: 'web: { reports: incident }\n',
      incidents: {
        declare: async (_id, command) => {
          sent.push(command);
          if (isAway) throw new Failure('unreachable', 'no-temporal', 'away');
          return toStatus(story.incident, 0);
        },
      },
    });
    const post = (what: string) => board.post('/report', { what, contact: 'me@home.example' });
    const good = await post('Your export is public\nsince Monday');
    const [command] = sent;
    assert.equal(command?.name, 'declare');
    assert.ok(command?.name === 'declare');
    assert.equal(command.fields.title, 'Report from outside: Your export is public');
    assert.equal(command.fields.severity, 'medium');
    // Nobody's name, and a proof of the service that works where signatures are required.
    assert.equal(command.actor.person, 'seventytwo');
    assert.equal(command.fields.source, 'report form');
    assert.match(command.actor.signature ?? '', /^1\./);
    assert.match(command.fields.description ?? '', /from outside.*me@home\.example/s);
    isAway = true;
    const bad = await post('Your export is public');
    const words = async (response: Response): Promise<string> =>
      (await response.text()).replaceAll(/nonce="[^"]*"/g, '');
    assert.equal(bad.status, good.status);
    assert.equal(await words(bad), await words(good));
    assert.match(board.told.join('\n'), /could not be recorded: no-temporal$/);
    isAway = false;
    // What was empty or not recorded has used up nothing of what is taken in an hour.
    for (let n = 0; n < 20; n += 1) await post('');
    for (let n = 0; n < 4; n += 1) assert.equal((await post('again')).status, 200);
    assert.equal((await post('again')).status, 429);
    await board.close();
  });

  it('tells the log once when reports come in such numbers that others are turned away', async () => {
    const origin = 'https://incidents.acme.example';
    const board = await createBoard({
      nowMs: startMs,
      policy: `web: { url: ${origin}, reports: incident }\n`,
      incidents: { declare: async () => toStatus(story.incident, 0) },
    });
    const from = async (address: string, what: string): Promise<number> =>
      (
        await board.app.request(
          `${origin}/report`,
          {
            method: 'POST',
            headers: { origin },
            body: new URLSearchParams({ what, contact: '' }),
          },
          connectionFrom(address),
        )
      ).status;
    for (let n = 0; n < 25; n += 1) await from('192.0.2.1', ' ');
    for (let n = 0; n < 20; n += 1) assert.equal(await from(`198.51.100.${n}`, 'Look'), 200);
    for (let n = 0; n < 3; n += 1) assert.equal(await from(`203.0.113.${n}`, 'Look'), 429);
    assert.equal(board.told.filter((line) => line.includes('turned away')).length, 1);
    await board.close();
  });
});
