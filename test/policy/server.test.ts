/** The mail server as one text: host and port, whatever the host looks like. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readServer, writtenServer } from '../../src/policy/server.ts';

const texts: readonly (readonly [string, string, number | undefined])[] = [
  ['smtp.example.eu:587', 'smtp.example.eu', 587],
  [' smtp.example.eu ', 'smtp.example.eu', undefined],
  ['127.0.0.1:2525', '127.0.0.1', 2525],
  ['[::1]:2525', '::1', 2525],
  ['::1', '::1', undefined],
  ['smtp.example.eu:', 'smtp.example.eu', Number.NaN],
  ['smtp.example.eu:0x19', 'smtp.example.eu', Number.NaN],
  ['smtp://smtp.example.eu:25', 'smtp://smtp.example.eu', 25],
];
for (const [text, host, port] of texts)
  test(`“${text}” is the host ${host} and ${port ?? 'no'} port`, () => {
    const server = readServer(text);
    assert.deepEqual([server.host, server.port], [host, port]);
  });

test('port and security follow from each other where only one is given', () => {
  const host = 'smtp.example.eu';
  assert.deepEqual(writtenServer({ host }, {}), { host, port: 587, security: 'starttls' });
  assert.deepEqual(writtenServer({ host, port: 465 }, {}), { host, port: 465, security: 'tls' });
  assert.deepEqual(writtenServer({ host }, { smtpSecurity: 'tls' }), {
    ...{ host, port: 465, security: 'tls' },
  });
});
