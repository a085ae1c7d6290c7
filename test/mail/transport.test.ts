import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import { Failure } from '../../src/failure.ts';
import { classify } from '../../src/mail/fault.ts';
import { isLoopback } from '../../src/loopback.ts';
import { createMailTransport, inboxSettings } from '../../src/mail/transport.ts';
import { startSmtp } from '../support/smtp.ts';

describe('the way to the mail server', () => {
  const hosts = {
    '127.0.0.1': true,
    '127.8.9.10': true,
    '::1': true,
    localhost: true,
    'mail.example.eu': false,
    '10.0.0.1': false,
    '127.0.0.1.example.eu': false,
    'localhost.example.eu': false,
    '0.0.0.0': false,
    '::': false,
    '::ffff:10.0.0.1': false,
  };
  for (const [host, local] of Object.entries(hosts))
    it(`without encryption is ${local ? 'open' : 'refused'} to ${host}`, () => {
      assert.equal(isLoopback(host), local);
      const open = () => createMailTransport({ host, port: 25, security: 'none' }, undefined);
      if (local) open().close();
      else
        assert.throws(
          open,
          (error) => error instanceof Failure && error.code === 'mail-not-encrypted',
        );
    });

  it('is never opened with checks of the certificate switched off', () => {
    for (const security of ['starttls', 'tls'] as const) {
      const { options } = createMailTransport({ host: 'mail.example.eu', port: 25, security }, 'x');
      assert.equal(options.tls?.rejectUnauthorized, true);
      assert.equal(options.tls?.minVersion, 'TLSv1.2');
      assert.equal(security === 'tls' ? options.secure : options.requireTLS, true);
    }
  });

  it('names the setting when the file with the private authority is missing', () => {
    const settings = {
      host: 'mail.example.eu',
      port: 587,
      security: 'starttls',
      caFile: '/nowhere/ca.pem',
    } as const;
    assert.throws(() => createMailTransport(settings, undefined), /mail\.smtp\.caFile[^]*nowhere/);
  });

  it('to a server that stalls ends as a timeout that may pass', async () => {
    const smtp = await startSmtp({ security: 'none' });
    smtp.behave('stall');
    const { host, port } = smtp.settings;
    const impatient = createTransport({ host, port, ignoreTLS: true, socketTimeout: 200 });
    const error: unknown = await impatient
      .sendMail({ from: 'a@example.eu', to: 'b@example.eu', text: 'x' })
      .catch((thrown: unknown) => thrown);
    assert.deepEqual(classify(error), { fault: 'timeout', detail: 'ETIMEDOUT', permanent: false });
    await smtp.stop();
  });

  it('does not dress up a bug as a mail fault', () => {
    assert.equal(classify(new TypeError('x is undefined')), undefined);
  });
});

describe('the address of the inbox', () => {
  it('is read from host and port', () => {
    assert.deepEqual(inboxSettings('127.0.0.1:2525'), {
      host: '127.0.0.1',
      port: 2525,
      security: 'none',
    });
    assert.equal(inboxSettings('[::1]:2525')?.host, '::1');
    assert.equal(inboxSettings(undefined), undefined);
  });
  for (const address of ['mail.example.eu:25', '127.0.0.1', '127.0.0.1:0', '127.0.0.1:99999', 'x'])
    it(`is refused when it is ${address}`, () => {
      assert.throws(() => inboxSettings(address), Failure);
    });
});
