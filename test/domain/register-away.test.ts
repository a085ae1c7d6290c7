/** While the register is away too much is refused before it is too much, and nothing that moves the incident on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandNames } from '../../src/domain/commands.ts';
import { handledBy, outcomeOf, remember } from '../../src/domain/handled.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { ask, incidentId, next, type CommandStep } from '../support/incidents.ts';
import { busy, payloads } from './samples.ts';

const story = busy();

function asked(unjournaled: number): string[] {
  return commandNames.filter((name) => {
    const step = { name, fields: payloads[name], unjournaled };
    // oxlint-disable-next-line no-unsafe-type-assertion -- payloads keeps a name and its fields together.
    const decision = ask(story, step as CommandStep);
    return isRefusal(decision) && decision.refused === 'register-away';
  });
}

test('10,000 events that wait for the register stop what is long, and nothing else', () => {
  assert.deepEqual(asked(9_999), []);
  assert.deepEqual(asked(10_000), [
    'assess',
    'note',
    'addTask',
    'attach',
    'setNotice',
    'setLetter',
  ]);
});

test('the refusal says how many wait, what to do, and that all else goes on', () => {
  const decision = ask(story, { name: 'note', fields: { text: 'x' }, unjournaled: 12_345 });
  assert.ok(isRefusal(decision));
  assert.equal(
    decision.message,
    `cannot add a note to ${incidentId}: 12345 events wait already for the register, which cannot be written; keep this elsewhere and bring the register back (seventytwo doctor says what is wrong), every other command goes on`,
  );
});

test('it passes: the same command is carried out once the register is back', () => {
  const away = { code: 'register-away', message: 'later' } as const;
  assert.deepEqual(remember([], 'a', away), []);
  const { events } = next(story, {
    event: { type: 'commandRefused', command: 'note', ...away },
  });
  const tried = events.map((event) => ({ ...event, commandId: `c-${event.seq}` }));
  assert.equal(outcomeOf(handledBy(tried), `c-${tried.length}`), undefined);
  assert.equal(outcomeOf(handledBy(tried), 'c-1'), 'done');
});
