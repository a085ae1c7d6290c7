/** A command that arrives twice is carried out once: its id is remembered, and the events tell the same memory. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { system } from '../../src/domain/commands.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { handledBy, handledLimit, remember, type Handled } from '../../src/domain/handled.ts';
import { startMs } from '../support/incidents.ts';
import { bodies } from './samples.ts';

const refused = { code: 'duty-open', message: 'the duty is open; file or withhold it' } as const;

function filled(count: number, id: (n: number) => string): Handled {
  return Array.from({ length: count }, (_, n) => id(n)).reduce<Handled>(
    (handled, commandId) => remember(handled, commandId, 'done'),
    {},
  );
}

test('what came of a command is remembered by its id', () => {
  const handled = remember(remember({}, 'c-1', 'done'), 'c-2', refused);
  assert.deepEqual(handled, { 'c-1': 'done', 'c-2': refused });
});

test(`beyond ${handledLimit} the oldest are forgotten first`, () => {
  const handled = filled(handledLimit + 2, (n) => `c-${n}`);
  assert.equal(Object.keys(handled).length, handledLimit);
  assert.equal(Object.hasOwn(handled, 'c-1'), false);
  assert.equal(Object.hasOwn(handled, 'c-2'), true);
});

test('the newest id is remembered also when it is a number', () => {
  const full = filled(handledLimit, (n) => `c-${n}`);
  assert.equal(Object.hasOwn(remember(full, '42', 'done'), '42'), true);
});

for (const id of ['constructor', 'toString', '__proto__']) {
  test(`an id called ${id} is an id like any other`, () => {
    assert.equal(Object.hasOwn({} satisfies Handled, id), false);
    assert.equal(Object.hasOwn(remember({}, id, 'done'), id), true);
  });
}

test('the events of a command tell the same memory; what the product did by itself is none', () => {
  const stamp = { atMs: startMs, actor: system };
  const events: readonly IncidentEvent[] = [
    { seq: 1, ...stamp, commandId: 'c-1', ...bodies.declared },
    { seq: 2, ...stamp, commandId: 'c-1', ...bodies.paged },
    { seq: 3, ...stamp, ...bodies.mailAccepted },
    { seq: 4, ...stamp, commandId: 'c-2', ...bodies.commandRefused },
  ];
  const { code, message } = bodies.commandRefused;
  assert.deepEqual(handledBy(events), { 'c-1': 'done', 'c-2': { code, message } });
});
