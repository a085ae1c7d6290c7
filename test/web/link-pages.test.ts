/** The page of a link, as browsers, scanners and thieves meet it. */
import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import type { AuditEntry } from '../../src/domain/audit-entry.ts';
import { readAudit } from '../../src/register/audit.ts';
import { readLinkUses } from '../../src/register/links.ts';
import {
  board,
  createLinkStand,
  day,
  incidentId,
  minute,
  type LinkStand,
} from '../support/link-stand.ts';

let stand: LinkStand;
let path = '';
let app: ReturnType<LinkStand['pages']>;
const stands: LinkStand[] = [];
beforeEach(async () => {
  stand = await createLinkStand();
  stands.push(stand);
  path = `/l/${await stand.linkFor('anna')}`;
  app = stand.pages();
});
after(async () => {
  for (const { register } of stands) await register.close();
});

const ownHeaders = { 'sec-fetch-site': 'same-origin', origin: 'null' };

function formIn(text: string): string {
  return /name="form" value="([^"]+)"/.exec(text)?.[1] ?? assert.fail('there is no form');
}

async function look(to = path, from = app): Promise<string> {
  return textOf(await from.request(to));
}

/** Without the time that each page bears for its clocks. */
async function textOf(answer: Response): Promise<string> {
  return (await answer.text()).replace(/data-now="\d+"/, '');
}

async function press(
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = ownHeaders,
  from = app,
): Promise<Response> {
  const body = new URLSearchParams(fields);
  return from.request(path, { method: 'POST', body, headers });
}

const seen = (): readonly string[] => stand.events.map(({ type }) => type);
const outcomes = async (): Promise<readonly string[]> =>
  (await readLinkUses(stand.register, incidentId)).map(({ outcome }) => outcome);

describe('looking at a link', () => {
  it('shows whose it is and what will happen, and nothing that a thief could use', async () => {
    const answer = await app.request(path);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    assert.match(answer.headers.get('x-robots-tag') ?? '', /noindex/);
    const text = await answer.text();
    for (const shown of [/Anna Berg/, /INC-K7F3Q/, /high/, /Declared/]) assert.match(text, shown);
    assert.doesNotMatch(text, /Payroll|salaries|Dora/);
    assert.equal(text.match(/<form/g)?.length, 1);
  });

  it('a hundred times changes nothing, and takes nobody their turn', async () => {
    const before = seen();
    const form = formIn(await look());
    for (let n = 0; n < 100; n += 1)
      for (const method of ['GET', 'HEAD', 'OPTIONS']) await app.request(path, { method });
    assert.deepEqual(seen(), before);
    assert.ok(stand.incident().paging);
    assert.equal((await press({ form, as: 'owner' })).status, 200);
    assert.equal(seen().at(-1), 'acknowledged');
  });

  it('is recorded each time, and only an owner of it learns that it has expired', async () => {
    await look();
    await look();
    assert.deepEqual(await outcomes(), ['opened', 'opened']);
    stand.clock.nowMs += day;
    assert.match(await look(), /expired at/);
  });

  it('that there is not looks the same, whatever is wrong', async () => {
    const token = path.slice(3);
    const [head = '', body = ''] = token.split('.');
    const wrong = [
      ...['nothing', 'a.b.c', '..%2f..%2fetc%2fpasswd', '%00', 'x'.repeat(10_000)],
      ...[`${head}.${body}.`, `${token}x`, `${token}/more`, `${body}.${head}.${'A'.repeat(86)}`],
    ];
    const expected = await look('/l/none');
    assert.match(expected, /There is no such link/);
    for (const one of wrong) {
      const answer = await app.request(`/l/${one}`);
      assert.equal(answer.status, 404, one);
      assert.equal(await textOf(answer), expected, one);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      const posted = await app.request(`/l/${one}`, { method: 'POST', headers: ownHeaders });
      assert.equal(await textOf(posted), expected, one);
    }
    assert.deepEqual(await outcomes(), []);
  });
});

