import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { composeMail } from '../../src/mail/compose.ts';
import { due, hour, mailDomain, request } from './sample.ts';

const read = (kind: 'briefing' | 'reminder' | 'duty-ended', change = {}) =>
  composeMail(request(kind, change)).icalEvent;

describe('the calendar entry', () => {
  it('holds the due instant in UTC and rings an hour before', () => {
    const part = read('briefing');
    assert.equal(part?.method, 'PUBLISH');
    assert.match(part?.content ?? '', /^DTSTART:20261122T150400Z\r$/m);
    assert.match(part?.content ?? '', /BEGIN:VALARM\r\n[^]*TRIGGER:-PT1H\r\n[^]*END:VALARM/);
  });

  it('is one entry per incident and duty, replaced by each later mail', () => {
    const uid = `UID:INC-7K3FQ.gdpr-33-1@${mailDomain}`;
    const first = read('briefing', { mail: { key: '9.0' } })?.content ?? '';
    const later = read('reminder', { mail: { key: '31.2' } })?.content ?? '';
    assert.ok(first.includes(uid) && later.includes(uid));
    assert.match(first, /^SEQUENCE:9\r$/m);
    assert.match(later, /^SEQUENCE:31\r$/m);
  });

  it('is the same for every attempt at the same mail', () => {
    const mail = { causedAtMs: due - 24 * hour };
    const first = read('reminder', { mail, nowMs: due - 24 * hour });
    const retried = read('reminder', { mail, nowMs: due - 23 * hour });
    assert.deepEqual(retried, first);
  });

  it('is cancelled when the duty has ended', () => {
    const part = read('duty-ended', { duty: { state: 'withdrawn' } });
    assert.equal(part?.method, 'CANCEL');
    assert.match(part?.content ?? '', /METHOD:CANCEL\r\n[^]*STATUS:CANCELLED\r\n/);
    assert.doesNotMatch(part?.content ?? '', /VALARM/);
  });

  it('is not cancelled when the duty is open again by the time the mail goes out', () => {
    assert.equal(read('duty-ended', { duty: { state: 'open' } }), undefined);
  });

  it('is left out when its time has passed', () => {
    assert.equal(read('reminder', { nowMs: due + hour }), undefined);
  });
});
