import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { Failure } from '../src/failure.ts';
import { readable, readLogLevel, toLine, type LogEntry } from '../src/log.ts';

const secret = 'planted-Secret-7f3a';
const title = 'Payroll of Frieda Muster on a public share';

function line(meta: LogEntry['meta'], message = 'Activity failed', secrets: string[] = []) {
  const timestampNanos = BigInt(Date.UTC(2026, 10, 22, 15, 4)) * 1_000_000n;
  return toLine({ level: 'WARN', message, timestampNanos, ...(meta && { meta }) }, secrets);
}

test('a line is one JSON object with time, level, message, incident, activity and attempt', () => {
  const error = ApplicationFailure.nonRetryable(
    'the mail server refused the mail (550)',
    'refused',
  );
  const meta = { workflowId: 'INC-K7F3Q', workflowType: 'incident', activityType: 'sendMail' };
  const written = line({ ...meta, attempt: 2, error, taskToken: 'xyz', args: [title] });
  assert.equal(written.split('\n').length, 2);
  assert.deepEqual(JSON.parse(written), {
    time: '2026-11-22T15:04:00.000Z',
    level: 'warn',
    message: 'Activity failed',
    incident: 'INC-K7F3Q',
    workflowType: 'incident',
    activityType: 'sendMail',
    attempt: 2,
    error: { type: 'refused', message: 'the mail server refused the mail (550)' },
  });
  assert.equal(
    readable(written),
    'Activity failed (refused: the mail server refused the mail (550))',
  );
});

const leaks = [
  ['an address in a reply', new Error('550 5.1.1 <frieda@acme.example> unknown'), /frieda/],
  ['a quoted excerpt', new SyntaxError('"Frieda Muster" is not valid JSON'), /Frieda/],
  ['a secret', new Error(`login ${secret} refused`), /planted/],
  ['a cause', new Error('no', { cause: new Error('to frieda@acme.example') }), /frieda/],
  ['lines below the first', new Failure('usage', 'x', 'two faults:\nline 3: Frieda'), /Frieda/],
  ['a failure as the native part prints it', 'Failure { message: "x", payload: Frieda }', /Frieda/],
] as const;
for (const [what, error, leak] of leaks)
  test(`${what} is not in the line of an error`, () => {
    const written = line({ error, failure: 'frieda@acme.example Frieda planted' }, 'x', [secret]);
    assert.doesNotMatch(written, leak);
    assert.ok(JSON.parse(written).error.type);
  });

test('the level is one of five, in any case, and info when nothing is given', () => {
  assert.equal(readLogLevel(''), 'INFO');
  assert.equal(readLogLevel('Debug'), 'DEBUG');
  assert.throws(() => readLogLevel('loud'), /SEVENTYTWO_LOG_LEVEL is loud; use one of trace/);
});
