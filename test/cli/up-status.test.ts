import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { fit, toSegments, type Outlook } from '../../src/cli/up-status.ts';
import { readConnectionSettings } from '../../src/temporal.ts';
import { until } from '../support/app.ts';
import { watchStatus } from './status-line.ts';

const nowMs = Date.UTC(2026, 10, 22, 15);
const hourMs = 3_600_000;
const quiet: Outlook = { open: [], mailsWaiting: 0 };

function line(outlook: Outlook, restarts = 0, columns = 200): string {
  return stripVTControlCharacters(fit(toSegments(outlook, restarts, nowMs), columns));
}

const busy: Outlook = {
  open: [
    { id: 'INC-A', severity: 'high' },
    { id: 'INC-B', severity: 'critical' },
    { id: 'INC-C', severity: 'high' },
  ],
  next: { id: 'INC-B', dueAtMs: nowMs + 23 * hourMs + 12 * 60_000 },
  mailsWaiting: 2,
};

test('nothing open is said in as many words', () => {
  assert.equal(line(quiet), '● no open incident · no mail waiting');
});

test('incidents are counted by severity, with the next due, mails and restarts', () => {
  assert.equal(
    line(busy, 3),
    '● 3 open: 1 critical, 2 high · next due INC-B in 23 h 12 min · 2 mails waiting · worker restarted 3×',
  );
  const late = { ...busy, next: { id: 'INC-A', dueAtMs: nowMs - hourMs } };
  assert.match(line(late), /INC-A overdue by 1 h/);
});

test('a narrow terminal gets the most important part, and the line never wraps', () => {
  assert.equal(line(busy, 3, 70), '● 3 open: 1 critical, 2 high · next due INC-B in 23 h 12 min');
  assert.equal(line(busy, 3, 20).length, 19);
});

test('a Temporal that is away is said, and does not hold up the end', async () => {
  const env = { TEMPORAL_ADDRESS: '127.0.0.1:9', TEMPORAL_CONFIG_FILE: '/no/such/file' };
  const { status, shown } = watchStatus(readConnectionSettings(env, '/no/such/folder'));
  await until(() => /Temporal has not answered for \d+ s; asking again/.test(shown()));
  const startedAtMs = Date.now();
  await status.stop();
  // The next look comes after 5 s.
  assert.ok(Date.now() - startedAtMs < 4_000);
});
