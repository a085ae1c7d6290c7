/** What each finder makes of the policy, the register and the answers of incidents; none of them needs a server. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { EventBody } from '../../src/domain/events.ts';
import type { Status } from '../../src/domain/status.ts';
import { Failure } from '../../src/failure.ts';
import { policySchema, type Policy } from '../../src/policy/schema.ts';
import { adminsOf } from '../../src/policy/roles.ts';
import { recordAct, recordPolicy, policyReviewedKind } from '../../src/register/audit.ts';
import { openRegister } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { findPolicyReview, findVendors } from '../../src/upkeep/due.ts';
import { findAll } from '../../src/upkeep/finder.ts';
import { expiring } from '../../src/upkeep/keys.ts';
import { findOffices, findUnreachable } from '../../src/upkeep/people.ts';
import { behindOf, clocksOf } from '../../src/upkeep/timers.ts';
import { duty, due, hour, policy } from '../mail/sample.ts';
import { dataFolder, declaration, recorded, startMs, summaryOf } from '../register/sample.ts';

const day = 24 * hour;
const register = await openRegister(await dataFolder());
after(() => register.close());

const status = (nextReminderAtMs: number | undefined): Pick<Status, 'id' | 'duties'> => ({
  id: 'INC-7K3FQ',
  duties: [
    {
      ...{ ...duty, title: 't', article: 'a' },
      ...(nextReminderAtMs !== undefined && { nextReminderAtMs }),
    },
  ],
});

test('an open duty whose next rung passed minutes ago, or that has none, is a clock that nobody hears', () => {
  const about = 'INC-7K3FQ gdpr-33-1';
  const kinds = (next: number | undefined) =>
    clocksOf(status(next), due).map((one) => [one.kind, one.about]);
  assert.deepEqual(kinds(due + hour), []);
  assert.deepEqual(kinds(due - 60_000), []);
  assert.deepEqual(kinds(due - 6 * 60_000), [['no-timer', about]]);
  assert.deepEqual(kinds(undefined), [['no-timer', about]]);
  const [filed] = status(undefined).duties;
  assert.ok(filed);
  assert.deepEqual(clocksOf({ id: 'INC', duties: [{ ...filed, state: 'filed' }] }, due), []);
});

test('a journal is behind only when nothing was written between two looks', () => {
  const at = (seq: number, unjournaled: number) => ({ id: 'INC-A', seq, unjournaled });
  assert.deepEqual(behindOf(at(10, 3), at(10, 0)), []);
  assert.deepEqual(behindOf(at(10, 3), at(14, 3)), []);
  assert.deepEqual(behindOf(at(10, 3), undefined), []);
  assert.equal(behindOf(at(10, 3), at(11, 4))[0]?.detail, '4');
});

const changed = (change: object): Policy => policySchema.parse({ ...written(), ...change });

function written() {
  const { people, roles, onCall, organisation } = policy;
  return { people, roles, onCall, organisation };
}

test('offices: a deputy of their own, one mailbox for two, one alone on call; admins are never silently nobody', () => {
  const kinds = (change: object) => findOffices(changed(change)).map(({ kind }) => kind);
  assert.deepEqual(kinds({}), []);
  assert.deepEqual(kinds({ roles: { dpo: 'ben', deputy: 'ben', decisionMaker: 'dirk' } }), [
    'own-deputy',
  ]);
  assert.deepEqual(kinds({ onCall: { order: ['anna'] } }), ['alone-on-call']);
  const { people } = policy;
  const same = { ...people, ben: { name: 'Ben', email: 'ANNA@nordlicht.example' } };
  const [box] = findOffices(changed({ people: same }));
  assert.deepEqual([box?.kind, box?.about], ['one-mailbox', 'anna, ben']);
  assert.ok(!JSON.stringify(box).includes('nordlicht'));
  assert.deepEqual(adminsOf(changed({})), ['dirk', 'carla']);
  const admin = { ...people, ben: { ...people['ben'], roles: ['admin'] } };
  assert.deepEqual(adminsOf(changed({ people: admin })), ['ben']);
});

test('a vendor: never reviewed, overdue, due within 30 days, and not before', () => {
  const nowMs = Date.UTC(2026, 10, 22, 12);
  const kind = (reviewedOn: string | undefined) => {
    const one = { name: 'Host', purpose: 'servers', country: 'DE' };
    const vendors = { host: reviewedOn === undefined ? one : { ...one, reviewedOn } };
    return findVendors(changed({ vendors }), nowMs).map(({ kind: k, detail }) => `${k} ${detail}`);
  };
  assert.deepEqual(kind(undefined), ['vendor-unreviewed ']);
  assert.deepEqual(kind('2025-11-22'), ['vendor-overdue 2026-11-22']);
  assert.deepEqual(kind('2025-12-22'), ['vendor-due 2026-12-22']);
  assert.deepEqual(kind('2025-12-23'), []);
});

test('the policy is due for review a year after it was changed or read last, whichever is later', async () => {
  const base = Date.UTC(2024, 0, 10, 12);
  const dueAt = async (nowMs: number) =>
    (await findPolicyReview(register, policy, nowMs)).map(({ detail }) => detail);
  assert.deepEqual(await dueAt(base + 900 * day), [], 'no version is on record yet');
  await recordPolicy(register, { version: '0123456789ab', nowMs: base });
  assert.deepEqual(await dueAt(base + 365 * day), []);
  assert.deepEqual(await dueAt(base + 366 * day), ['2025-01-10']);
  await recordAct(register, {
    ...{ kind: policyReviewedKind, person: 'carla', channel: 'cli', subject: '0123456789ab' },
    ...{ subjectHash: '0'.repeat(64), nowMs: base + 400 * day },
  });
  assert.deepEqual(await dueAt(base + 500 * day), []);
  assert.deepEqual(await dueAt(base + 400 * day + 366 * day), ['2026-02-13']);
});

test('a person whose newest mail was refused for good is told, until a mail arrives or the policy is changed', async () => {
  const mail = (type: 'mailAccepted' | 'mailFailed', to: string, kind = 'page'): EventBody =>
    // oxlint-disable-next-line no-unsafe-type-assertion -- both have these fields.
    ({
      ...{ type, key: '1.0', kind, to, messageId: '<m>', detail: '550' },
      fault: 'no-such-recipient',
    }) as EventBody;
  const events = recorded([
    declaration('INC-AAAAA'),
    mail('mailFailed', 'anna'),
    mail('mailFailed', 'ben'),
    mail('mailAccepted', 'ben'),
    mail('mailFailed', 'carla', 'customer-notice'),
  ]);
  await append(register, { events, incident: summaryOf(events) });
  const about = async (nowMs: number) =>
    (await findUnreachable(register, policy, nowMs)).map((one) => one.about);
  assert.deepEqual(await about(startMs + hour), ['anna']);
  assert.deepEqual(await about(startMs + 100 * day), [], 'three months ago says little');
  await recordPolicy(register, { version: 'ba9876543210', nowMs: startMs + hour });
  assert.deepEqual(await about(startMs + 2 * hour), [], 'the address may be another now');
});

test('a key that ends within 30 days is told, unless its owner has a longer one or it is gone', () => {
  const key = (id: string, person: string, days: number) => ({
    ...{ id, person, publicKey: '', grantedBy: 'anna', grantedAtMs: 0, expiresAtMs: days * day },
  });
  const keys = [
    ...[key('k1', 'anna', 29), key('k2', 'ben', 29), key('k3', 'ben', 31), key('k4', 'eve', 31)],
    { ...key('k5', 'carla', 20), revocation: { atMs: 0, by: 'anna', reason: 'left' } },
    key('k6', 'seventytwo', 5),
  ];
  assert.deepEqual(
    expiring(keys, 0).map(({ about, detail }) => `${about} ${detail}`),
    ['k1 (anna) 1970-01-30'],
  );
});

test('a finder that cannot look is a finding, and the others are told all the same', async () => {
  const found = await findAll([
    { name: 'vendors', find: async () => findVendors(changed({ vendors: {} }), 0) },
    { name: 'offices', find: async () => findOffices(changed({ onCall: { order: ['anna'] } })) },
    {
      name: 'runs',
      find: () => Promise.reject(new Failure('unreachable', 'no-temporal', 'at 10.0.0.7:7233')),
    },
  ]);
  assert.deepEqual(
    found.map(({ kind, about, detail }) => [kind, about, detail]),
    [
      ['not-looked-at', 'runs', 'no-temporal'],
      ['alone-on-call', 'onCall.order', 'anna'],
    ],
  );
});
