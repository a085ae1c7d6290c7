import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { fit, startStatusLine, toSegments, type Outlook } from '../../src/cli/up-status.ts';
import { readConnectionSettings, type ConnectionSettings } from '../../src/temporal.ts';
import { startApp, until } from '../support/app.ts';

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

function watch(settings: ConnectionSettings) {
  const written: string[] = [];
  const printed: string[] = [];
  const status = startStatusLine({
    terminal: { write: (text) => written.push(text), columns: 200 },
    settings,
    restarts: () => 0,
    print: (text) => void printed.push(text),
    signal: new AbortController().signal,
  });
  return { status, printed, shown: () => stripVTControlCharacters(written.join('\n')), written };
}

test('a running Temporal is looked at, and the line goes away with the end', async () => {
  const app = await startApp();
  try {
    await app.done('declare', 'export readable', '--severity', 'high', '--as', 'anna');
    const { status, shown, printed, written } = watch(readConnectionSettings(app.env, app.data));
    try {
      await until(() => /1 open: 1 high · next due INC-/.test(shown()), 20_000);
      status.print('The worker runs again.');
      assert.deepEqual(printed, ['The worker runs again.']);
      assert.match(stripVTControlCharacters(written.at(-1) ?? ''), /1 open/);
    } finally {
      await status.stop();
    }
    const count = written.length;
    assert.equal(written.at(-1), '');
    status.print('Stopped.');
    assert.equal(written.length, count);
  } finally {
    await app.stop();
  }
});

test('a Temporal that is away is said, and does not hold up the end', async () => {
  const env = { TEMPORAL_ADDRESS: '127.0.0.1:9', TEMPORAL_CONFIG_FILE: '/no/such/file' };
  const { status, shown } = watch(readConnectionSettings(env, '/no/such/folder'));
  await until(() => /Temporal has not answered for \d+ s; asking again/.test(shown()));
  const startedAtMs = Date.now();
  await status.stop();
  assert.ok(Date.now() - startedAtMs < 1_000);
});
