import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { ApplicationFailure } from '@temporalio/common';
import { simpleParser } from 'mailparser';
import {
  createMailActivities,
  type SendMailInput,
  type SentMail,
} from '../../src/activities/mail.ts';
import { processorNotice } from '../../src/domain/processor-notice.ts';
import { catalogues } from '../../src/language/index.ts';
import { renderJson } from '../../src/notices/json.ts';
import { organisationProfile } from '../../src/policy/profile.ts';
import type { Policy, SmtpSettings } from '../../src/policy/schema.ts';
import { storeNotice } from '../../src/register/notices.ts';
import { due, hour, input, policy } from '../mail/sample.ts';
import { full } from '../notices/sample.ts';
import { createStand, failure, loaded, quiet } from './stand.ts';

const nowMs = due - 24 * hour;
const stand = createStand();
const register = await stand.register();

/** Sends as the worker would, and answers what Temporal would see. */
function sender(settings: SmtpSettings, password?: string, known: Policy = policy) {
  const transport = stand.transport(settings, password);
  const deps = { register, transport, policy: loaded(known), now: () => nowMs };
  const activities = createMailActivities(deps);
  return (of: SendMailInput = input('reminder'), environment = quiet()): Promise<SentMail> =>
    environment.run(() => activities.sendMail(of));
}

async function failed(sending: Promise<unknown>): Promise<ApplicationFailure> {
  const error = await failure(sending);
  // Addresses and the server's words would be kept in the history.
  assert.doesNotMatch(
    JSON.stringify([error.message, error.details]),
    /carla|unknown|busy|want this/,
  );
  assert.equal(error.cause, undefined);
  return error;
}

describe('a mail that the server takes', () => {
  for (const security of ['starttls', 'tls'] as const)
    it(`over ${security} is reported with the reply code`, async () => {
      const smtp = await stand.smtp({ security });
      const sent = await sender(smtp.settings)();
      assert.deepEqual(sent, { messageId: '<INC-7K3FQ.12.0@mail.example.eu>', detail: '250' });
      assert.equal(smtp.mails.length, 1);
    });

  it('arrives with text, page, calendar entry and thread', async () => {
    const smtp = await stand.smtp();
    await sender(smtp.settings)();
    const mail = await simpleParser(smtp.mails[0] ?? '');
    assert.equal(mail.messageId, '<INC-7K3FQ.12.0@mail.example.eu>');
    assert.equal(mail.inReplyTo, '<INC-7K3FQ@mail.example.eu>');
    assert.equal(mail.references, '<INC-7K3FQ@mail.example.eu>');
    assert.match(mail.subject ?? '', /^\[INC-7K3FQ\] 24 h left/);
    assert.match(mail.text ?? '', /24 H LEFT/);
    assert.match(String(mail.html), /24 h left/);
    assert.equal(
      mail.from?.text,
      '"seventytwo, Nordlicht Software GmbH" <security@nordlicht.example>',
    );
    assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
    assert.match(smtp.mails[0] ?? '', /text\/calendar;[^]*method=PUBLISH/);
    assert.ok(mail.attachments.some(({ filename }) => filename === 'INC-7K3FQ.ics'));
  });

  it('cannot be given headers by a hostile title', async () => {
    const smtp = await stand.smtp();
    const title = 'Bucket\r\nBcc: evil@evil.example\r\nX-Evil: 1\r\n\r\nbody';
    await sender(smtp.settings)(input('page', { subject: { title } }));
    const mail = await simpleParser(smtp.mails[0] ?? '');
    assert.equal(mail.bcc, undefined);
    assert.equal(mail.headers.has('x-evil'), false);
    assert.match(mail.subject ?? '', /Bucket Bcc: evil@evil\.example X-Evil: 1 body$/);
  });

  it('bears one Message-ID over all attempts', async () => {
    const smtp = await stand.smtp();
    const send = sender(smtp.settings);
    smtp.behave('drop');
    const dropped = await failed(send());
    assert.equal(dropped.nonRetryable, false);
    smtp.behave('accept');
    const sent = await send();
    assert.equal(smtp.arrived(), 2);
    assert.deepEqual(dropped.details?.[0], {
      ...{ messageId: sent.messageId, detail: 'ECONNECTION', attempt: 1 },
    });
  });

  it('goes to the address that the policy file holds when it is sent', async () => {
    const smtp = await stand.smtp();
    const corrected: Policy = {
      ...policy,
      people: { ...policy.people, carla: { name: 'Carla', email: 'new@nordlicht.example' } },
    };
    await sender(smtp.settings, undefined, corrected)();
    const mail = await simpleParser(smtp.mails[0] ?? '');
    assert.match(JSON.stringify(mail.to), /new@nordlicht\.example/);
  });

  it('is sent with the login of the policy', async () => {
    const smtp = await stand.smtp({ login: { user: 'box', password: 'right' } });
    assert.equal((await sender(smtp.settings, 'right')()).detail, '250');
    const refused = await failed(sender(smtp.settings, 'wrong')());
    assert.deepEqual([refused.type, refused.nonRetryable], ['not-authorised', true]);
  });
});

