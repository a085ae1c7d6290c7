/** Which mails carry which link, and to which address they go. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLinkBook } from '../../src/links/book.ts';
import { mailKinds } from '../../src/domain/mail.ts';
import { composeMail } from '../../src/mail/compose.ts';
import { acknowledgeLink } from '../../src/mail/links.ts';
import { mailRequest } from '../../src/mail/recipient.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { openRegister } from '../../src/register/database.ts';
import { dataFolder } from '../register/sample.ts';
import { due, input, policy } from './sample.ts';

const url = 'https://board.nordlicht.example/';
const withBoard: Policy = { ...policy, web: { ...policy.web, url } };
const link = 'https://board.nordlicht.example/l/a.b.c';
const nowMs = due;

for (const kind of mailKinds) {
  const isPage = kind === 'page' || kind === 'nobody-reached';
  test(`a mail ${kind} carries ${kind === 'customer-notice' ? 'no link' : 'one link'}`, () => {
    const sent = input(kind);
    const request = mailRequest(sent, withBoard, nowMs, undefined, isPage ? link : undefined);
    assert.ok(request);
    const { text, html } = composeMail(request);
    const found = text.match(/https:\/\/board\S*/g) ?? [];
    const deep = `https://board.nordlicht.example/incidents/${sent.subject.id}`;
    const expected = kind === 'customer-notice' ? [] : isPage ? [link] : [deep];
    assert.deepEqual(found, expected);
    for (const one of expected) assert.ok(html.includes(`href="${one}"`));
  });
}

test('the link to the board stands where the reader is to act, before any command', () => {
  for (const kind of mailKinds) {
    const request = mailRequest(input(kind), withBoard, nowMs, undefined, undefined);
    assert.ok(request);
    const { text } = composeMail(request);
    const [link, command] = [text.indexOf('https://board'), text.indexOf('seventytwo ')];
    if (link !== -1 && command !== -1) assert.ok(link < command, `${kind}\n${text}`);
  }
});

test('without a board no mail carries a link', async () => {
  const data = await dataFolder();
  const register = await openRegister(data);
  const book = createLinkBook(register, data, {
    now: () => nowMs,
    onAway: (error) => assert.fail(String(error)),
  });
  const { mail, subject } = input('page');
  assert.equal(await acknowledgeLink(mail, subject, policy, book), undefined);
  const request = mailRequest(input('page'), policy, nowMs);
  assert.ok(request);
  assert.doesNotMatch(composeMail(request).text, /https:/);
  const reminder = input('reminder');
  assert.equal(await acknowledgeLink(reminder.mail, subject, withBoard, book), undefined);
  const first = await acknowledgeLink(mail, subject, withBoard, book);
  assert.equal(await acknowledgeLink(mail, subject, withBoard, book), first);
  // Sent anew to another address, it is another link.
  const linksSinceMs = mail.causedAtMs + 1;
  assert.notEqual(
    await acknowledgeLink(mail, { ...subject, linksSinceMs }, withBoard, book),
    first,
  );
  await register.close();
});

test('out of band a mail goes to the other address, or to nobody; a customer has but one', () => {
  const other = 'anna@elsewhere.example';
  const { anna } = policy.people;
  assert.ok(anna);
  const people = { ...policy.people, anna: { ...anna, outOfBand: other } };
  const known: Policy = { ...policy, people };
  const switched = { subject: { outOfBand: true } } as const;
  assert.equal(mailRequest(input('page', switched), known, nowMs)?.recipient.email, other);
  assert.equal(
    mailRequest(input('page'), known, nowMs)?.recipient.email,
    policy.people['anna']?.email,
  );
  assert.equal(mailRequest(input('assigned', switched), known, nowMs), undefined);
  const customer = mailRequest(input('customer-notice', switched), known, nowMs);
  assert.equal(customer?.recipient.email, 'privacy@kiosk.example');
});

test('no mail says that another address is in use', () => {
  for (const kind of mailKinds) {
    const plain = mailRequest(input(kind), withBoard, nowMs);
    assert.ok(plain);
    const subject = { ...plain.subject, outOfBand: true as const };
    assert.deepEqual(composeMail({ ...plain, subject }), composeMail(plain));
  }
});
