/** The secrets of the board, the intake, the signed mails and the alarm: planted, and each of them used, before they are searched for. */
import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { simpleParser, type ParsedMail } from 'mailparser';
import { OAuth2Server } from 'oauth2-mock-server';
import { freePort } from '../../src/server/port.ts';
import { payload } from '../intake/samples.ts';
import { reportOf } from '../mail/reports.ts';
import { until } from '../server/support.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import type { Typed } from './planted-incident.ts';

/** Where a secret may be all the same: a link is made to lie in a mail. */
export const mayLieIn: Readonly<Record<string, RegExp>> = { 'link of a mail': /^mail / };

type Plants = {
  readonly plant: (what: string) => string;
  readonly keep: (name: string, secret: string) => string;
  readonly secrets: Map<string, Buffer>;
};

/** Sections for the policy; and `use`, which needs each secret once, with `hushed` for what prints one. */
export async function plantWeb(t: TestContext, { plant, keep, secrets }: Plants) {
  const given = (what: string, secret = plant(what)) => {
    secrets.set(what, Buffer.from(secret));
    return { secret, file: { file: keep(what.replaceAll(/\W+/g, '-'), secret) } };
  };
  const intake = given('intake token');
  const bounces = given('bounce token');
  const client = given('OIDC client secret');
  const metrics = given('monitoring token', randomBytes(24).toString('hex'));
  const signing = randomBytes(24);
  const hook = given('webhook secret', `whsec_${signing.toString('base64')}`);
  secrets.set('webhook secret, decoded', signing);
  const login = { user: 'alarm', password: plant('alarm') };
  const second = await startSmtp({ login });
  t.after(second.stop);
  const alarmPassword = given('alarm SMTP password', login.password);
  const dkim = keep('dkim', dkimKey(secrets));
  const provider = await startProvider(t);
  const heard = await startHook(t);
  const origin = `http://127.0.0.1:${await freePort()}`;
  const figures = `127.0.0.1:${await freePort()}`;

  const sections = {
    web: {
      ...{ url: origin, listen: new URL(origin).host },
      oidc: { issuer: provider, clientId: 'board', clientSecret: client.file },
    },
    intake: { sources: { prometheus: { kind: 'alertmanager', token: intake.file } } },
    monitoring: { listen: figures, token: metrics.file },
    watchdog: {
      alarm: {
        smtp: { ...second.settings, password: alarmPassword.file },
        webhook: { url: heard.url, secret: hook.file },
      },
    },
  };
  const mail = {
    bounceToken: bounces.file,
    dkim: { domain: 'acme.example', selector: 'planted', key: { file: dkim } },
  };

  async function use(type: Typed, hushed: Typed, smtp: TestSmtp): Promise<void> {
    await until(() => answers(`${origin}/sign-in`), 'the board is there', 60_000);
    const basic = Buffer.from(`alerts:${intake.secret}`).toString('base64');
    const alerts = await fetch(`${origin}/intake/alertmanager`, {
      ...{ method: 'POST', headers: { authorization: `Basic ${basic}` } },
      body: JSON.stringify(payload({ count: 3 })),
    });
    assert.equal(alerts.status, 200, await alerts.text());
    const page = await pageOf(smtp);
    const link = /\/l\/([\w.-]+)/.exec(page.text ?? '')?.[1] ?? assert.fail(page.text);
    secrets.set('link of a mail', Buffer.from(link));
    await press(`${origin}/l/${link}`, origin);
    const tag = page.headers.get('x-seventytwo-return');
    assert.ok(typeof tag === 'string');
    const report = await fetch(`${origin}/intake/bounces`, {
      ...{ method: 'POST', headers: { authorization: `Bearer ${bounces.secret}` } },
      body: reportOf({
        ...{ messageId: page.messageId ?? '', headers: [`X-Seventytwo-Return: ${tag}`] },
      }),
    });
    assert.equal(report.status, 202, await report.text());
    await byCode(hushed, origin, secrets);
    await byProvider(origin, secrets);
    const asked = { headers: { authorization: `Bearer ${metrics.secret}` } };
    assert.equal((await fetch(`http://${figures}/metrics`, asked)).status, 200);
    const { code, err } = await type('watchdog', 'test');
    assert.equal(code, 0, err);
    assert.ok(heard.calls() > 0 && second.mails.length > 0);
  }

  return { sections, mail, use };
}

