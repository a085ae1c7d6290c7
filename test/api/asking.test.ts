/** What a laptop is told about a server that it does not reach. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { describe, it } from 'node:test';
import { ask } from '../../src/api/asking.ts';
import { Failure } from '../../src/failure.ts';
import { freePort } from '../../src/server/port.ts';
import { certificateFile } from '../support/temporal-front.ts';

/** The sentence with which a look at this address ends. */
async function refusal(origin: string): Promise<Failure> {
  const asked = ask({ origin, person: 'ben', now: Date.now }, { method: 'GET', path: '/me' });
  const fault = await asked.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(fault instanceof Failure, String(fault));
  return fault;
}

describe('a server that a laptop does not reach', () => {
  it('is told apart: nobody is there, or its certificate is not trusted, and what helps', async () => {
    const gone = await refusal(`http://127.0.0.1:${await freePort()}`);
    assert.match(gone.message, /does not answer .*seventytwo up or seventytwo web runs there/);
    const server = createServer({
      key: readFileSync(certificateFile('stranger.key')),
      cert: readFileSync(certificateFile('stranger.pem')),
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const place = server.address();
    assert.ok(place !== null && typeof place === 'object');
    const untrusted = await refusal(`https://127.0.0.1:${place.port}`);
    server.close();
    assert.equal(untrusted.code, 'untrusted-server');
    assert.match(untrusted.message, /is not trusted .*NODE_EXTRA_CA_CERTS/);
    assert.doesNotMatch(untrusted.message, /does not answer/);
  });
});
