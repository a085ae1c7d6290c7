/** A page mail from declaration to acknowledgement by its link: real server, worker, mail server and register. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { ParsedMail } from 'mailparser';
import { connectIncidents, type Incidents } from '../../src/client.ts';
import { readConfig } from '../../src/config.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { readConnectionSettings } from '../../src/temporal.ts';
import { createLinkPages } from '../../src/web/link-pages.ts';
import { commandSignal } from '../../src/workflows/messages.ts';
import { startApp, until, type App } from '../support/app.ts';

const url = 'http://127.0.0.1:7272';
let app: App;
let incidents: Incidents;
let register: Register;
let pages: ReturnType<typeof createLinkPages>;

before(async () => {
  app = await startApp(({ policyPath }) => {
    const before = readFileSync(policyPath, 'utf8');
    const email = 'email: anna@acme.example';
    assert.ok(before.includes(email));
    const other = `${email}, outOfBand: anna@elsewhere.example`;
    writeFileSync(policyPath, before.replace(email, other));
    appendFileSync(policyPath, `web: { url: '${url}' }\n`);
  });
  const env = { ...app.env, TEMPORAL_ADDRESS: app.address };
  incidents = await connectIncidents(readConnectionSettings(env, app.data));
  register = await openRegister(app.data, { keys: readConfig(app.env, {}).keys });
  pages = createLinkPages({
    ...{ incidents, register, data: app.data, now: Date.now },
    policy: () => loadPolicy(app.policyPath),
    tell: (line) => assert.fail(line),
  });
});
after(async () => {
  await register?.close();
  await incidents?.close();
  await app?.stop();
});

async function declare(title: string): Promise<string> {
  const args = ['declare', title, '--severity', 'critical', '--as', 'dora'];
  const { incident } = await app.done(...args);
  return incident.id;
}

function linksIn(mails: readonly ParsedMail[]): readonly string[] {
  return mails.flatMap(({ text = '' }) => /\/l\/[\w.-]+/.exec(text)?.[0] ?? []);
}

const addressOf = ({ to }: ParsedMail): string => (to && 'text' in to ? to.text : '');

async function press(link: string): Promise<Response> {
  const text = await (await pages.request(link)).text();
  const form = /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
  return pages.request(link, {
    ...{ method: 'POST', headers: { 'sec-fetch-site': 'same-origin', origin: 'null' } },
    body: new URLSearchParams({ form, as: 'owner' }),
  });
}

describe('the link of a page mail', () => {
  let id = '';
  let link = '';
  before(async () => {
    id = await declare('the payroll export is public');
    [link = ''] = linksIn(await app.mails(`[${id}] CRITICAL`));
    assert.ok(link.startsWith('/l/'));
  });

  it('does nothing when a scanner fetches it', async () => {
    for (const method of ['HEAD', 'GET', 'OPTIONS', 'GET']) await pages.request(link, { method });
    const { incident } = await app.done('show', id);
    assert.ok(incident.paging);
  });

  it('sends nothing but an acknowledgement, as an update or as a signal', async () => {
    const signature = `link.${link.slice(3)}`;
    const actor = { person: 'anna', channel: 'mail', signature };
    const handle = app.client.workflow.getHandle(id);
    const sent = [
      ['note', { text: 'x' }],
      ['close', {}],
      ['fileDuty', { duty: 'gdpr-33-1', reference: 'AZ 1' }],
      ['declareAwareness', { at: { atMs: Date.now(), zone: 'UTC' }, reason: 'x' }],
    ] as const;
    for (const [n, [name, fields]] of sent.entries()) {
      const payload = { commandId: `u${n}`, actor, ...fields };
      await assert.rejects(handle.executeUpdate(name, { args: [payload] }));
      await handle.signal(commandSignal, { ...payload, name, commandId: `s${n}` });
    }
    await until(async () => {
      const { events } = await app.done('timeline', id);
      const refused = events.filter(({ code }: { code?: string }) => code === 'not-authenticated');
      return refused.length === 2 * sent.length;
    });
    const { incident } = await app.done('show', id);
    assert.deepEqual([incident.phase, incident.aware], ['detected', undefined]);
  });

  it('acknowledges with one press, and paging stops', async () => {
    const answer = await press(link);
    assert.equal(answer.status, 200, await answer.clone().text());
    const { incident } = await app.done('show', id);
    assert.deepEqual([incident.paging, incident.commander], [undefined, 'anna']);
    assert.match(await (await pages.request(link)).text(), /was used at/);
    const { links } = await app.done('links', 'list', id, '--as', 'dora');
    assert.equal(links.length, 1);
    assert.equal(links[0].state, 'used');
    const { code, err } = await app.run(['audit', 'verify']);
    assert.equal(code, 0, err);
  });
});

it('switched to the other addresses, an incident writes to these alone, and older links are dead', async () => {
  const id = await declare('the mail server is broken into');
  const [before = ''] = linksIn(await app.mails(`[${id}] CRITICAL`));
  const reason = ['--reason', 'somebody reads our mail', '--as', 'dora'];
  const answer = await app.done('out-of-band', id, 'on', ...reason);
  assert.deepEqual(answer.notReached, ['ben', 'clara', 'dora', 'dirk']);
  const shown = await app.run(['show', id]);
  assert.match(shown.out, /No mail reaches Ben Roth, Clara Vogt, Dora Lind, Dirk Haas/);
  assert.match(await (await pages.request(before)).text(), /no longer counts/);
  await until(async () => linksIn(await app.mails(`[${id}] CRITICAL`)).length === 2);
  const paged = await app.mails(`[${id}] CRITICAL`);
  const addresses = new Set(paged.map((mail) => /<(.*)>/.exec(addressOf(mail))?.[1]));
  assert.deepEqual(addresses, new Set(['anna@acme.example', 'anna@elsewhere.example']));
  // Whoever has no other address is told of as not reached, and by no mail.
  await app.done('assign', id, 'ben', '--as', 'dora');
  await until(async () => {
    const { incident } = await app.done('show', id);
    return incident.deliveries.some(
      ({ to, detail }: { to: string; detail: string }) =>
        to === 'ben' && detail === 'no-such-recipient no-other-address',
    );
  });
  assert.equal((await app.mails(`[${id}]`)).filter((m) => addressOf(m).includes('ben@')).length, 0);
  const second = linksIn(paged).find((one) => one !== before) ?? '';
  assert.equal((await press(second)).status, 200);
});

it('a link that was taken back is refused within five seconds', async () => {
  const id = await declare('a phone was stolen');
  const [link = ''] = linksIn(await app.mails(`[${id}] CRITICAL`));
  await app.done('links', 'revoke', '--person', 'anna', '--reason', 'stolen', '--as', 'anna');
  const endMs = Date.now() + 5_500;
  await until(async () => /no longer counts/.test(await (await pages.request(link)).text()));
  assert.ok(Date.now() < endMs);
});