/** A line of the PEM as well: its line breaks hide the key from a search for the bytes. */
function dkimKey(secrets: Map<string, Buffer>): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { d } = createPrivateKey(privateKey).export({ format: 'jwk' });
  secrets.set('DKIM key', Buffer.from(d ?? assert.fail(), 'base64url'));
  secrets.set('DKIM key, as written', Buffer.from(privateKey.split('\n')[20] ?? assert.fail()));
  return privateKey;
}

async function startProvider(t: TestContext): Promise<string> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  t.after(() => server.stop());
  server.service.on('beforeTokenSigning', (token: { payload: Record<string, unknown> }) => {
    Object.assign(token.payload, { email: 'ben@acme.example', email_verified: true });
  });
  return server.issuer.url ?? assert.fail('the provider is nowhere');
}

async function startHook(t: TestContext) {
  let calls = 0;
  const server = createServer((_, response) => {
    calls += 1;
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return { url: `http://127.0.0.1:${address.port}/`, calls: () => calls };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

async function pageOf(smtp: TestSmtp): Promise<ParsedMail> {
  let found: ParsedMail | undefined;
  await until(
    async () => {
      const mails = await Promise.all(smtp.mails.map((mail) => simpleParser(mail)));
      found = mails.find(({ text = '' }) => text.includes('/l/'));
      return found !== undefined;
    },
    'a page with a link',
    60_000,
  );
  return found ?? assert.fail();
}

async function press(link: string, origin: string): Promise<void> {
  const shown = await (await fetch(link)).text();
  const form = /name="form" value="([^"]+)"/.exec(shown)?.[1] ?? assert.fail(shown);
  const headers = { origin, 'sec-fetch-site': 'same-origin' };
  const body = new URLSearchParams({ form, as: 'owner' });
  const pressed = await fetch(link, { method: 'POST', headers, body });
  assert.equal(pressed.status, 200, await pressed.text());
}

async function byCode(hushed: Typed, origin: string, secrets: Map<string, Buffer>): Promise<void> {
  const { out, err } = await hushed('access', 'code', '--as', 'anna', '--json');
  const code = String(JSON.parse(out || assert.fail(err)).code);
  secrets.set('sign-in code', Buffer.from(code));
  secrets.set('sign-in code, without its hyphen', Buffer.from(code.replace('-', '')));
  const begun = await fetch(`${origin}/sign-in`, {
    ...{ method: 'POST', headers: { origin }, redirect: 'manual' },
    body: new URLSearchParams({ code }),
  });
  await look(origin, 'cookie of a code', begun, secrets);
}

async function byProvider(origin: string, secrets: Map<string, Buffer>): Promise<void> {
  const manual = { redirect: 'manual' } as const;
  const start = await fetch(`${origin}/sign-in/oidc/start`, manual);
  const asked = start.headers.get('location') ?? assert.fail(await start.text());
  const provider = await fetch(asked, manual);
  const back = provider.headers.get('location') ?? assert.fail(await provider.text());
  const headers = { cookie: cookieIn(start) };
  secrets.set('attempt to sign in', Buffer.from(cookieIn(start).split('=')[1] ?? assert.fail()));
  const begun = await fetch(back, { ...manual, headers });
  await look(origin, 'cookie of the provider', begun, secrets);
}

/** The session that began works, and its cookie is a secret. */
async function look(
  origin: string,
  name: string,
  begun: Response,
  secrets: Map<string, Buffer>,
): Promise<void> {
  assert.equal(begun.status, 303, await begun.text());
  const cookie = cookieIn(begun);
  secrets.set(name, Buffer.from(cookie.split('=')[1] ?? assert.fail()));
  const board = await fetch(`${origin}/`, { headers: { cookie }, redirect: 'manual' });
  const shown = await board.text();
  assert.equal(board.status, 200, shown);
  const form = /name="formToken" value="([^"]+)"/.exec(shown)?.[1];
  if (form !== undefined) secrets.set(`form token, ${name}`, Buffer.from(form));
}

function cookieIn(response: Response): string {
  const set = response.headers.getSetCookie().find((one) => !/=;/.test(one));
  return set?.split(';')[0] ?? assert.fail('no cookie');
}
