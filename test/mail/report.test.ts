/** What is read from a report of a mail server, and what is not taken for one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../../src/failure.ts';
import { longestReport, readReport } from '../../src/mail/report.ts';
import { reportOf } from './reports.ts';

const messageId = '<INC-7K3FQ.12.0@mail.example.eu>';

describe('a report', () => {
  for (const returned of ['text/rfc822-headers', 'message/rfc822'] as const)
    it(`with ${returned} names the mail, what became of it, its codes and its tag`, async () => {
      const headers = ['X-Seventytwo-Return: 0123456789abcdef0123456789abcdef'];
      assert.deepEqual(await readReport(reportOf({ messageId, returned, headers })), {
        ...{ what: 'report', action: 'failed', status: '5.1.1', code: '550', messageId },
        tag: '0123456789abcdef0123456789abcdef',
      });
    });

  it('of a delay is read as one', async () => {
    const diagnostic = 'smtp; 451 4.2.0 try later';
    const raw = reportOf({ messageId, action: 'delayed', status: '4.2.0', diagnostic });
    const { what, ...report } = await readReport(raw);
    assert.equal(what, 'report');
    assert.deepEqual(report, { action: 'delayed', status: '4.2.0', code: '451', messageId });
  });

  it('without headers is known by the id of the envelope, with its escapes', async () => {
    const envelopeId = 'INC-7K3FQ.12.0+40mail.example.eu';
    const read = await readReport(reportOf({ messageId, returned: 'none', envelopeId }));
    assert.equal(read.messageId, messageId);
  });

  it('with line ends of Unix is read as well', async () => {
    const read = await readReport(reportOf({ messageId }).replaceAll('\r\n', '\n'));
    assert.equal(read.messageId, messageId);
  });
});

const deep = (() => {
  let body = reportOf({ messageId });
  for (let n = 0; n < 40; n += 1)
    body = `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n${body}\r\n--b${n}--\r\n`;
  return body;
})();

const hostile: Readonly<Record<string, string>> = {
  'that is empty': '',
  'that is HTML': '<html><body>Undelivered: &lt;INC-7K3FQ.12.0@mail.example.eu&gt;</body></html>',
  'that is longer than 1 MB': reportOf({ messageId }) + 'x'.repeat(longestReport),
  'that nests forty deep': deep,
  'with headers without end': `X-A: ${'a'.repeat(300_000)}\r\n\r\n`,
  'about several recipients': reportOf({ messageId, recipients: 2 }),
  'about two mails': reportOf({ messageId, envelopeId: 'INC-OTHER.1.0@mail.example.eu' }),
  'about no mail': reportOf({ messageId, returned: 'none' }),
  'whose Message-ID holds more than one': reportOf({ messageId: '<a@b> <c@d>', returned: 'none' }),
  'whose type is none of a report': reportOf({ messageId }).replace(
    'multipart/report; report-type=delivery-status',
    'multipart/mixed',
  ),
};
for (const [what, raw] of Object.entries(hostile))
  describe('a message', () => {
    it(`${what} is refused with a reason that repeats nothing of it`, async () => {
      const error = await readReport(raw).then(
        (read) => assert.fail(JSON.stringify(read)),
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.kind, 'refused');
      assert.equal(error.code, 'no-report');
      assert.doesNotMatch(error.message, /INC-|nordlicht|somebody/);
    });
  });

describe('a mail that is no report', () => {
  it('is known by its own Message-ID', async () => {
    const read = await readReport('Message-ID: <canary.1764000000000@a.example>\r\n\r\nhello\r\n');
    assert.deepEqual(read, { what: 'mail', messageId: '<canary.1764000000000@a.example>' });
  });
});

const mailOf = (type: string, body: string): string => `Content-Type: ${type}\r\n\r\n${body}`;

const bombs = {
  'half a million empty lines': mailOf('text/plain', '\r\n'.repeat(450_000)),
  '90,000 parts': mailOf('multipart/report; boundary=b', '--b\r\n\r\nx\r\n'.repeat(90_000)),
  'ten million characters': 'x'.repeat(10_000_000),
};

for (const [what, raw] of Object.entries(bombs))
  it(`a report of ${what} is refused before it keeps the parser busy`, async () => {
    const before = process.cpuUsage();
    await assert.rejects(
      readReport(raw),
      (error) => error instanceof Failure && error.code === 'no-report',
    );
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 1_500_000, `${user + system} µs`);
  });
