/** A command that arrives twice is carried out once: its id is remembered, and the events tell the same memory. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { system } from '../../src/domain/commands.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import {
  handledBy,
  handledLimit,
  outcomeOf,
  remember,
  type Handled,
} from '../../src/domain/handled.ts';
import { startMs } from '../support/incidents.ts';
import { bodies } from './samples.ts';

const refused = { code: 'duty-open', message: 'the duty is open; file or withhold it' } as const;

function filled(count: number, id: (n: number) => string): Handled {
  return Array.from({ length: count }, (_, n) => id(n)).reduce<Handled>(
    (handled, commandId) => remember(handled, commandId, 'done'),
    [],
  );
}

test('what came of a command is remembered by its id', () => {
  const handled = remember(remember([], 'c-1', 'done'), 'c-2', refused);
  assert.equal(outcomeOf(handled, 'c-1'), 'done');
  assert.deepEqual(outcomeOf(handled, 'c-2'), refused);
  assert.equal(outcomeOf(handled, 'c-3'), undefined);
});

test(`beyond ${handledLimit} the oldest are forgotten first`, () => {
  const handled = filled(handledLimit + 2, (n) => `c-${n}`);
  assert.equal(handled.length, handledLimit);
  assert.equal(outcomeOf(handled, 'c-1'), undefined);
  assert.equal(outcomeOf(handled, 'c-2'), 'done');
});

test('an id that is a number is forgotten no earlier than others', () => {
  const full = filled(handledLimit - 1, (n) => `c-${n}`);
  const more = remember(remember(full, '42', 'done'), 'c-next', 'done');
  assert.equal(outcomeOf(more, '42'), 'done');
});

for (const id of ['constructor', 'toString', '__proto__']) {
  test(`an id called ${id} is an id like any other`, () => {
    assert.equal(outcomeOf([], id), undefined);
    assert.equal(outcomeOf(remember([], id, 'done'), id), 'done');
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
  assert.deepEqual(handledBy(events), [
    ['c-1', 'done'],
    ['c-2', { code, message }],
  ]);
});
