import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AlarmMail, TroubleKind } from '../../src/domain/trouble.ts';
import { alarmId, alarmRequest, composeAlarm } from '../../src/mail/alarm.ts';
import type { Composed } from '../../src/mail/compose.ts';
import { due, hour, policy } from './sample.ts';

const sinceMs = due - 5 * hour;

function mail(kind: TroubleKind, change: Partial<AlarmMail> = {}): AlarmMail {
  const trouble = { kind, incidentId: 'INC-7K3FQ', dueAtMs: due };
  return {
    key: 'alarm.INC-7K3FQ.1.0.carla',
    kind: 'alarm',
    episode: { trouble, sinceMs, seenAtMs: sinceMs, told: 0, incidents: ['INC-7K3FQ'] },
    ...{ to: 'carla', atMs: sinceMs + hour, ...change },
  };
}

function composed(from: AlarmMail): Composed {
  const request = alarmRequest(from, policy, sinceMs + hour);
  assert.ok(request);
  return composeAlarm(request);
}

describe('the mail about a stuck incident', () => {
  const { subject, text, html, headers, messageId } = composed(mail('failing'));

  it('says in its subject what is wrong', () =>
    assert.equal(subject, '[INC-7K3FQ] is stuck: its reminders and pages do not go out'));

  it('has the due time in UTC and in the zone of the reader, and since when', () => {
    for (const form of [text, html.replace(/<[^>]+>/g, '')]) {
      assert.match(form, /4 h left/i);
      assert.match(form, /Sun 22 Nov 2026, 17:04 .*\(2026-11-22 15:04 UTC\)/);
      assert.match(form, /Sun 22 Nov 2026, 12:04 .*\(2026-11-22 10:04 UTC\), 1 h ago/);
    }
  });

  it('says what to do: file by hand, whom to call, how it is mended', () => {
    assert.match(text, /file it by hand on the portal below before/);
    assert.match(text, /Data protection officer: Carla Virtanen/);
    assert.match(text, /temporal workflow show --workflow-id INC-7K3FQ/);
    assert.match(text, /Bayerisches Landesamt/);
  });

  it('rings at night, and its Message-ID is computed', () => {
    assert.equal(headers['Importance'], 'high');
    assert.equal(messageId, '<alarm.INC-7K3FQ.1.0.carla@nordlicht.example>');
    assert.equal(alarmId(mail('failing'), policy), messageId);
  });

  it('tells how an ended run is brought back, and to start the worker when none works', () => {
    assert.match(composed(mail('ended')).text, /seventytwo note INC-7K3FQ .* --as carla/);
    assert.match(composed(mail('waiting')).text, /no worker takes its work/);
  });

  it('says when it goes on, calmly', () => {
    const over = composed(mail('failing', { kind: 'over' }));
    assert.match(over.subject, /^\[INC-7K3FQ\] goes on again$/);
    assert.equal(over.headers['Importance'], undefined);
    assert.match(over.text.replace(/\s+/g, ' '), /until .* UTC\), 1 h/);
  });

  it('about the register names the incidents that wait, and has a thread of its own', () => {
    const register = composed(mail('unwritten'));
    assert.equal(register.subject, '[register] cannot be written');
    assert.equal(register.references, '<register@nordlicht.example>');
    assert.match(register.text, /Incidents that wait: INC-7K3FQ/);
  });

  it('about the installation says what is wrong and what to do, and when it is over', () => {
    const trouble = { kind: 'access', count: 7 } as const;
    const from = mail('failing');
    const access = { ...from, episode: { ...from.episode, trouble, incidents: [] } };
    const { subject, text } = composed(access);
    assert.equal(subject, '[access] is refused again and again');
    assert.match(text, /Refused commands: 7 within ten minutes/);
    assert.match(text, /seventytwo audit list/);
    assert.doesNotMatch(text, /INC-|undefined/);
    // `access` alone would not say whose.
    assert.ok(text.startsWith(`${policy.organisation.name} · access · `), text);
    const over = composed({ ...access, kind: 'over' });
    assert.equal(over.subject, '[access] is quiet again');
    assert.match(over.text, /^Access is quiet again$/m);
  });

  it('is in the language of its reader', () => {
    const people = {
      ...policy.people,
      carla: { name: 'C', email: 'c@c.eu', language: 'de' as const },
    };
    const request = alarmRequest(mail('failing'), { ...policy, people }, sinceMs + hour);
    assert.ok(request);
    const german = composeAlarm(request);
    assert.match(german.subject, /^\[INC-7K3FQ\] steht still/);
    assert.match(german.html, /<html lang="de">/);
  });

  it('is not written for somebody whom the policy no longer knows', () =>
    assert.equal(alarmRequest(mail('failing', { to: 'gone' }), policy, sinceMs), undefined));
});
