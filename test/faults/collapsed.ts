/** The one reminder that stands for all the rungs of the time in which nobody told any. */
import assert from 'node:assert/strict';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { reminded, rungsTold, type Reminded } from './ladder.ts';
import type { Stand } from './stand.ts';

/** `before`: how many reminders there were before the outage, which lasted past T. Gives back the one in question. */
export function checkCollapsed(
  stand: Stand,
  id: string,
  events: readonly IncidentEvent[],
  before: number,
): Reminded {
  const all = reminded(events);
  const rungs = rungsTold(all);
  assert.equal(new Set(rungs).size, rungs.length, 'each rung once');
  const collapsed = all[before];
  assert.ok(collapsed);
  assert.deepEqual(collapsed.rungs.slice(-2), ['T-4s', 'T']);
  assert.equal(collapsed.overdue?.from, 1);
  // One more rung may fall due between the worker's return and the filing.
  assert.ok(all.length - before <= 2, 'no burst');
  const mails = stand.mail.mails.filter(({ messageId }) =>
    messageId.startsWith(`<${id}.${collapsed.seq}.`),
  );
  assert.deepEqual(mails.map(({ to }) => to).sort(), [
    'clara@acme.example',
    'dirk@acme.example',
    'dora@acme.example',
  ]);
  for (const { subject, text } of mails) {
    assert.match(subject, /OVERDUE/);
    assert.match(
      text.replace(/\s+/g, ' '),
      /This one mail stands for \d+ reminders .*T-4s, T, \d+ after the due time/,
    );
  }
  return collapsed;
}