describe('the button', () => {
  it('acknowledges once: who presses again learns when it was', async () => {
    const form = formIn(await look());
    const answer = await press({ form, as: 'owner' });
    assert.match(await answer.text(), /INC-K7F3Q<\/span> is acknowledged/);
    const { paging, commander } = stand.incident();
    assert.deepEqual([paging, commander], [undefined, 'anna']);
    assert.deepEqual(stand.events.at(-1)?.actor.channel, 'mail');
    stand.clock.nowMs += minute;
    for (const again of [await press({ form, as: 'owner' }), await app.request(path)])
      assert.match(await again.text(), /was used at .*2026-11-23 09:00 UTC/);
    assert.equal(seen().filter((type) => type === 'acknowledged').length, 1);
    assert.deepEqual(await outcomes(), ['opened', 'used', 'opened']);
    const chain: AuditEntry[] = [];
    for await (const entry of readAudit(stand.register.db)) chain.push(entry);
    const used = chain.filter(({ kind }) => kind === 'link-used');
    assert.equal(used.length, 1);
    assert.match(used[0]?.subject ?? '', /^INC-K7F3Q [A-Za-z0-9_-]{22}$/);
    assert.doesNotMatch(JSON.stringify(chain), /Anna Berg|acme\.example/);
  });

  it('counts once when it is pressed twice at the same time', async () => {
    const form = formIn(await look());
    const both = await Promise.all([press({ form, as: 'owner' }), press({ form, as: 'owner' })]);
    assert.ok(both.some(({ status }) => status === 200));
    assert.equal(seen().filter((type) => type === 'acknowledged').length, 1);
  });

  it('works in a browser that says only from where it comes', async () => {
    const form = formIn(await look());
    assert.equal((await press({ form, as: 'owner' }, { origin: board })).status, 200);
  });

  const elsewhere: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another host of ours', { 'sec-fetch-site': 'same-site', origin: 'https://x.acme.example' }],
    ['nowhere', {}],
    ['a sandbox', { origin: 'null' }],
  ];
  for (const [what, headers] of elsewhere)
    it(`pressed from ${what} does nothing`, async () => {
      const form = formIn(await look());
      assert.equal((await press({ form, as: 'owner' }, headers)).status, 404);
      assert.ok(stand.incident().paging);
    });

  it('does nothing without the form of this link', async () => {
    const other = formIn(await look(`/l/${await stand.linkFor('ben')}`));
    for (const fields of [{}, { form: '' }, { form: 'x' }, { form: other, as: 'owner' }])
      assert.equal((await press(fields)).status, 404);
    const form = formIn(await look());
    for (const [type, body] of [
      ['application/json', JSON.stringify({ form, as: 'owner' })],
      ['multipart/form-data; boundary=x', 'no part at all'],
      ['multipart/form-data; boundary=x', `--x\r\nContent-Disposition: form-data; name="form"`],
      ['multipart/form-data', `form=${form}`],
      ['', form],
    ] as const) {
      const headers = { ...ownHeaders, 'content-type': type };
      const answer = await app.request(path, { method: 'POST', body, headers });
      assert.deepEqual(
        [answer.status, /no such link/.test(await answer.text())],
        [404, true],
        type,
      );
    }
    assert.ok(stand.incident().paging);
  });
});

describe('a link in other hands', () => {
  it('is refused to whoever is signed in as somebody else, and told on the timeline once', async () => {
    const other = stand.pages('ben');
    const form = formIn(await look(path, other));
    // The key of the web server is on record now, and read within half a second.
    stand.clock.nowMs += 1_000;
    for (let n = 0; n < 2; n += 1) {
      const answer = await press({ form, as: 'owner' }, ownHeaders, other);
      assert.equal(answer.status, 403);
      assert.match(
        await answer.text(),
        /that of Anna Berg, and you are signed in as somebody else/,
      );
    }
    assert.ok(stand.incident().paging);
    assert.equal(seen().filter((type) => type === 'linkForwarded').length, 1, String(stand.told));
    assert.deepEqual(stand.events.at(-1)?.actor.person, 'seventytwo');
    assert.ok((await outcomes()).includes('forwarded'));
  });

  it('can be said to be, and leads to the sign-in', async () => {
    const form = formIn(await look());
    const answer = await press({ form, as: 'somebody-else' });
    assert.deepEqual(
      [answer.status, answer.headers.get('location')],
      [303, '/sign-in?return=%2Fincidents%2FINC-K7F3Q'],
    );
    assert.deepEqual(await outcomes(), ['opened', 'forwarded']);
    assert.ok(stand.incident().paging);
  });

  it('works for its owner who is signed in', async () => {
    const own = stand.pages('anna');
    const form = formIn(await look(path, own));
    assert.equal((await press({ form, as: 'owner' }, ownHeaders, own)).status, 200);
  });
});

describe('a link from before', () => {
  const ends: readonly (readonly [string, () => Promise<void>, RegExp])[] = [
    [
      'the incident was restricted',
      () => stand.say('restrict', 'dora', { people: ['anna'], reason: 'r' }),
      /no longer counts/,
    ],
    [
      'it was switched to the other addresses',
      () => stand.say('switchAddresses', 'dora', { outOfBand: 'on', reason: 'r' }),
      /no longer counts/,
    ],
    ['it was closed', () => stand.say('declareFalseAlarm', 'dora', { reason: 'r' }), /is not open/],
  ];
  for (const [what, end, said] of ends)
    it(`${what} is dead, at its page and at the gate`, async () => {
      const form = formIn(await look());
      stand.clock.nowMs += minute;
      await end();
      assert.match(await look(), said);
      assert.match(await (await press({ form, as: 'owner' })).text(), said);
      const command = await stand.byLink(path.slice(3));
      await assert.rejects(stand.act(command), /no longer counts|is closed/);
    });
});

it('the same mail carries the same link at every attempt, and another mail another', async () => {
  const { nowMs } = stand.clock;
  const first = await stand.linkFor('anna', nowMs);
  assert.equal(await stand.linkFor('anna', nowMs), first);
  for (const other of [
    await stand.linkFor('ben', nowMs),
    await stand.linkFor('anna', nowMs + 1),
    await stand.linkFor('anna', nowMs, '3.0'),
  ])
    assert.notEqual(other, first);
  const body = Buffer.from(first.split('.')[1] ?? '', 'base64url').toString();
  assert.doesNotMatch(body, /anna|Berg|@/i);
});
