/** Every event is one readable line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe } from '../../src/domain/describe.ts';
import type { EventBody } from '../../src/domain/events.ts';
import { declaration } from '../register/sample.ts';

const at = { atMs: Date.UTC(2026, 2, 27, 8, 14), zone: 'Europe/Vienna' };
const dueAtMs = Date.UTC(2026, 2, 30, 8, 14);
const duty = 'gdpr-33-1';

const sentences: readonly (readonly [EventBody, string])[] = [
  [
    declaration('INC-1'),
    'declared “Backup bucket was public”, severity high, personal data unknown, detected at 2026-03-27 08:14 UTC',
  ],
  [
    { type: 'paged', step: 0, to: 'anna', nextAtMs: at.atMs },
    'paged Anna Berg; the next person at 2026-03-27 08:14 UTC unless somebody acknowledges',
  ],
  [
    { type: 'nobodyReached', rounds: 2, nextAtMs: 0 },
    'nobody acknowledged after 2 rounds through the on-call order',
  ],
  [{ type: 'assigned', commander: 'ben' }, 'gave command to ben'],
  [
    { type: 'triaged', summary: 'bucket', personalData: 'yes', facts: { subjects: 4, records: 9 } },
    'triaged: bucket; personal data: yes; recorded subjects, records',
  ],
  [
    {
      type: 'dutyOpened',
      duty,
      ruleVersion: '1',
      anchor: { ...at, kind: 'detection', provisional: true },
      dueAtMs,
    },
    'the duty gdpr-33-1 began, due 2026-03-30 08:14 UTC, running from detection at 2026-03-27 08:14 UTC, provisional',
  ],
  [
    {
      type: 'reminded',
      duty,
      dueAtMs,
      rungs: ['T-1h', 'T'],
      overdue: { from: 1, to: 3 },
      level: 'management',
    },
    'reminded of gdpr-33-1 (T-1h, T, overdue 1-3), due 2026-03-30 08:14 UTC, reaching management',
  ],
  [
    {
      type: 'filed',
      duty,
      stage: 'initial',
      filed: at,
      reference: 'DSB-1',
      lateByMs: 3_720_000,
      reasonsForDelay: 'a storm',
    },
    'filed gdpr-33-1 (initial) at 2026-03-27 08:14 UTC, reference DSB-1, 1 h 2 min late: a storm',
  ],
  [
    { type: 'noticeDrafted', notice: 'N7', sha256: 'aa', missing: ['Likely consequences'] },
    'drafted N7, not filed; missing: Likely consequences',
  ],
  [
    {
      type: 'mailFailed',
      key: '2.0',
      kind: 'page',
      to: 'anna',
      messageId: '<x>',
      fault: 'timeout',
      detail: 'ETIMEDOUT',
    },
    'the page mail to Anna Berg failed: timeout (ETIMEDOUT)',
  ],
  [
    { type: 'closed', outcome: 'false-alarm', reason: 'a drill' },
    'closed as a false alarm: a drill',
  ],
];

for (const [event, sentence] of sentences) {
  test(`${event.type} reads well`, () => {
    assert.equal(
      describe(event, (id) => (id === 'anna' ? 'Anna Berg' : id)),
      sentence,
    );
  });
}

test('what people wrote stays on one line and cannot disguise itself', () => {
  const text = 'first\nsecond\r\n\tthird \u202egnp.exe \u009b31m \u001b[31m\u2028end';
  assert.equal(
    describe({ type: 'noted', text }),
    'noted: first second third �gnp.exe �31m �[31m end',
  );
});
