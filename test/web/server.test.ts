/** Where the board may be, and that it ends when it is told to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWebKey } from '../../src/access/web-key.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { startBoard } from '../../src/web/server.ts';
import { good } from '../policy/good.ts';
import { given, declared, incidentId, startMs } from '../support/incidents.ts';
import { createBoard, signInOfTests } from './board.ts';

const cert = (name: string): string =>
  new URL(`../support/certs/${name}`, import.meta.url).pathname;

test('the board is beyond this machine only with a name, a certificate and its key', async () => {
  const board = await createBoard({ nowMs: startMs });
  await assert.rejects(
    startBoard(board.deps, '0.0.0.0:7272', {}),
    /beyond this machine.*web\.url, web\.certificate, web\.key/,
  );
  await assert.rejects(startBoard(board.deps, 'here', {}), /is not a host and a port/);
  const files = { certificate: cert('localhost.pem'), key: cert('localhost.key') };
  const served = await startBoard(board.deps, '127.0.0.1:0', files);
  assert.match(served.url, /^https:\/\/127\.0\.0\.1:\d+$/);
  assert.ok(await readWebKey(board.deps.data), 'its key is there, and not being written any more');
  await assert.rejects(fetch(served.url.replace('https', 'http')));
  await served.close();
  await board.close();
});

test('the policy says so too, by the key', () => {
  const faults = (section: string): string =>
    (parsePolicy(`${good}web: ${section}\n`).faults ?? []).join('\n');
  assert.match(faults('{ listen: 192.0.2.1:7272 }'), /web\.listen.*beyond this machine/);
  assert.match(faults('{ url: http://incidents.acme.example }'), /web\.url.*https/);
  assert.match(faults('{ url: https://acme.example/board }'), /web\.url.*path/);
  assert.match(faults('{ certificate: a.pem }'), /only one of certificate and key/);
  assert.match(faults('{ reports: mail }'), /web\.reports/);
  assert.equal(faults('{ url: https://incidents.acme.example, reports: incident }'), '');
});

test('it ends at once although pages listen for changes, which never end by themselves', async () => {
  const story = given(declared());
  const board = await createBoard({ stories: [story], nowMs: Date.now() });
  const served = await startBoard(board.deps, '127.0.0.1:0', {}, signInOfTests);
  const stream = await fetch(`${served.url}/incidents/${incidentId}/events`, {
    headers: { 'x-test-person': 'anna' },
  });
  const reader = stream.body?.getReader();
  assert.match(Buffer.from((await reader?.read())?.value ?? []).toString(), /event: hello/);
  const startedMs = Date.now();
  await served.close();
  // Else it would not end at all.
  assert.ok(Date.now() - startedMs < 15_000);
  await reader?.closed.catch(() => undefined);
  await board.close();
});
