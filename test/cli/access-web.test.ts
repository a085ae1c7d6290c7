/** `access code`, `sessions` and `grant-web`, typed on a machine with a register and keys; no server anywhere. */
import assert from 'node:assert/strict';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { keyIdOf, publicKeyOf } from '../../src/access/signing.ts';
import { ensureWebKey, webKeyPath } from '../../src/access/web-key.ts';
import { people } from '../web/stand.ts';
import { createDesk } from './desk.ts';

type Desk = Awaited<ReturnType<typeof createDesk>>;

let desk: Desk;
let webId: string;
before(async () => {
  desk = await createDesk();
  await policy();
  await desk.run('access', 'grant', 'anna', '--as', 'anna');
  await desk.run('access', 'grant', 'ben', '--as', 'anna');
  webId = keyIdOf(publicKeyOf(await ensureWebKey(desk.folder)));
});

function policy(more = ''): Promise<void> {
  const text = `${people}web: { url: 'https://board.acme.example' }\n${more}`;
  return writeFile(join(desk.folder, 'policy.yaml'), text);
}
const json = async (...words: string[]) => {
  const { code, err, json: read } = await desk.run(...words, '--json');
  assert.equal(code, 0, err);
  return read();
};
async function refused(code: number, sentence: RegExp, ...words: string[]): Promise<void> {
  const ran = await desk.run(...words);
  assert.equal(ran.code, code, ran.out + ran.err);
  assert.match(ran.err, sentence);
}

describe('access code', () => {
  it('prints a code, a link that carries it behind #, and whom the person lets act for them', async () => {
    const { code, out, err } = await desk.run('access', 'code', '--as', 'anna');
    assert.equal(code, 0, err);
    const [typed] = /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/.exec(out) ?? assert.fail(out);
    assert.ok(out.includes(`https://board.acme.example/sign-in#${typed}\n`));
    assert.ok(out.includes(`the web server with the key ${webId} may act for you`));
    const answer = await json('access', 'code', '--as', 'anna');
    assert.equal(answer.webKey, webId);
    assert.equal(answer.untilMs - answer.goodUntilMs, 12 * 3_600_000 - 5 * 60_000);
    assert.notEqual(answer.code, typed);
  });

  it('is unsigned for who was never granted a key, and refused once everybody must sign', async () => {
    assert.equal((await json('access', 'code', '--as', 'dora')).signedWith, null);
    await policy('access: { signatures: required }\n');
    await refused(4, /dora has no key on this machine/, 'access', 'code', '--as', 'dora');
    await policy();
  });

  it('is refused where the key does not lie that was granted, or was taken away', async () => {
    const path = join(desk.folder, 'access', 'ben.pem');
    const held = await readFile(path);
    await rm(path);
    await refused(4, /ben has no key on this machine/, 'access', 'code', '--as', 'ben');
    await writeFile(path, held, { mode: 0o600 });
    await json('access', 'revoke', 'ben', '--reason', 'lost', '--as', 'anna');
    await refused(4, /ben has here the key \w+, which is revoked/, 'access', 'code', '--as', 'ben');
  });
});

describe('access sessions', () => {
  it('shows an admin all and others their own, without hash or pass', async () => {
    const all = await desk.run('access', 'sessions', '--as', 'anna', '--json');
    assert.deepEqual(
      new Set(all.json().sessions.map(({ person }: { person: string }) => person)),
      new Set(['anna', 'dora']),
    );
    assert.doesNotMatch(all.out, /hash|pass|seal/);
    const own = await json('access', 'sessions', 'list', '--as', 'dora');
    assert.ok(own.sessions.every(({ person }: { person: string }) => person === 'dora'));
    assert.match((await desk.run('access', 'sessions', '--as', 'dora')).out, /not used yet/);
  });

  it('ends one or all of a person; for an admin, or whose they are', async () => {
    const { sessions } = await json('access', 'sessions', '--as', 'anna');
    const ofAnna = sessions.find(({ person }: { person: string }) => person === 'anna').id;
    await refused(4, /not that of dora/, 'access', 'sessions', 'end', ofAnna, '--as', 'dora');
    await refused(4, /not that of dora/, 'access', 'sessions', 'end', 'anna', '--as', 'dora');
    await refused(
      2,
      /neither a session nor/,
      'access',
      'sessions',
      'end',
      'nobody',
      '--as',
      'anna',
    );
    await refused(2, /say which session/, 'access', 'sessions', 'end', '--as', 'anna');
    await refused(2, /takes list, or end/, 'access', 'sessions', 'stop', '--as', 'anna');
    assert.equal((await json('access', 'sessions', 'end', 'dora', '--as', 'dora')).ended.length, 1);
    assert.equal((await json('access', 'sessions', 'end', 'anna', '--as', 'anna')).ended.length, 2);
    assert.match((await desk.run('access', 'sessions', '--as', 'anna')).out, /Nobody is signed in/);
    assert.equal((await desk.run('audit', 'verify')).code, 0);
  });
});

describe('access grant-web', () => {
  it('is for an admin with a key; a code can be made elsewhere then, and it is listed as a web server', async () => {
    const away = `${webKeyPath(desk.folder)}.away`;
    await refused(4, /ben is no admin/, 'access', 'grant-web', '--as', 'ben');
    const granted = await json('access', 'grant-web', '--as', 'anna');
    assert.equal(granted.key.id, webId);
    assert.ok(granted.key.grantProof);
    await refused(5, /granted before \(valid\)/, 'access', 'grant-web', '--as', 'anna');
    assert.match((await desk.run('access', 'list')).out, new RegExp(`${webId}.*a web server`));
    await rename(webKeyPath(desk.folder), away);
    assert.equal((await json('access', 'code', '--as', 'anna')).webKey, webId);
    await json('access', 'revoke', webId, '--reason', 'moved', '--as', 'anna');
    await refused(5, /no web server is known here/, 'access', 'code', '--as', 'anna');
    await refused(2, /start the web server here once/, 'access', 'grant-web', '--as', 'anna');
    await rename(away, webKeyPath(desk.folder));
    assert.equal((await desk.run('audit', 'verify')).code, 0);
  });

  it('doctor tells the key, and what is trusted', async () => {
    const { checks } = (await desk.run('doctor', '--json')).json();
    const found = () => checks.find(({ name }: { name: string }) => name === 'web sign-in');
    assert.equal(found().result, 'ok');
    assert.ok(found().found.includes(`the web server's key is ${webId}`));
  });
});
