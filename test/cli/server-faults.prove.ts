/** What goes wrong is told the same over HTTP as at home: exit code, code for machines and sentence. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { freePort } from '../../src/server/port.ts';
import { collect, startApp, until, type App, type Json } from '../support/app.ts';
import { badInputs } from './bad-inputs.ts';

let app: App;
let url: string;
let id: string;
const laptop = mkdtempSync(join(tmpdir(), 'seventytwo-laptop-'));
const files = mkdtempSync(join(tmpdir(), 'seventytwo-files-'));

before(async () => {
  const port = await freePort();
  app = await startApp(
    ({ policyPath }) =>
      appendFileSync(
        policyPath,
        '\nrota:\n  layers:\n    - { name: first, people: [anna, ben], every: week, from: 2026-01-05, at: "09:00" }\n',
      ),
    { SEVENTYTWO_WEB: `127.0.0.1:${port}` },
  );
  url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true);
  ({ id } = (await app.done('declare', 'the only one', '--as', 'anna')).incident);
  await until(async () => (await app.run(['timeline', id])).code === 0);
  writeFileSync(join(files, 'empty.log'), '');
  writeFileSync(join(files, 'a.log'), 'line\n');
});
after(async () => {
  await app.stop();
  for (const folder of [laptop, files]) rmSync(folder, { recursive: true, force: true });
});

const away = { TEMPORAL_ADDRESS: '127.0.0.1:9' };

async function both(words: readonly string[], input?: string) {
  const named = words.map((word) => (word === 'ID' ? id : word.replace('FILES', files)));
  const args = [...named, ...(words.includes('--as') ? [] : ['--as', 'anna']), '--json'];
  const given = input === undefined ? {} : { input };
  const here = await app.run(args, given);
  const there = await app.run([...args, '--server', url, '--data', laptop], {
    env: away,
    ...given,
  });
  return [here, there].map((ran) => ({
    ...{ exit: ran.code, said: ran.err, code: ran.out === '' ? '' : ran.json().error?.code },
  }));
}

/** Whoever cannot be told from a stranger learns nothing, not even who else there is: docs/api.md. */
const strangers = /actor|nobody says who acts/;
/** Of this machine alone: its policy file and its Temporal. */
const own = badInputs.filter(
  ({ says, env, args }) => !strangers.test(says) && !env && !args.includes('--policy'),
);
const anna = ['--as', 'anna'];
const more: readonly (readonly [string, ...string[]])[] = [
  ['attach', 'ID', 'FILES/none.log', ...anna],
  ['attach', 'ID', 'FILES/empty.log', ...anna],
  ['attach', 'INC-22222', 'FILES/a.log', ...anna],
  ['attachments', 'ID', 'A9', '--out', 'FILES'],
  ['attachments', 'INC-22222'],
  ['alerts', 'list', 'INC-22222'],
  ['alerts', 'show', 'ID', '0a1b2c3d4e5f6071'],
  ['notice', 'export', 'ID', '--format', 'odt'],
  ['notice', 'export', 'ID', 'N99', '--out', 'FILES/n.md'],
  ['notice', 'diff', 'ID'],
  ['mails', 'INC-22222'],
  ['oncall', 'next', 'zoe'],
  ['oncall', 'next', '--days', '0'],
  ['oncall', 'override', 'zoe', '--from', '2099-01-01T00:00', '--reason', 'x', ...anna],
  ['oncall', 'override', 'ben', '--layer', 'third', '--reason', 'x', ...anna],
  ['oncall', 'override', '--remove', 'ffffffff', ...anna],
  ['close', 'ID', ...anna],
  ['merge', 'ID', 'INC-22222', '--reason', 'x', ...anna],
  ['duty', 'file', 'ID', '--reference', 'R', '--duty', 'gdpr-34', '--as', 'ben'],
  ['playbook', 'show', 'nothing'],
  ['list', '--severity', 'awful'],
];

describe('over HTTP it is told as at home', () => {
  for (const { says, args, input } of own)
    it(says, async () => {
      const [here, there] = await both(args, input);
      assert.deepEqual(there, here);
    });
  for (const words of more)
    it(words.join(' '), async () => {
      const [here, there] = await both(words);
      assert.notEqual(here?.exit, 0, here?.said);
      assert.deepEqual(there, here);
    });
});

/** Written by hand, as no library would send it: the first line of what comes back, and its body. */
async function raw(...lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const answer = collect(socket);
  socket.write(lines.join('\r\n'));
  await once(socket, 'close');
  return answer();
}

it('headers that say two things at once get nobody in', async () => {
  const host = `Host: ${new URL(url).host}`;
  const get = 'GET /api/v1/me HTTP/1.1';
  const close = 'Connection: close';
  const ben = 'Authorization: Seventytwo-unsigned ben';
  const last = ['', ''] as const;
  const asked = await raw(get, host, ben, close, ...last);
  assert.match(asked, /^HTTP\/1\.1 200 .*"person":"ben"/s);
  // Two lengths, of which a proxy before us may have believed the other.
  const post = `POST /api/v1/incidents/${id}/commands/note HTTP/1.1`;
  const both = ['Content-Length: 4', 'Transfer-Encoding: chunked'];
  assert.match(await raw(post, host, ben, close, ...both, '', '0', ...last), /^HTTP\/1\.1 400 /);
  const lengths = ['Content-Length: 2', 'Content-Length: 40'];
  assert.match(await raw(post, host, ben, close, ...lengths, '', '{}'), /^HTTP\/1\.1 400 /);
  // The first name counts, and never a second one behind it.
  const clara = 'Authorization: Seventytwo-unsigned clara';
  assert.match(await raw(get, host, ben, clara, close, ...last), /401 |"person":"ben"/);
  assert.match(await raw(get, host, `${ben}, Seventytwo-unsigned clara`, close, ...last), / 401 /);
  assert.match(await raw(get, 'Host: evil.example', ben, close, ...last), /^HTTP\/1\.1 421 /);
  const absolute = 'GET http://evil.example/api/v1/me HTTP/1.1';
  assert.match(await raw(absolute, host, ben, close, ...last), /^HTTP\/1\.1 (421|400) /);
  const folded = await raw(get, host, 'Authorization : Seventytwo-unsigned ben', close, ...last);
  assert.match(folded, /^HTTP\/1\.1 400 /);
});

it('the same id twenty times at once is carried out once, each signed anew', async () => {
  await app.done('access', 'grant', 'anna', '--as', 'anna');
  const args = ['note', id, 'seen', '--command-id', 'twenty', '--as', 'anna', '--json'];
  const at = ['--server', url, '--data', app.data];
  await until(async () => (await app.run([...args, ...at], { env: away })).code === 0);
  const all = await Promise.all(
    Array.from({ length: 20 }, () => app.run([...args, ...at], { env: away })),
  );
  for (const ran of all) assert.equal(ran.code, 0, ran.err);
  const other = await app.run(['note', id, 'never said', ...args.slice(3), ...at], { env: away });
  assert.equal(other.code, 5, other.err);
  assert.equal(other.json().error.code, 'command-id-taken');
  const { events } = await app.done('timeline', id);
  assert.equal(events.filter((event: Json) => event.commandId === 'note:twenty').length, 1);
});
