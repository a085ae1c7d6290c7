/** Mails that a real server received, checked as a receiver would: with the published record and nothing else. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { authenticate } from 'mailauth';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/program.ts';
import { checkDkim, type ResolveTxt } from '../../src/doctor/dkim.ts';
import { composeMail } from '../../src/mail/compose.ts';
import { dkimRecord, dkimSignature, zoneLine } from '../../src/mail/dkim.ts';
import { envelope } from '../../src/mail/envelope.ts';
import { createMailTransport } from '../../src/mail/transport.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { startSmtp } from '../support/smtp.ts';
import { policy, request } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'seventytwo-dkim-'));
const file = join(folder, 'dkim.pem');

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    ...{ env: {}, isTerminal: false, now: Date.now, readInput: () => Promise.resolve('') },
    print: (line) => void out.push(line),
    tell: (line) => void err.push(line),
  };
  const code = await main(args, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const made = await run('dkim', 'keygen', '--out', file);
const pem = readFileSync(file, 'utf8');
const settings = { domain: 'nordlicht.example', selector: 'st', key: { file } };
const signing: Policy = { ...policy, mail: { ...policy.mail, dkim: settings } };
const dns: ResolveTxt = async (name) => {
  if (name === 'st._domainkey.nordlicht.example') return [dkimRecord(pem).match(/.{1,255}/g) ?? []];
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
};

const smtp = await startSmtp();
const transport = createMailTransport(smtp.settings, undefined, {
  dkim: dkimSignature(settings, pem),
});
after(async () => {
  transport.close({ force: true });
  await smtp.stop();
});

async function received(kind: 'reminder' | 'duty-ended', title: string): Promise<string> {
  const made = request(kind, { subject: { title } });
  await transport.sendMail(envelope(composeMail(made), made.recipient, signing, { kind }));
  return smtp.mails.at(-1) ?? '';
}

async function verdict(raw: string) {
  const { dkim } = await authenticate(raw, {
    ...{ ip: '192.0.2.1', helo: 'localhost', sender: 'security@nordlicht.example' },
    resolver: async (name: string) => (await dns(name)).map((parts) => [...parts]),
  });
  const [result] = dkim.results;
  return result;
}

describe('the signature of a mail', () => {
  it('holds for what a server received, with the published key alone', async () => {
    for (const title of ['Bucket', `Łódź ${'sehr '.repeat(60)}🙂`]) {
      const result = await verdict(await received('reminder', title));
      assert.equal(result?.status.result, 'pass', JSON.stringify(result?.status));
      assert.equal(result?.signingDomain, 'nordlicht.example');
    }
  });

  it('covers from whom, to whom, about what, in which thread and on which list', async () => {
    const raw = await received('duty-ended', 'Bucket');
    const signed = /[; ]h=([^;]*);/.exec(raw.replaceAll(/\r\n\s+/g, ' '))?.[1]?.toLowerCase() ?? '';
    const fields = signed.replaceAll(' ', '').split(':');
    for (const name of [
      'from',
      'to',
      'subject',
      'date',
      'message-id',
      'references',
      'list-id',
      'list-unsubscribe',
      'auto-submitted',
    ])
      assert.ok(fields.includes(name), `${name} in ${signed}`);
  });

  it('breaks when somebody changes a word on the way', async () => {
    const raw = await received('reminder', 'Bucket');
    const changed = raw.replace('24 h left', '48 h left');
    assert.notEqual(changed, raw);
    assert.notEqual((await verdict(changed))?.status.result, 'pass');
  });
});

describe('the key', () => {
  it("is its owner's alone, and is never written over", async () => {
    assert.equal(made.code, 0, made.err);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(made.out, dkimRecord(pem));
    assert.doesNotMatch(made.out + made.err, /PRIVATE KEY/);
    assert.equal((await run('dkim', 'keygen', '--out', file)).code, 2);
  });

  it('that cannot sign is refused instead of leaving mails unsigned', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const curve = generateKeyPairSync('ed25519');
    for (const [{ privateKey }, found] of [
      [weak, /RSA key of 1024 bits/],
      [curve, /a key of the kind ed25519/],
    ] as const) {
      const other = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      assert.throws(() => dkimSignature(settings, other), found);
    }
    assert.throws(() => dkimSignature(settings, 'nonsense'), /not a private key in PEM/);
  });

  it('stands in a zone file in strings of 255 characters at most', () => {
    const line = zoneLine(settings, dkimRecord(pem));
    const strings = [...line.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
    assert.equal(strings.join(''), dkimRecord(pem));
    assert.ok(strings.length > 1 && strings.every((text) => text.length <= 255));
  });
});

describe('the doctor', () => {
  const other = dkimRecord(
    generateKeyPairSync('rsa', { modulusLength: 2_048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  );
  const fails =
    (code: string): ResolveTxt =>
    () =>
      Promise.reject(Object.assign(new Error(code), { code }));
  const cases: readonly (readonly [what: string, ResolveTxt, result: string, found: RegExp])[] = [
    ['the key that is published', dns, 'ok', /is the one/],
    ['another key', async () => [[other]], 'warning', /another key than the one at st\._domainkey/],
    ['no key', fails('ENOTFOUND'), 'warning', /there is no key/],
    ['a resolver that is away', fails('ETIMEOUT'), 'unknown', /did not answer .*ETIMEOUT/],
  ];
  for (const [what, resolve, result, found] of cases)
    it(`finds ${what}`, async () => {
      const finding = await checkDkim(signing, {}, resolve);
      assert.equal(finding.result, result);
      assert.match(finding.found, found);
    });

  it('finds a domain that receivers do not count', async () => {
    const elsewhere = { ...signing, mail: { dkim: { ...settings, domain: 'other.example' } } };
    assert.match((await checkDkim(elsewhere, {}, dns)).found, /come from nordlicht\.example/);
    assert.equal((await checkDkim(policy, {}, dns)).result, 'ok');
  });
});
