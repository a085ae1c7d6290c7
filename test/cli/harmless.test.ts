/** What reaches a terminal of what strangers wrote. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { test } from 'node:test';
import { overHttp } from '../../src/api/client.ts';
import { harmless } from '../../src/cli/harmless.ts';
import { Failure } from '../../src/failure.ts';

const escape = '\u001b';

test('a terminal is given our colours and the text, and nothing else that it would obey', () => {
  const told = harmless(
    [
      `${escape}[1mINC-K7F3Q${escape}[22m\tbold stays\r`,
      `${escape}]52;c;ZXZpbA==\u0007 ${escape}]8;;http://evil.example\u0007link${escape}]8;;\u0007`,
      `${escape}[2J${escape}[8mhidden \u009b2J \u202etxt.exe over\rwritten \u007f`,
    ].join('\n'),
  );
  assert.ok(told.startsWith(`${escape}[1mINC-K7F3Q${escape}[22m\tbold stays\r\n`));
  const rest = told.slice(told.indexOf('\n') + 1);
  for (const obeyed of [escape, '\u0007', '\u009b', '\u202e', '\u007f', '\r'])
    assert.ok(!rest.includes(obeyed), JSON.stringify(obeyed));
  assert.match(told, /link.*\n.*hidden.*over�written/s);
});

test('what a server answers is cleaned before anything is made of it, and is not read without end', async () => {
  const huge = Buffer.alloc(1_048_576, ' ');
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/digest') === true) {
      const note = `${escape}]52;c;ZXZpbA==\u0007\u009b2J\r\nsecond`;
      response.end(JSON.stringify({ note, list: [{ json: `"${escape}"` }] }));
      return;
    }
    const send = (): void => void response.write(huge, () => response.destroyed || send());
    send();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  const port = typeof at === 'object' && at !== null ? at.port : 0;
  const looks = overHttp({ origin: `http://127.0.0.1:${port}`, person: 'anna', now: Date.now });
  try {
    assert.deepEqual(await looks.digest(), {
      note: '�]52;c;ZXZpbA==��2J\nsecond',
      // What is hashed stays as it was.
      list: [{ json: `"${escape}"` }],
    });
    await assert.rejects(
      looks.attachment('INC-K7F3Q', 'f1'),
      (error) => error instanceof Failure && error.code === 'no-api',
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
