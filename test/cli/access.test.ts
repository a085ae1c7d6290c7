/** Granting keys and taking them away, as people type it: no server anywhere. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { checkAccess } from '../../src/doctor/access.ts';
import type { Finding } from '../../src/doctor/check.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { createDesk, type Desk } from '../support/app.ts';

async function desk(t: TestContext): Promise<Desk> {
  const made = await createDesk();
  t.after(made.clear);
  return made;
}

const keyFile = ({ data }: Desk, person: string): string => join(data, 'access', `${person}.pem`);

async function ends(at: Desk, code: number, sentence: RegExp, ...args: string[]): Promise<void> {
  const result = await at.run(args);
  assert.equal(result.code, code, result.out + result.err);
  assert.match(result.err, sentence);
}

const chain = async (at: Desk): Promise<string[]> =>
  (await at.done('audit', 'list')).entries
    .slice(1)
    .map(({ kind, who }: { kind: string; who: string }) => `${who} ${kind}`);

describe('a key is granted', () => {
  it('first to an admin, by whoever can write the register, which the chain tells', async (t) => {
    const at = await desk(t);
    await ends(at, 4, /the first must be an admin's/, 'access', 'grant', 'ben', '--as', 'anna');
    await ends(at, 4, /ben is no admin/, 'access', 'grant', 'anna', '--as', 'ben');
    const { out } = await at.run(['access', 'grant', 'anna', '--as', 'anna']);
    assert.match(out, /nobody signed this/);
    assert.equal(statSync(keyFile(at, 'anna')).mode & 0o777, 0o600);
    const { key } = await at.done('access', 'grant', 'ben', '--as', 'anna', '--expires', '90d');
    // The two are of two looks at the clock.
    const lastsMs = key.expiresAtMs - key.grantedAtMs;
    assert.ok(Math.abs(lastsMs - 90 * 86_400_000) < 5_000, `${lastsMs} ms`);
    assert.ok(key.grantProof);
    assert.deepEqual(await chain(at), ['anna access-first', 'anna access-grant']);
    assert.equal((await at.run(['audit', 'verify'])).code, 0);
  });

  it('then only with the signature of an admin who has one', async (t) => {
    const at = await desk(t);
    await at.done('access', 'grant', 'anna', '--as', 'anna');
    renameSync(keyFile(at, 'anna'), join(at.data, 'elsewhere.pem'));
    const grant = ['access', 'grant', 'ben', '--as', 'anna'];
    await ends(at, 4, /anna has no key on this machine/, ...grant);
    assert.ok(!existsSync(keyFile(at, 'ben')), 'a pair of a refused grant stays');
    await at.run(['access', 'key', '--as', 'anna']);
    await ends(at, 4, /which is not on record/, ...grant);
    const env = { SEVENTYTWO_KEY: join(at.data, 'elsewhere.pem') };
    assert.equal((await at.run(grant, { env })).code, 0);
    assert.match((await at.run(['access', 'list'], { env })).out, /ben +1 +Ben Roth +reporter/);
  });

  it('for a pair that was made where its owner works', async (t) => {
    const at = await desk(t);
    await at.done('access', 'grant', 'anna', '--as', 'anna');
    const other = await desk(t);
    const made = await other.run(['access', 'key', '--as', 'ben']);
    assert.match(made.out, /^MCowBQYDK2VwAyEA.{44}$/);
    assert.equal((await other.run(['access', 'key', '--as', 'ben'])).out, made.out);
    const words = ['access', 'grant', 'ben', '--public-key', '-', '--as', 'anna'];
    assert.equal((await at.run(words, { input: `${made.out}\n` })).code, 0);
    assert.ok(!existsSync(keyFile(at, 'ben')));
    const again = await at.run(words, { input: made.out });
    assert.equal(again.code, 5);
    assert.match(again.err, /was granted to ben before.*: seventytwo access rotate ben/);
    const secret = await at.run(words, { input: readFileSync(keyFile(other, 'ben'), 'utf8') });
    assert.equal(secret.code, 2);
    assert.match(secret.err, /holds a private key/);
    await ends(at, 2, /no Ed25519 public key/, ...words);
  });

  it('to all people by init --signing-keys, the first of whom signs the others', async (t) => {
    const at = await desk(t);
    const words = ['init', '--signing-keys', '--policy', join(at.data, 'other.yaml')];
    const who = ['--person', 'Anna Berg <anna@acme.example>', 'Dora Lind <dora@acme.example>'];
    const company = ['--organisation', 'Acme', '--contact', 's@acme.example', '--authority', 'IE'];
    const { code, out, err } = await at.run([...words, ...who, ...company]);
    assert.equal(code, 0, err);
    assert.match(out, /^Signing keys of anna, dora: .*Hand each file/m);
    assert.deepEqual(await chain(at), ['anna access-first', 'anna access-grant']);
  });
});

describe('a key is taken away', () => {
  it('by an admin with a reason, and never so that nobody is left to grant one', async (t) => {
    const at = await desk(t);
    for (const person of ['anna', 'ben']) await at.done('access', 'grant', person, '--as', 'anna');
    await ends(at, 2, /--reason is missing/, 'access', 'revoke', 'ben', '--as', 'anna');
    const revoke = ['access', 'revoke', 'anna', '--reason', 'holiday', '--as', 'anna'];
    await ends(at, 5, /the last key of an admin/, ...revoke);
    await at.done('access', 'revoke', 'ben', '--reason', 'left', '--as', 'anna');
    await ends(
      at,
      2,
      /revoked already/,
      'access',
      'revoke',
      'ben',
      '--reason',
      'x',
      '--as',
      'anna',
    );
    await ends(
      at,
      2,
      /neither a person/,
      'access',
      'revoke',
      'zoe',
      '--reason',
      'x',
      '--as',
      'anna',
    );
    // The only key is lost: nobody can sign that it is to go.
    renameSync(keyFile(at, 'anna'), join(at.data, 'lost.pem'));
    const forced = [...revoke, '--force', 'the laptop burned, and with it the only key'];
    assert.equal((await at.run(forced)).code, 0);
    await at.done('access', 'grant', 'anna', '--as', 'anna');
    assert.deepEqual((await chain(at)).slice(2), [
      'anna access-revoke',
      'anna access-revoke-unsigned',
      'anna access-first',
    ]);
    assert.equal((await at.run(['audit', 'verify'])).code, 0);
  });

  it('minutes after its owner or an admin has replaced it', async (t) => {
    const at = await desk(t);
    for (const person of ['anna', 'ben', 'dora'])
      await at.done('access', 'grant', person, '--as', 'anna');
    const before = readFileSync(keyFile(at, 'ben'), 'utf8');
    const { key, old } = await at.done('access', 'rotate', 'ben', '--as', 'ben');
    assert.notEqual(readFileSync(keyFile(at, 'ben'), 'utf8'), before);
    assert.equal(old[0].revocation.atMs - key.grantedAtMs, 10 * 60_000);
    await ends(at, 4, /ben is no admin/, 'access', 'rotate', 'dora', '--as', 'ben');
    assert.ok(!existsSync(`${keyFile(at, 'dora')}.next`));
    await at.done('access', 'rotate', 'dora', '--as', 'anna');
    await ends(at, 2, /clara has no key to rotate/, 'access', 'rotate', 'clara', '--as', 'anna');
    assert.equal((await at.run(['audit', 'verify'])).code, 0);
  });
});

describe('a private key', () => {
  it('is refused when others may read it, when it is a link, and when it is none', async (t) => {
    const at = await desk(t);
    await at.done('access', 'grant', 'anna', '--as', 'anna');
    const sign = ['sign', 'acknowledge', 'INC-K7F3Q', '--as', 'anna'];
    chmodSync(keyFile(at, 'anna'), 0o640);
    await ends(at, 2, /others may read or write it, mode 640/, ...sign);
    chmodSync(keyFile(at, 'anna'), 0o600);
    symlinkSync(keyFile(at, 'anna'), join(at.data, 'link.pem'));
    const named = async (name: string) =>
      (await at.run(sign, { env: { SEVENTYTWO_KEY: join(at.data, name) } })).err;
    assert.match(await named('link.pem'), /it is a link/);
    writeFileSync(join(at.data, 'text.pem'), 'none', { mode: 0o600 });
    assert.match(await named('text.pem'), /holds no private key/);
    assert.match(await named('nowhere.pem'), /mend SEVENTYTWO_KEY/);
  });
});

describe('sign', () => {
  it('says what it lacks in one sentence', async (t) => {
    const at = await desk(t);
    const note = ['sign', 'note', 'INC-K7F3Q', '--as', 'anna'];
    await ends(at, 4, /anna\.pem is not there/, ...note, '--text', 'x');
    await at.done('access', 'key', '--as', 'anna');
    await ends(at, 2, /--text is missing/, ...note);
    await ends(at, 2, /unknown option '--txt'/, ...note, '--txt', 'x');
    await ends(
      at,
      2,
      /"notes" is not the name of a command/,
      'sign',
      'notes',
      'INC-K7F3Q',
      '--as',
      'anna',
    );
    await ends(at, 2, /--valid is "25h"/, ...note, '--text', 'x', '--valid', '25h');
    await ends(at, 2, /exclude each other/, ...note, '--text', 'x', '--input', '{}');
    await ends(at, 2, /is no JSON/, ...note, '--input', '{');
  });

  it('takes the fields as flags or as JSON, and makes an update, a signal or a start of them', async (t) => {
    const at = await desk(t);
    await at.done('access', 'key', '--as', 'anna');
    const to = ['INC-K7F3Q', '--as', 'anna', '--command-id', 'c1'];
    const { payload } = await at.done('sign', 'note', ...to, '--text', "it's $HOME");
    assert.equal(payload.text, "it's $HOME");
    assert.match(payload.actor.signature, /^1\.[0-9a-f]{16}\.\d+\.\d+\.[\w-]{86}$/);
    const { line } = await at.done('sign', 'note', ...to, '--input', '{"text":"x"}', '--signal');
    assert.match(
      line,
      /^temporal workflow signal --workflow-id INC-K7F3Q --name command .*"name":"note"/,
    );
    const start = await at.done('sign', 'declare', ...to, '--title', 'x');
    assert.match(start.line, /^temporal workflow start .*--type incident --task-queue seventytwo/);
  });
});

describe('doctor', () => {
  const found = async ({ policyPath, data }: Desk): Promise<Finding> =>
    checkAccess((await loadPolicy(policyPath)).policy, data, {}, Date.now());
  const edit = ({ policyPath }: Desk, from: string, to: string): void => {
    const text = readFileSync(policyPath, 'utf8');
    assert.ok(text.includes(from));
    writeFileSync(policyPath, text.replace(from, to));
  };

  it('tells who has no key, whose ends soon, and that nobody is an admin', async (t) => {
    const at = await desk(t);
    assert.match(
      (await found(at)).found,
      /optional[^]*without a valid key: anna, ben[^]*no admin has/,
    );
    await at.done('access', 'grant', 'anna', '--as', 'anna', '--expires', '20d');
    const warned = await found(at);
    assert.equal(warned.result, 'warning');
    assert.match(warned.found, /ends within 30 days: [0-9a-f]{16} \(anna\)/);
    assert.doesNotMatch(warned.found, /no admin has/);
    edit(at, 'signatures: optional', 'signatures: required');
    const failed = await found(at);
    assert.equal(failed.result, 'failed');
    assert.match(failed.found, /required, and these have no valid key: ben, clara, dora, dirk/);
    edit(at, ', admin]', ']');
    assert.match((await found(at)).found, /nobody is an admin/);
  });

  it('is content when everybody has a key and must sign', async (t) => {
    const at = await desk(t);
    for (const person of ['anna', 'ben', 'clara', 'dora', 'dirk'])
      await at.done('access', 'grant', person, '--as', 'anna');
    edit(at, 'signatures: optional', 'signatures: required');
    assert.deepEqual(await found(at), {
      result: 'ok',
      found: 'every command is signed; all 5 people have a key, admins anna',
    });
  });
});

it('the first key may be made wherever SEVENTYTWO_KEY says', async (t) => {
  const at = await desk(t);
  const env = { SEVENTYTWO_KEY: join(at.data, 'mine', 'anna.pem') };
  for (const person of ['anna', 'ben']) {
    const { code, err } = await at.run(['access', 'grant', person, '--as', 'anna'], { env });
    assert.equal(code, 0, err);
  }
  assert.ok(existsSync(env.SEVENTYTWO_KEY) && existsSync(keyFile(at, 'ben')));
  assert.ok(!existsSync(keyFile(at, 'anna')));
});
