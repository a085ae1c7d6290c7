/** The script in docs/api.md signs as the server checks. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readProof, signRequest } from '../../src/access/request-proof.ts';

const reference = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'seventytwo-api-'));
after(() => rmSync(folder, { recursive: true, force: true }));

for (const body of ['', '{"text":"the disk is imaged"}'])
  test(`the script of the reference signs ${body === '' ? 'a look' : 'a command'} as we do`, async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(folder, 'ask.mjs'), /```js\n(.*?)```/s.exec(reference)?.[1] ?? '');
    writeFileSync(join(folder, 'ben.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    let header = '';
    const server = createServer((request, response) => {
      header = request.headers.authorization ?? '';
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const origin = `http://127.0.0.1:${address.port}`;
    const typed = [origin, 'ben', join(folder, 'ben.pem'), '/api/v1/me?a=1', body];
    const asked = spawn(process.execPath, [join(folder, 'ask.mjs'), ...typed], {
      stdio: 'inherit',
    });
    assert.deepEqual(await once(asked, 'exit'), [0, null]);
    server.close();
    const proof = readProof(header);
    assert.ok(proof, header);
    const request = { origin, path: '/api/v1/me?a=1', body, method: body === '' ? 'GET' : 'POST' };
    assert.equal(header, signRequest(request, { person: 'ben', key: privateKey }, proof));
  });
