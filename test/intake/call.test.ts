/** What monitoring sends is hostile until shown otherwise; what it means follows from the policy alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ZodError } from 'zod';
import { readAlertmanager } from '../../src/intake/alertmanager.ts';
import { instantOf } from '../../src/intake/call.ts';
import { readJson } from '../../src/intake/json.ts';
import {
  declarationOf,
  firingIn,
  groupsOf,
  isWorth,
  severityOf,
} from '../../src/intake/meaning.ts';
import { intake } from '../../src/policy/intake.ts';
import { payload } from './samples.ts';

function source(written: object = {}) {
  const token = { env: 'TOKEN' };
  const read = intake.parse({ sources: { one: { kind: 'alertmanager', token, ...written } } });
  assert.ok(read?.sources['one']);
  return read.sources['one'];
}

function read(body: unknown, from = 'labels.severity') {
  return readAlertmanager(JSON.parse(JSON.stringify(body)), from);
}

describe('a payload of Alertmanager', () => {
  it('of another version or shape is none', () => {
    for (const body of [
      { ...payload({ count: 1 }), version: '5' },
      { ...payload({ count: 1 }), groupKey: '' },
      { ...payload({ count: 1 }), alerts: 'all' },
      { ...payload({ count: 1 }), alerts: [{ status: 'firing' }] },
      ...[null, 7, 'text', [], {}],
    ])
      assert.throws(() => read(body), ZodError);
  });

  it('of any length, with control characters and marks that turn text, is cut and cleaned', () => {
    const labels = { note: `a\u0000b\u202ec\n${'x'.repeat(9_000)}`, [`n${'y'.repeat(999)}`]: '1' };
    const [alert] = read(payload({ count: 1, labels })).alerts;
    const told = alert?.body.labels ?? {};
    assert.equal(told['note']?.length, 2_000);
    // oxlint-disable-next-line no-control-regex -- to find none is its purpose.
    assert.doesNotMatch(JSON.stringify(told), /[\u0000-\u001f\u202e]/);
    assert.ok(Object.keys(told).every((name) => name.length <= 200));
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`l${n}`, '1']));
    const [wide] = read(payload({ count: 1, labels: many })).alerts;
    assert.equal(Object.keys(wide?.body.labels ?? {}).length, 100);
  });

  it('with keys of the prototype changes no object but its own', () => {
    const text = JSON.stringify(payload({ count: 1 })).replace(
      '"alertname":"HostDown","instance"',
      '"__proto__":{"polluted":"1"},"constructor":"x","instance"',
    );
    for (const body of [text, text.replace('{"polluted":"1"}', '"polluted"')]) {
      const [alert] = readAlertmanager(JSON.parse(body), 'labels.__proto__').alerts;
      assert.equal(Object.getPrototypeOf(alert?.body.labels), Object.prototype);
      assert.deepEqual([alert?.severity, alert?.body.labels['constructor']], [undefined, 'x']);
    }
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('keeps a fingerprint as it is only where it can be one', () => {
    const body = payload({ count: 2 });
    const [first, second] = body.alerts;
    const named = { ...body, alerts: [first, { ...second, fingerprint: 'anna@acme.example' }] };
    const prints = read(named).alerts.map(({ fingerprint }) => fingerprint);
    assert.equal(prints[0], first?.fingerprint);
    assert.match(prints[1] ?? '', /^[0-9a-f]{16}$/);
  });

  it('of more alerts than are read is known to be cut', () => {
    const { alerts, isCut } = read(payload({ count: 2_001 }));
    assert.deepEqual([alerts.length, isCut], [2_000, true]);
    assert.equal(read({ ...payload({ count: 1 }), truncatedAlerts: 9 }).isCut, true);
  });
});

describe('an instant', () => {
  it('is one of this century, in seconds, milliseconds or as text', () => {
    assert.equal(instantOf('2026-03-27T08:14:00Z'), Date.UTC(2026, 2, 27, 8, 14));
    assert.equal(instantOf(1_774_599_240), 1_774_599_240_000);
    assert.equal(instantOf(1_774_599_240_123), 1_774_599_240_123);
    for (const none of ['0001-01-01T00:00:00Z', 'soon', '27', -1, 1e300, null, {}])
      assert.equal(instantOf(none), undefined);
  });
});

describe('alerts', () => {
  it('are one incident by the key of Alertmanager, or by the labels that the policy names', () => {
    const call = read(payload({ count: 5 }));
    assert.equal(groupsOf(call, source()).length, 1);
    assert.equal(groupsOf(call, source({ group: ['instance'] })).length, 5);
    assert.equal(groupsOf(call, source({ group: ['alertname', 'no-such-label'] })).length, 1);
  });

  it('are as bad as the worst that fires, by the words of the policy', () => {
    const words = { from: 'labels.severity', page: 'critical', warning: 'medium', default: 'low' };
    const named = source({ severity: words });
    const at = (severity: string, status?: 'resolved') =>
      read(payload({ count: 1, labels: { severity }, ...(status && { status }) })).alerts;
    assert.equal(severityOf(at('WARNING '), named), 'medium');
    assert.equal(severityOf([...at('warning'), ...at('page')], named), 'critical');
    assert.equal(severityOf(at('whatever'), named), 'low');
    const [group] = groupsOf({ alerts: at('page', 'resolved'), isCut: false }, named);
    assert.ok(group);
    assert.equal(severityOf(firingIn(group), named), undefined);
    assert.equal(isWorth('medium', source({ only: 'high' })), false);
    assert.equal(isWorth('high', source({ only: 'high' })), true);
  });

  it('name the incident by a template of labels, which runs nothing', () => {
    const title = (text: string, count = 1) => {
      const { alerts } = read(payload({ count }));
      return declarationOf('one', source({ title: text }), alerts, { nowMs: Date.now() }).title;
    };
    assert.equal(title('{{alertname}} on {{ instance }}'), 'HostDown on host-0');
    assert.equal(title('{{alertname}} on {{instance}}', 40), 'HostDown on host-0 and 39 more');
    assert.equal(title('{{constructor}} {{nothing}} {{#if x}} ${1+1}'), '? ? {{#if x}} ${1+1}');
    const long = read(payload({ count: 1, labels: { alertname: 'x'.repeat(900) } })).alerts;
    assert.equal(declarationOf('one', source(), long, { nowMs: 0 }).title.length, 200);
    const bare = read(payload({ count: 1, labels: { alertname: ' ' } })).alerts;
    assert.equal(declarationOf('one', source(), bare, { nowMs: 0 }).title, 'Alert from one');
  });

  it('began when the first of them did, but not before an incident that was closed, nor tomorrow', () => {
    const nowMs = Date.now();
    const began = (startsAtMs: number, sinceMs?: number) => {
      const { alerts } = read(payload({ count: 2, startsAtMs }));
      const at = { nowMs, ...(sinceMs !== undefined && { sinceMs }) };
      return declarationOf('one', source(), alerts, at).detected?.atMs;
    };
    assert.equal(began(nowMs - 5_000), nowMs - 5_000);
    assert.equal(began(nowMs - 5_000, nowMs - 1_000), nowMs);
    assert.equal(began(nowMs + 3_600_000), nowMs);
    assert.equal(began(Date.UTC(1970, 0, 1)), nowMs);
  });
});

describe('JSON of another tool', () => {
  const map = {
    ...{ alerts: '/data', key: '/id', title: '/monitor/name', status: '/state' },
    ...{ startsAt: '/since', labels: '/tags' },
  };
  const uptime = source({ kind: 'json', severity: { from: '/level', down: 'critical' }, map });
  const one = {
    ...{ id: 42, monitor: { name: 'Shop' }, state: 'DOWN', level: 'down' },
    ...{ since: 1_774_599_240, tags: { site: 'eu', deep: { no: 1 } } },
  };

  it('is read where the policy points', () => {
    assert.ok(uptime.kind === 'json');
    const call = readJson({ data: [one, { ...one, id: 43, state: 'ok' }] }, uptime);
    const [first, second] = call?.alerts ?? [];
    assert.deepEqual([first?.status, second?.status], ['firing', 'resolved']);
    assert.deepEqual(first?.body.labels, { site: 'eu' });
    assert.equal(first?.startsAtMs, 1_774_599_240_000);
    assert.equal(severityOf(first ? [first] : [], uptime), 'critical');
    assert.ok(call);
    assert.equal(groupsOf(call, uptime).length, 2);
    assert.equal(
      declarationOf('one', uptime, first ? [first] : [], { nowMs: Date.now() }).title,
      'Shop',
    );
  });

  it('without an alert or a key there is none', () => {
    assert.ok(uptime.kind === 'json');
    for (const body of [null, 7, {}, { data: [] }, { data: [{ state: 'down' }] }, { data: 'x' }])
      assert.equal(readJson(body, uptime), undefined);
  });
});
