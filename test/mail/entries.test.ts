/** Calendars that take every entry they are sent, on every way that a deadline can move, end and come back. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Mail } from '../../src/domain/mail.ts';
import { mailSubject } from '../../src/domain/mails.ts';
import { composeMail } from '../../src/mail/compose.ts';
import { mailRequest } from '../../src/mail/recipient.ts';
import { policySchema } from '../../src/policy/schema.ts';
import {
  accepts,
  declared,
  given,
  givenUnder,
  hours,
  incidentId,
  next,
  type Step,
  type Story,
} from '../support/incidents.ts';
import { policySnapshot } from '../support/policy.ts';

const email = 'x@acme.example';
const policy = policySchema.parse({
  organisation: { name: 'Acme', contact: email, zone: 'Europe/Vienna', authority: 'AT' },
  people: Object.fromEntries(
    ['anna', 'ben', 'clara', 'dora', 'dirk'].map((id) => [id, { name: id, email }]),
  ),
  roles: { dpo: 'dora', deputy: 'dirk', decisionMaker: 'clara' },
  onCall: { order: ['anna', 'ben'] },
  customers: Object.fromEntries(['globex', 'initech'].map((id) => [id, { name: id, email }])),
});

type Entry = { readonly start: string; readonly sequence: number; readonly alarms: number };
/** By person and UID; a cancelled one is gone. */
type Calendars = Map<string, Entry | { readonly cancelledAt: number }>;

/** The properties of the one entry in a file. */
function parsed(ics: string): ReadonlyMap<string, string> {
  const lines = ics.replaceAll('\r\n ', '').split('\r\n');
  return new Map(
    lines.map((line) => [line.split(/[:;]/, 1)[0] ?? '', line.slice(line.indexOf(':') + 1)]),
  );
}

/** Every mail that waits is taken by the server and its entry by the calendar, as RFC 5546 has it. */
function delivered(story: Story, calendars: Calendars): Story {
  let now = story;
  for (const mail of story.incident.mails) {
    receive(now, mail, calendars);
    now = next(now, accepts(mail, now.nowMs));
  }
  return now;
}

function receive({ incident, nowMs }: Story, mail: Mail, calendars: Calendars): void {
  const input = { mail, subject: mailSubject(incident, mail), mailDomain: 'acme.example' };
  const request = mailRequest(input, policy, nowMs);
  assert.ok(request);
  const { icalEvent } = composeMail(request);
  if (!icalEvent) return;
  const found = parsed(icalEvent.content);
  assert.equal(found.get('METHOD'), icalEvent.method);
  assert.match(found.get('DTSTAMP') ?? '', /^\d{8}T\d{6}Z$/);
  const key = `${mail.to} ${found.get('UID')}`;
  const sequence = Number(found.get('SEQUENCE'));
  const before = calendars.get(key);
  const last = before && ('sequence' in before ? before.sequence : before.cancelledAt);
  // A calendar keeps what it has when the same or an older one comes.
  if (last !== undefined && sequence <= last) return;
  if (icalEvent.method === 'CANCEL') {
    assert.equal(found.get('STATUS'), 'CANCELLED');
    calendars.set(key, { cancelledAt: sequence });
    return;
  }
  const alarms = icalEvent.content.split('BEGIN:VALARM').length - 1;
  calendars.set(key, { start: found.get('DTSTART') ?? '', sequence, alarms });
}

/** Who has it, and when: `dora 20260330T081400Z`. */
function held(calendars: Calendars, duty = 'gdpr-33-1'): readonly string[] {
  const uid = `${incidentId}.${duty}@acme.example`;
  return [...calendars].flatMap(([key, entry]) => {
    const [person, of] = key.split(' ');
    if (of !== uid || !('start' in entry)) return [];
    assert.equal(entry.alarms, 1);
    return [`${person} ${entry.start}`];
  });
}

function at(count: number, ...people: readonly string[]): readonly string[] {
  const start = new Date(hours(count).atMs).toISOString().replaceAll(/[-:]|\.000/g, '');
  return people.map((person) => `${person} ${start}`);
}

function told(story: Story, calendars: Calendars, ...steps: readonly Step[]): Story {
  return steps.reduce((now, step) => delivered(next(now, step), calendars), story);
}

const aware: Step = {
  ...{ name: 'declareAwareness', at: hours(1).atMs },
  fields: { at: hours(1), reason: 'the log shows it' },
};
const earlier: Step = {
  name: 'declareAwareness',
  fields: { at: hours(0), reason: 'a mail said so' },
};
const filed: Step = {
  name: 'fileDuty',
  by: 'dora',
  fields: { reference: 'AZ 1', stage: 'complete' },
};

/** Aware; the provisional entry of the declaration is in the calendars already. */
function begun(...steps: readonly Step[]): { story: Story; calendars: Calendars } {
  const calendars: Calendars = new Map();
  const story = delivered(given(declared({ personalData: 'unknown' })), calendars);
  return { story: told(story, calendars, ...steps), calendars };
}

