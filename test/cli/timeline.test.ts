/** The timeline: one line per event, for people. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawTimeline, renderTimeline } from '../../src/cli/timeline.ts';
import { system } from '../../src/domain/commands.ts';
import { declaration, recorded } from '../register/sample.ts';

test('a line tells number, UTC, local time, who and what', () => {
  const events = recorded([
    declaration('INC-1'),
    { type: 'paged', step: 0, to: 'ben', nextAtMs: 0 },
    { type: 'noted', text: 'two\nlines' },
  ]).map((event) => (event.type === 'paged' ? { ...event, actor: system } : event));
  const lines = renderTimeline(events, {
    zone: 'Europe/Vienna',
    people: { anna: 'Anna Berg', ben: 'Ben Ito' },
  }).split('\n');
  assert.match(
    lines[0] ?? '',
    /^1 {2}2026-03-27 08:14 UTC {2}Fri 27 Mar 2026, 09:14 \S+ {2}Anna Berg \(cli\) {2}declared “Backup/,
  );
  assert.match(lines[1] ?? '', / {2}seventytwo {7}paged Ben Ito; /);
  assert.match(lines[2] ?? '', / {2}Anna Berg \(cli\) {2}noted: two lines$/);
  assert.deepEqual(lines.slice(3), ['']);
});

test('a forged actor cannot add a line or colour', () => {
  const [event] = recorded([
    { type: 'commandRefused', command: 'close', code: 'unknown-person', message: 'no' },
  ]);
  assert.ok(event);
  const forged = { ...event, actor: { person: 'x\n2  \u009b31m', channel: 'temporal' } as const };
  const text = renderTimeline([forged], { zone: 'UTC', people: {} });
  assert.equal(text.split('\n').length, 2);
  assert.doesNotMatch(text, /\u009b/);
});

test('no events, no lines', () => {
  assert.equal(renderTimeline([], { zone: 'UTC', people: {} }), '');
});

test('a command that was signed says with which key', () => {
  const [event] = recorded([{ type: 'noted', text: 'x' }]);
  assert.ok(event);
  const actor = { person: 'anna', channel: 'cli', key: '0123456789abcdef' } as const;
  const text = renderTimeline([{ ...event, actor }], { zone: 'UTC', people: {} });
  assert.match(text, / {2}anna \(cli, key 01234567\) {2}noted: x\n$/);
});

test('on a screen when and who stand above what, and no line is wider than 100', () => {
  const text = drawTimeline(
    recorded([declaration('INC-1'), { type: 'noted', text: 'a long story '.repeat(20) }]),
    { zone: 'Europe/Vienna', people: { anna: 'Anna Berg' } },
  );
  const lines = text.split('\n');
  assert.match(lines[0] ?? '', /^1 {2}Fri 27 Mar 2026, 09:14 CET \(2026-03-27 08:14 UTC\) {2}Anna/);
  assert.match(lines[1] ?? '', /^ {3}declared “Backup/);
  for (const line of lines) assert.ok(line.length <= 100, line);
});
