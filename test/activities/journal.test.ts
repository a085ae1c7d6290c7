/** The activities of the register: what a workflow hands in and gets back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { createJournalActivities } from '../../src/activities/journal.ts';
import { replay } from '../../src/domain/apply.ts';
import { openRegister } from '../../src/register/database.ts';
import { dataFolder, story, summaryOf } from '../register/sample.ts';

test('what was journaled, twice even, is loaded as it was, with the commands it came from', async () => {
  const register = await openRegister(await dataFolder());
  const { journal, loadIncident } = createJournalActivities({ register });
  const events = story('INC-1', 4);
  const input = { incidentId: 'INC-1', events, summary: summaryOf(events) };
  assert.deepEqual(await journal(input), { upTo: 4 });
  assert.deepEqual(await journal(input), { upTo: 4 });
  assert.deepEqual(await loadIncident({ incidentId: 'INC-1' }), {
    incident: replay(events),
    handled: [1, 2, 3, 4].map((n) => [`command-${n}`, 'done']),
  });
  await register.close();
});

test('only the newest 500 events are searched for commands', async () => {
  const register = await openRegister(await dataFolder());
  const { journal, loadIncident } = createJournalActivities({ register });
  const events = story('INC-1', 600);
  await journal({ incidentId: 'INC-1', events, summary: summaryOf(events) });
  const { handled } = await loadIncident({ incidentId: 'INC-1' });
  assert.equal(handled.length, 500);
  assert.equal(handled[0]?.[0], 'command-101');
  await register.close();
});

test('an unknown incident is a failure of its own type that is not retried', async () => {
  const register = await openRegister(await dataFolder());
  const { loadIncident } = createJournalActivities({ register });
  await assert.rejects(loadIncident({ incidentId: 'INC-0' }), (error) => {
    assert.ok(error instanceof ApplicationFailure);
    assert.equal(error.type, 'unknown-incident');
    assert.equal(error.nonRetryable, true);
    return true;
  });
  await register.close();
});

test('a summary of another incident is a bug', async () => {
  const register = await openRegister(await dataFolder());
  const { journal } = createJournalActivities({ register });
  const events = story('INC-1', 1);
  await assert.rejects(
    journal({ incidentId: 'INC-2', events, summary: summaryOf(events) }),
    /summary of INC-1 came with the events of INC-2/,
  );
  await register.close();
});

test('events that came before their turn are tried again soon, told as what they are', async () => {
  const register = await openRegister(await dataFolder());
  const { journal } = createJournalActivities({ register });
  const events = story('INC-1', 4);
  const input = { incidentId: 'INC-1', summary: summaryOf(events) };
  await assert.rejects(journal({ ...input, events: events.slice(2) }), (error) => {
    assert.ok(error instanceof ApplicationFailure);
    assert.equal(error.type, 'journal-gap');
    assert.equal(error.nonRetryable, false);
    assert.equal(error.nextRetryDelay, 2_000);
    assert.match(error.message, /takes event 1 next, not 3/);
    return true;
  });
  await journal({ ...input, events: events.slice(0, 2) });
  assert.deepEqual(await journal({ ...input, events: events.slice(2) }), { upTo: 4 });
  await register.close();
});
