/** The mail that brings a checkpoint: complete in itself, and of use to somebody who knows nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkpointMail, checkpointMessageId } from '../../src/mail/checkpoint.ts';
import { policy } from './sample.ts';

const checkpoint = {
  ...{ n: 1204, hash: 'ab'.repeat(32), atMs: Date.UTC(2026, 10, 22, 22) },
  ...{ installation: '0b8d7c7e-1111-4222-8333-444455556666', key: 'a+k/y=', signature: 's+g/==' },
};
const text = JSON.stringify(checkpoint);
const id = checkpointMessageId('seventytwo-checkpoint-2026-11-22T22:00:00Z', 'mail.example.eu');
const mail = checkpointMail({ checkpoint, text }, policy, id);

test('it carries the checkpoint as an attachment and as one line, both of which can be read back', () => {
  const [attachment] = mail.attachments;
  assert.equal(attachment?.filename, 'checkpoint-1204.json');
  assert.deepEqual(JSON.parse(attachment.content), checkpoint);
  const line = mail.text.split('\n').find((one) => one.startsWith('    {'));
  assert.deepEqual(JSON.parse(line ?? ''), checkpoint);
  assert.match(mail.html, /&quot;n&quot;:1204/);
});

test('it says how it is used, and never takes its own key for the one to trust', () => {
  assert.match(mail.text, /seventytwo audit verify --checkpoint checkpoint-1204\.json/);
  assert.match(mail.text, /node verify-audit\.mjs chain\.jsonl --checkpoint checkpoint-1204\.json/);
  assert.doesNotMatch(mail.text, /--key a\+k/);
  assert.match(mail.text, /2026-11-22 22:00 UTC/);
});

test('it names no person, and its Message-ID holds only what one may', () => {
  for (const { name, email } of Object.values(policy.people))
    for (const part of [mail.subject, mail.text, mail.html])
      assert.ok(!part.includes(name) && !part.includes(email), name);
  assert.equal(mail.messageId, '<seventytwo-checkpoint-2026-11-22T22.00.00Z@mail.example.eu>');
  assert.equal(mail.headers['Auto-Submitted'], 'auto-generated');
});
