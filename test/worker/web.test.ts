import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Agent, get } from 'node:https';
import { parse } from 'yaml';
import { parsePolicy } from '../../src/policy/source.ts';
import { freePort } from '../../src/server/port.ts';
import { createMetrics } from '../../src/worker/metrics.ts';
import { startWeb } from '../../src/worker/web.ts';
import { good } from '../policy/good.ts';
import { scrape } from './figures.ts';

const checks = { queues: true, temporal: true, register: true, mail: true, sentinel: true };
const from = {
  metrics: async () => 'x 1\n',
  figures: async () => [],
  readiness: async () => ({ ready: true, checks }),
};
const cert = (name: string): string =>
  new URL(`../support/certs/${name}`, import.meta.url).pathname;

test('what tells of incidents is beyond this machine only with a token and TLS', async () => {
  const given = { listen: '0.0.0.0:9464' };
  await assert.rejects(
    startWeb(given, from),
    /0\.0\.0\.0:9464, is beyond this machine.*monitoring\.token, monitoring\.certificate, monitoring\.key/,
  );
  await assert.rejects(startWeb({ ...given, token: 'x' }, from), /add monitoring\.certificate, /);
  await assert.rejects(startWeb({ listen: 'here' }, from), /here, is not a host and a port/);
});

test('the policy says so too, by the key', () => {
  const faults = (section: string): string =>
    (parsePolicy(`${good}monitoring: ${section}\n`).faults ?? []).join('\n');
  assert.match(faults('{ listen: 192.0.2.1:9464 }'), /monitoring\.listen.*beyond this machine/);
  assert.match(faults('{ listen: 9464 }'), /monitoring\.listen/);
  assert.match(faults('{ certificate: a.pem }'), /only one of certificate and key/);
  assert.equal(faults('{ listen: "[::1]:9464" }'), '');
});

test('a port that is taken is told with its remedy', async (t) => {
  const listen = `127.0.0.1:${await freePort()}`;
  const first = await startWeb({ listen }, from);
  t.after(first.close);
  await assert.rejects(startWeb({ listen }, from), /EADDRINUSE.*choose another address/);
});

test('beyond this machine it speaks TLS, and figures need the token', async (t) => {
  const port = await freePort();
  const web = await startWeb(
    {
      ...{ listen: `0.0.0.0:${port}`, token: 'right' },
      ...{ certificate: cert('localhost.pem'), key: cert('localhost.key') },
    },
    from,
  );
  t.after(web.close);
  const agent = new Agent({ ca: readFileSync(cert('ca.pem')) });
  const ask = (token: string): Promise<number | undefined> =>
    new Promise((done, fail) => {
      const headers = { authorization: `Bearer ${token}` };
      get({ host: 'localhost', port, path: '/metrics', agent, headers }, (answer) => {
        answer.resume();
        done(answer.statusCode);
      }).once('error', fail);
    });
  assert.equal(await ask('right'), 200);
  assert.equal(await ask('wrong'), 401);
  assert.equal(await ask(''), 401);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/metrics`), 'plain HTTP is not answered');
});

test('not ready is 503 with the names of the checks and nothing else', async (t) => {
  const listen = `127.0.0.1:${await freePort()}`;
  const readiness = async () => ({ ready: false, checks: { ...checks, mail: false } });
  const web = await startWeb({ listen }, { ...from, readiness });
  t.after(web.close);
  const answer = await fetch(`http://${listen}/readyz`);
  assert.equal(answer.status, 503);
  assert.deepEqual(await answer.json(), { ready: false, checks: { ...checks, mail: false } });
  assert.equal((await scrape(listen)).sum('x'), 1);
});

test('every figure that the rules for Prometheus and the docs name exists, and the docs name every one', async () => {
  const { registry } = createMetrics();
  const own = registry.getMetricsAsArray().map(({ name }) => name);
  const rules = readFileSync(new URL('../../docs/prometheus/alerts.yml', import.meta.url), 'utf8');
  const known = new Set(own.flatMap((name) => [name, `${name}_bucket`]));
  const expressions = parse(rules).groups.flatMap(
    ({ rules: some }: { rules: { expr: string }[] }) => some.map(({ expr }) => expr),
  );
  const named = expressions.join(' ').match(/\bseventytwo_\w+/g) ?? [];
  assert.ok(named.length >= 9);
  for (const name of named) assert.ok(known.has(name), `${name} is not told by the worker`);
  const docs = readFileSync(new URL('../../docs/observing.md', import.meta.url), 'utf8');
  const rows = [...docs.matchAll(/^\| `(seventytwo_\w+)`/gm)].map(([, name]) => name);
  assert.deepEqual(new Set(rows), new Set(own));
});
