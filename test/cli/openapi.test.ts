/** `openapi` prints what the board would answer, without a board, a policy file or a server. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApi } from '../../src/api/openapi.ts';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/program.ts';

async function run(env: Io['env'], ...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    env: { SEVENTYTWO_DATA: '/nowhere/at/all', ...env },
    print: (line) => void out.push(line),
    tell: (line) => void err.push(line),
    isTerminal: false,
    readInput: () => Promise.resolve(''),
    now: Date.now,
  };
  const code = await main(['openapi', ...args], io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('the whole description is printed without a server, for the board of this machine', async () => {
  const { code, out } = await run({});
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out), JSON.parse(JSON.stringify(openApi('http://127.0.0.1:7272'))));
});

test('--server goes before SEVENTYTWO_SERVER, and --json is one line', async () => {
  const env = { SEVENTYTWO_SERVER: 'https://one.example' };
  const { servers } = JSON.parse((await run(env)).out);
  assert.deepEqual(servers, [{ url: 'https://one.example/api/v1' }]);
  const { out } = await run(env, '--server', 'https://two.example', '--json');
  assert.deepEqual(JSON.parse(out).servers, [{ url: 'https://two.example/api/v1' }]);
  assert.ok(!out.includes('\n'));
});

test('an address that is none is wrong usage', async () => {
  const { code, err } = await run({}, '--server', 'http://incidents.acme.example');
  assert.equal(code, 2);
  assert.match(err, /begins with https:\/\//);
});