describe('the entry of a deadline', () => {
  it('is there provisionally, and moves when awareness is declared and when it is corrected', () => {
    const { story, calendars } = begun();
    assert.deepEqual(held(calendars), at(72, 'dora', 'dirk'));
    const later = told(story, calendars, aware);
    assert.deepEqual(held(calendars), at(73, 'dora', 'dirk'));
    told(later, calendars, earlier);
    assert.deepEqual(held(calendars), at(72, 'dora', 'dirk'));
  });

  it('reaches who joins on a later rung, and then moves and ends for them too', () => {
    const { story, calendars } = begun(aware);
    const reminded = delivered(next(story, { until: hours(72.5).atMs }), calendars);
    assert.deepEqual(held(calendars), at(73, 'dora', 'dirk', 'clara'));
    const moved = told(
      reminded,
      calendars,
      {
        ...{ name: 'declareAwareness', by: 'dora', at: hours(72.5).atMs },
        fields: { at: hours(30), reason: 'only then it was certain' },
      },
      { name: 'confirmAwareness', by: 'dirk' },
    );
    assert.deepEqual(held(calendars), at(102, 'dora', 'dirk', 'clara'));
    told(moved, calendars, filed);
    assert.deepEqual(held(calendars), []);
  });

  it('that went to a substitute moves and ends for the substitute', () => {
    const calendars: Calendars = new Map();
    const story = next(given(declared({ personalData: 'unknown' })), aware);
    const waiting = story.incident.mails.find(
      ({ kind, to }) => kind === 'briefing' && to === 'dora',
    );
    assert.ok(waiting);
    const { key, kind, to } = waiting;
    const failed: Step = {
      event: {
        ...{ type: 'mailFailed', key, kind, to, messageId: '<x@y>' },
        ...{ fault: 'refused', detail: '' },
      },
    };
    const after = told(story, calendars, failed);
    assert.deepEqual(held(calendars), at(73, 'dirk', 'clara'));
    told(after, calendars, filed);
    assert.deepEqual(held(calendars), []);
  });

  it('ends by filing', () => {
    const { calendars } = begun(aware, filed);
    assert.deepEqual(held(calendars), []);
  });

  it('ends when two people withhold the notice', () => {
    const { calendars } = begun(
      aware,
      { name: 'withholdDuty', by: 'dora', fields: { reason: 'test data only' } },
      { name: 'confirmWithholding', by: 'clara' },
    );
    assert.deepEqual(held(calendars), []);
  });

  it('comes back when what was withheld is opened again', () => {
    const { story, calendars } = begun(
      aware,
      { name: 'withholdDuty', by: 'dora', fields: { reason: 'test data only' } },
      { name: 'confirmWithholding', by: 'clara' },
    );
    told(story, calendars, { name: 'reopenDuty', fields: { reason: 'a second copy' } });
    assert.deepEqual(held(calendars), at(73, 'dora', 'dirk'));
  });

  it('ends with a false alarm before awareness', () => {
    const { calendars } = begun({ name: 'declareFalseAlarm', fields: { reason: 'it was empty' } });
    assert.deepEqual(held(calendars), []);
  });

  it('ends when the incident goes on in another', () => {
    const { calendars } = begun(
      { name: 'merge', fields: { into: 'INC-B2C4D', reason: 'the same' } },
      { event: { type: 'dutyWithdrawn', duty: 'gdpr-33-1', reason: 'its clock goes on there' } },
    );
    assert.deepEqual(held(calendars), []);
  });

  it('is not written about to those outside the circle of a restricted incident', () => {
    const { story, calendars } = begun(aware, {
      ...{ name: 'restrict', by: 'dora' },
      fields: { people: ['anna'], reason: 'a colleague is involved' },
    });
    const withBen = { ...story.incident, entryHolders: { 'gdpr-33-1': ['ben', 'dora'] } };
    const { mails } = next({ ...story, incident: withBen }, filed).incident;
    assert.deepEqual(
      mails.map(({ to }) => to),
      ['dora', 'dirk', 'clara'],
    );
    assert.deepEqual(held(calendars), at(73, 'dora', 'dirk'));
  });

  it('stays with the owners alone for incidents of an older edition', () => {
    const story = givenUnder(
      policySnapshot({ edition: 3 }),
      declared({ personalData: 'unknown' }),
      aware,
    );
    const outside = { ...story.incident, entryHolders: { 'gdpr-33-1': ['ben'] } };
    const ended = next({ ...story, incident: outside }, filed);
    assert.ok(!ended.incident.mails.some(({ to }) => to === 'ben'));
  });
});

describe('the one entry for all customers', () => {
  const owed = (customer: string, due: number): Step => ({
    event: {
      ...{ type: 'dutyOpened', duty: `gdpr-33-2:${customer}`, ruleVersion: '2018-05-25' },
      anchor: { ...hours(0), kind: 'awareness', provisional: false },
      dueAtMs: hours(due).atMs,
      plan: {
        ...{ rule: 'gdpr-33-2', stage: 'notification', customer, notes: [] },
        ...{ title: 'Tell the controller', article: 'GDPR Art. 33(2)', addressee: 'controller' },
      },
    },
  });
  const both = [aware, owed('globex', 24), owed('initech', 48)] as const;
  const told33 = (customer: string): Step => ({
    ...{ name: 'fileDuty', by: 'dora' },
    fields: { duty: `gdpr-33-2:${customer}`, reference: 'by telephone' },
  });

  it('moves to the next of them when the first is told, and ends with the last', () => {
    const { story, calendars } = begun(...both);
    assert.deepEqual(held(calendars, 'gdpr-33-2'), at(24, 'dora', 'dirk'));
    const first = told(story, calendars, told33('globex'));
    assert.deepEqual(held(calendars, 'gdpr-33-2'), at(48, 'dora', 'dirk', 'clara'));
    told(first, calendars, told33('initech'));
    assert.deepEqual(held(calendars, 'gdpr-33-2'), []);
  });

  it('ends when the last of them is withheld', () => {
    const duty = 'gdpr-33-2:initech';
    const { calendars } = begun(
      ...both,
      told33('globex'),
      { name: 'withholdDuty', by: 'dora', fields: { duty, reason: 'not their data' } },
      { name: 'confirmWithholding', by: 'clara', fields: { duty } },
    );
    assert.deepEqual(held(calendars, 'gdpr-33-2'), []);
  });
});