describe('a mail that fails', () => {
  const table = [
    { behaviour: 'busy', type: 'refused', detail: '451', nonRetryable: false },
    { behaviour: 'refuse', type: 'refused', detail: '554', nonRetryable: true },
    { behaviour: 'no-such-mailbox', type: 'no-such-recipient', detail: '550', nonRetryable: true },
    { behaviour: 'drop', type: 'unreachable', detail: 'ECONNECTION', nonRetryable: false },
  ] as const;
  for (const { behaviour, type, detail, nonRetryable } of table)
    it(`because the server does "${behaviour}" is ${type}, ${nonRetryable ? 'for good' : 'for now'}`, async () => {
      const smtp = await stand.smtp();
      smtp.behave(behaviour);
      const error = await failed(sender(smtp.settings)());
      assert.deepEqual(
        [error.type, error.nonRetryable, error.details],
        [
          ...[type, nonRetryable],
          [
            {
              ...{ messageId: '<INC-7K3FQ.12.0@mail.example.eu>', detail },
              ...(!nonRetryable && { attempt: 1 }),
            },
          ],
        ],
      );
      assert.equal(smtp.mails.length, 0);
    });

  it('never goes out in clear when the offer of encryption was stripped', async () => {
    const smtp = await stand.smtp({ security: 'stripped' });
    const error = await failed(sender(smtp.settings)());
    assert.deepEqual([error.type, error.nonRetryable], ['no-tls', true]);
    assert.equal(smtp.arrived(), 0);
  });

  for (const security of ['starttls', 'tls'] as const)
    it(`is no-tls when the certificate over ${security} names another host`, async () => {
      const smtp = await stand.smtp({ security, certificate: 'elsewhere' });
      const error = await failed(sender(smtp.settings)());
      assert.deepEqual([error.type, error.nonRetryable], ['no-tls', true]);
      assert.match(JSON.stringify(error.details), /ERR_TLS_CERT_ALTNAME_INVALID/);
    });

  it('is no-tls when nobody known has signed the certificate', async () => {
    const smtp = await stand.smtp();
    const { caFile: _caFile, ...unknown } = smtp.settings;
    const error = await failed(sender(unknown)());
    assert.deepEqual([error.type, error.nonRetryable], ['no-tls', true]);
  });

  it('is unreachable, for now, when nothing listens', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    assert.ok(address !== null && typeof address === 'object');
    await new Promise((resolve) => probe.close(resolve));
    const error = await failed(
      sender({ host: '127.0.0.1', port: address.port, security: 'starttls' })(),
    );
    assert.deepEqual([error.type, error.nonRetryable], ['unreachable', false]);
    assert.match(JSON.stringify(error.details), /ECONNREFUSED/);
  });

  it('fails for good when the policy file no longer knows the recipient', async () => {
    const smtp = await stand.smtp();
    const error = await failed(sender(smtp.settings)(input('page', { mail: { to: 'gone' } })));
    assert.deepEqual([error.type, error.nonRetryable], ['no-such-recipient', true]);
  });

  it('stops at once when it is cancelled', async () => {
    const smtp = await stand.smtp();
    smtp.behave('stall');
    const environment = quiet();
    const sending = sender(smtp.settings)(input('reminder'), environment);
    setTimeout(() => environment.cancel(), 300);
    const startedAt = performance.now();
    await assert.rejects(sending, (error: Error) => error.name === 'AbortError');
    // The limit of a silent connection is 20 s.
    assert.ok(performance.now() - startedAt < 10_000);
  });
});

describe('the notice to a customer', () => {
  const draft = renderJson(
    processorNotice(
      { ...full, summary: 'What dora has read.' },
      organisationProfile(policy),
      'kiosk',
      nowMs,
      catalogues.en.notices,
    ),
  );
  const sha256 = createHash('sha256').update(draft).digest('hex');
  const approved = (notice: string, hash = sha256) =>
    input('customer-notice', { mail: { notice: { id: notice, sha256: hash } } });
  const kept = (notice: string) =>
    storeNotice(register, {
      ...{ incidentId: 'INC-7K3FQ', notice, about: { customer: 'kiosk' } },
      ...{ json: draft, markdown: '', sha256, draftedAtMs: nowMs },
    });

  it('is the text that was approved, whatever was recorded since', async () => {
    await kept('N20');
    const smtp = await stand.smtp();
    await sender(smtp.settings)(approved('N20'));
    const { text } = await simpleParser(smtp.mails[0] ?? '');
    assert.match(text ?? '', /What dora has read\./);
    assert.doesNotMatch(text ?? '', /nightly export/);
  });

  it('does not go out when the draft is another than was approved, or gone', async () => {
    await kept('N21');
    const smtp = await stand.smtp();
    const send = sender(smtp.settings);
    for (const [sent, detail] of [
      [approved('N21', 'f'.repeat(64)), 'draft-changed'],
      [approved('N22'), 'draft-missing'],
    ] as const) {
      const error = await failed(send(sent));
      assert.equal(error.type, 'internal');
      assert.equal(error.nonRetryable, true);
      assert.match(error.message, new RegExp(detail));
    }
    assert.equal(smtp.arrived(), 0);
  });
});
