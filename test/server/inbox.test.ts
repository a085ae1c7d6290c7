import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { simpleParser } from 'mailparser';
import { createMailTransport } from '../../src/mail/transport.ts';
import { Failure } from '../../src/failure.ts';
import { fileName } from '../../src/server/mail-file.ts';
import { startInbox, type Inbox } from '../../src/server/inbox.ts';

describe('the inbox', () => {
  let folder: string;
  let inbox: Inbox;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inbox-'));
    inbox = await startInbox({ folder });
  });
  afterEach(async () => {
    await inbox.stop();
    await rm(folder, { recursive: true });
  });

  async function send(subject: string, text = 'x') {
    const { host, port } = inbox;
    const transport = createMailTransport({ host, port, security: 'none' }, undefined);
    try {
      return await transport.sendMail({ from: 'a@example.eu', to: 'b@example.eu', subject, text });
    } finally {
      transport.close();
    }
  }

  it('has the whole mail on disk by the time it says 250', async () => {
    const { response } = await send('[INC-7K3FQ] 24 h left: notify');
    assert.match(response, /^250/);
    const names = await readdir(folder);
    assert.equal(names.length, 1);
    const mail = await simpleParser(await readFile(join(folder, names[0] ?? '')));
    assert.equal(mail.subject, '[INC-7K3FQ] 24 h left: notify');
    assert.equal(mail.text, 'x\n');
  });

  it('names files so that they sort by time and can be read', async () => {
    await send('[INC-7K3FQ] 24 h left: notify');
    await send('[INC-7K3FQ] Übergröße 🙂 überall: '.repeat(3));
    const [first, second] = await readdir(folder);
    assert.match(first ?? '', /^\d{8}T\d{9}Z-001-inc-7k3fq-24-h-left-notify\.eml$/);
    assert.match(second ?? '', /^\d{8}T\d{9}Z-002-inc-7k3fq-ubergro-e-uberall-[a-z0-9-]+\.eml$/);
  });

  it('keeps mails for the eyes of its owner', { skip: process.platform === 'win32' }, async () => {
    await send('private');
    const [name] = await readdir(folder);
    assert.equal((await stat(join(folder, name ?? ''))).mode & 0o777, 0o600);
  });

  it('refuses what is larger than 10 MB and keeps nothing of it', async () => {
    await assert.rejects(send('large', 'x'.repeat(11 * 1024 * 1024)));
    assert.deepEqual(await readdir(folder), []);
  });

  it('does not say 250 when it cannot write', async () => {
    await rm(folder, { recursive: true });
    await assert.rejects(send('lost'), (error: Error & { responseCode?: number }) => {
      assert.equal(error.responseCode, 450);
      return true;
    });
    await writeFile(folder, '');
  });

  it('clears away halves of mails that were never accepted', async () => {
    await inbox.stop();
    await writeFile(join(folder, '.unfinished-1'), 'half');
    inbox = await startInbox({ folder });
    assert.deepEqual(await readdir(folder), []);
  });

  it('says which port is taken', async () => {
    await assert.rejects(
      startInbox({ folder, port: inbox.port }),
      (error) => error instanceof Failure && error.message.includes(String(inbox.port)),
    );
  });

  it('stops soon although a client keeps its connection open', async () => {
    const { host, port } = inbox;
    const transport = createMailTransport({ host, port, security: 'none' }, undefined);
    await transport.sendMail({ from: 'a@example.eu', to: 'b@example.eu', text: 'x' });
    const startedAt = performance.now();
    await inbox.stop();
    // The mail server's own patience is 30 s.
    assert.ok(performance.now() - startedAt < 15_000);
    transport.close();
  });
});

describe('the name of a mail file', () => {
  const table = {
    'Subject: =?UTF-8?B?w4RyZ2Vy?= now': 'arger-now',
    'Subject: =?UTF-8?Q?=C3=84r?=\r\n =?UTF-8?Q?ger_now?=': 'arger-now',
    'Subject: ../../etc/passwd': 'etc-passwd',
    'Subject: ': 'mail',
    'X-Other: none': 'mail',
  };
  for (const [header, slug] of Object.entries(table))
    it(`of "${header.replace(/\r\n/g, ' ')}" ends in ${slug}`, () => {
      const mail = Buffer.from(`From: a@example.eu\r\n${header}\r\n\r\nSubject: body`);
      assert.equal(fileName(new Date(0), 7, mail), `19700101T000000000Z-007-${slug}.eml`);
    });
});
