/** A real nginx with the configuration of docs/web.md before the board: TLS, streams, sign-in, and whose address counts. */
import assert from 'node:assert/strict';
import { connect as connectHttp2 } from 'node:http2';
import { request, type RequestOptions } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { summarise } from '../../src/domain/summary.ts';
import { Failure } from '../../src/failure.ts';
import { append } from '../../src/register/journal.ts';
import { freePort } from '../../src/server/port.ts';
import type { Served } from '../../src/serving.ts';
import { startBoard } from '../../src/web/server.ts';
import { collect, until } from '../support/app.ts';
import { declared, given } from '../support/incidents.ts';
import { certificateFile } from '../support/temporal-front.ts';
import { ca, files, site, skip, startNginx, type Front } from './nginx.ts';
import { createStand, type Stand } from './stand.ts';

type Given = Omit<RequestOptions, 'headers'> & {
  readonly headers?: Readonly<Record<string, string>>;
};

type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
};

for (const isOverTls of [false, true])
  describe(
    `behind nginx, ${isOverTls ? 'TLS to the board' : 'on the same machine'}`,
    { skip },
    () => {
      let stand: Stand;
      let board: Served;
      let front: Front;
      let origin: string;
      let port: number;
      before(async () => {
        port = await freePort();
        origin = `https://localhost:${port}`;
        stand = await createStand(`web: { url: '${origin}', proxies: [127.0.0.1, '::1'] }\n`);
        const away = () =>
          Promise.reject(new Failure('unreachable', 'no-temporal', 'none answers'));
        const deps = {
          ...stand.deps,
          incidents: { ...stand.deps.incidents, listOpen: away, status: away },
        };
        board = await startBoard(deps, '127.0.0.1:0', isOverTls ? files : {});
        front = await startNginx(
          port,
          site(port, board.port, isOverTls, certificateFile('ca.pem')),
        );
      });
      after(async () => {
        await front.stop();
        await board.close();
        await stand.register.close();
      });

      /** By default from an address of its own, so that tries do not add up. */
      let last = 9;
      function open(path: string, options: Given, body?: string): Promise<IncomingMessage> {
        return new Promise((done, fail) => {
          const localAddress = `127.0.0.${(last += 1)}`;
          const at = { host: '127.0.0.1', servername: 'localhost', port, ca, localAddress, path };
          const host = `localhost:${port}`;
          const asked = request(
            { ...at, ...options, headers: { host, origin, ...options.headers } },
            done,
          );
          // What is held back is not waited for.
          asked.setTimeout(15_000, () => asked.destroy(new Error('silent for 15 s')));
          asked.on('error', fail).end(body);
        });
      }

      async function ask(path: string, options: Given = {}, body?: string): Promise<Answer> {
        const answer = await open(path, options, body);
        const parts: Buffer[] = [];
        for await (const part of answer) parts.push(part);
        const { statusCode: status = 0, headers } = answer;
        return { status, headers, text: Buffer.concat(parts).toString() };
      }

      const post = (path: string, fields: Record<string, string>, options: Given = {}) => {
        const headers = { 'content-type': 'application/x-www-form-urlencoded', ...options.headers };
        const body = new URLSearchParams(fields).toString();
        return ask(path, { method: 'POST', ...options, headers }, body);
      };

      async function signIn(): Promise<string> {
        const came = await post('/sign-in', { code: await stand.code('anna') });
        assert.equal(came.status, 303, came.text);
        const [set = ''] = came.headers['set-cookie'] ?? [];
        assert.match(set, /^__Host-seventytwo=.*; HttpOnly; Secure; SameSite=Lax/);
        return set.split(';')[0] ?? '';
      }

      it('somebody signs in, sees the incidents, and signs out by a form of the board alone', async () => {
        const cookie = await signIn();
        const list = await ask('/', { headers: { cookie } });
        assert.equal(list.status, 200, list.text);
        assert.equal(list.headers['strict-transport-security'], 'max-age=15552000');
        const page = await ask('/sign-in', { headers: { cookie } });
        const formToken = /name="formToken" value="(\w+)"/.exec(page.text)?.[1] ?? assert.fail();
        const evil = { headers: { cookie, origin: 'https://evil.example' } };
        assert.equal((await post('/sign-out', { formToken }, evil)).status, 403);
        assert.equal((await post('/sign-out', {}, { headers: { cookie } })).status, 403);
        assert.equal((await ask('/', { headers: { cookie } })).status, 200);
        assert.equal((await post('/sign-out', { formToken }, { headers: { cookie } })).status, 303);
        assert.equal((await ask('/', { headers: { cookie } })).headers.location, '/sign-in');
      });

      it('events come at once, also by HTTP/2, while the answer goes on', async (t) => {
        const cookie = await signIn();
        const stream = await open('/events', { headers: { cookie } });
        const heard = collect(stream);
        const session = connectHttp2(origin, { ca });
        t.after(() => (session.destroy(), stream.destroy()));
        const second = session.request({ ':path': '/events', cookie });
        const heardToo = collect(second);
        await until(() => [heard, heardToo].every((one) => one().includes('event: hello')), 3_000);
        // What was there when the first page opened has not changed.
        await sleep(2_500);
        const { incident, events } = given(declared());
        await append(stand.register, { events, incident: summarise(incident) });
        await until(
          () => [heard, heardToo].every((one) => one().includes('event: changed')),
          6_000,
        );
      });

      it('takes a file as large as an incident keeps, and says that one is larger', async () => {
        const cookie = await signIn();
        const send = (megabytes: number) =>
          ask(
            '/incidents/INC-7K3FQ/do/attach',
            {
              ...{
                method: 'POST',
                headers: { cookie, 'content-type': 'multipart/form-data; boundary=x' },
              },
            },
            'x'.repeat(megabytes * 1_024 * 1_024),
          );
        // Read by the board, which finds no form in it.
        const fits = await send(25);
        assert.match(String(fits.headers['content-security-policy']), /default-src/);
        assert.equal((await send(27)).status, 413);
      });

      it('people are told apart, and what a visitor writes into X-Forwarded-For helps nobody', async () => {
        const fail = async (localAddress: string, forged?: string): Promise<number> => {
          const headers = forged === undefined ? {} : { 'x-forwarded-for': forged };
          return (await post('/sign-in', { code: 'WRONG-CODE' }, { localAddress, headers })).status;
        };
        for (let n = 0; n < 5; n += 1) assert.equal(await fail('127.0.0.2'), 400);
        assert.equal(await fail('127.0.0.2'), 429);
        assert.equal(await fail('127.0.0.3'), 400);
        for (const forged of [
          '192.0.2.1',
          '127.0.0.3',
          '127.0.0.1',
          '2001:db8::1',
          ',',
          'x'.repeat(4_000),
        ])
          assert.equal(await fail('127.0.0.2', forged), 429, forged);
      });

      it('whoever goes round the proxy is believed nothing', async () => {
        const direct = async (n: number): Promise<number> => {
          const headers = {
            ...{ origin, host: `localhost:${port}`, 'x-forwarded-for': `192.0.2.${n}` },
            'content-type': 'application/x-www-form-urlencoded',
          };
          const options = { method: 'POST', localAddress: '127.0.0.5', path: '/sign-in', headers };
          const { request: ask } = isOverTls ? { request } : await import('node:http');
          return new Promise((done, fail) => {
            const asked = ask(
              { ...options, host: '127.0.0.1', port: board.port, ...(isOverTls && { ca }) },
              (answer) => (answer.resume(), done(answer.statusCode ?? 0)),
            );
            asked.on('error', fail).end('code=WRONG-CODE');
          });
        };
        for (let n = 0; n < 5; n += 1) assert.equal(await direct(n), 400);
        assert.equal(await direct(9), 429);
      });

      it('another name than its own is not answered', async () => {
        assert.equal((await ask('/', { headers: { host: 'evil.example' } })).status, 421);
      });

      it('links stand in no log of the proxy', async () => {
        assert.equal((await ask('/l/a-secret-link')).status, 404);
        assert.match(front.log(), /GET \/sign-in/);
        assert.doesNotMatch(front.log(), /a-secret-link/);
      });

      it('speaks TLS 1.2 and 1.3 alone', async () => {
        const old = {
          minVersion: 'TLSv1',
          maxVersion: 'TLSv1.1',
          ciphers: 'ALL:@SECLEVEL=0',
        } as const;
        await assert.rejects(ask('/', old), /alert protocol version/);
      });

      if (isOverTls)
        it('hands nothing to a board with a certificate that nobody trusts', async () => {
          const at = await freePort();
          const stranger = await startNginx(
            at,
            site(at, board.port, true, certificateFile('stranger.pem')),
          );
          assert.equal((await ask('/sign-in', { port: at })).status, 502);
          await stranger.stop();
        });
    },
  );
