/** Which links in mails still count, and where the mails of an incident go. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apply } from '../../src/domain/apply.ts';
import { deadLink } from '../../src/domain/links.ts';
import { mailSubject } from '../../src/domain/mail-subject.ts';
import { status } from '../../src/domain/status.ts';
import { ask, declared, given, minuteMs, next, refused, startMs } from '../support/incidents.ts';

const reason = 'the mail server is in doubt';
const on = { name: 'switchAddresses', by: 'dora', fields: { outOfBand: 'on', reason } } as const;
const off = { ...on, fields: { outOfBand: 'off', reason } } as const;

test('switching the addresses pages anew from the first, and ends every older link', () => {
  const before = given(declared());
  const story = next(before, { ...on, at: startMs + 5 * minuteMs });
  assert.deepEqual(
    story.events.slice(before.events.length).map(({ type }) => type),
    ['addressesSwitched', 'paged'],
  );
  const { incident } = story;
  assert.ok(deadLink(incident, { causedAtMs: startMs }));
  // The page of the same moment is meant for the other address.
  assert.equal(deadLink(incident, { causedAtMs: startMs + 5 * minuteMs }), undefined);
  const [mail] = incident.mails.filter(({ kind }) => kind === 'page').slice(-1);
  assert.ok(mail);
  assert.equal(mailSubject(incident, mail).outOfBand, true);
  assert.equal(status(incident, 0).outOfBandSinceMs, startMs + 5 * minuteMs);
});

test('switching what is so already changes nothing, and back again ends the links once more', () => {
  const story = given(declared(), on);
  assert.deepEqual(ask(story, on), []);
  assert.deepEqual(ask(given(declared()), off), []);
  const back = next(story, off);
  assert.equal(status(back.incident, 0).outOfBandSinceMs, undefined);
  assert.equal(
    back.incident.linksSinceMs,
    back.events.find(({ atMs }) => atMs === back.nowMs)?.atMs,
  );
});

test('nobody is paged anew where nobody is paged', () => {
  const story = given(declared(), { name: 'acknowledge' });
  assert.deepEqual(ask(story, on), [{ type: 'addressesSwitched', outOfBand: true, reason }]);
});

test('a link in other hands must be of people of the policy', () => {
  const story = given(declared());
  const fields = { owner: 'anna', usedBy: 'zoe', link: 'l' };
  assert.equal(refused(story, { name: 'noteLinkForwarded', fields }).refused, 'unknown-person');
});

test('every end of an incident ends its links', () => {
  const { incident } = given(declared());
  const actor = { person: 'dora', channel: 'cli' } as const;
  for (const body of [
    { type: 'restricted', people: ['anna'], passedOver: [], reason },
    { type: 'unrestricted', reason },
    { type: 'closed', outcome: 'resolved' },
  ] as const) {
    const after = apply(incident, { seq: 9, atMs: startMs + minuteMs, actor, ...body });
    assert.ok(deadLink(after, { causedAtMs: startMs }), body.type);
  }
});
