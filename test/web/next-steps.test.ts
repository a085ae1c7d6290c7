/** What a page says is to be done next: what there is already is named, and not asked for again. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { status } from '../../src/domain/status.ts';
import { nextSteps } from '../../src/web/next-steps.ts';
import { declared, given, hours, next, startMs, type Story } from '../support/incidents.ts';
import { createBoard } from './board.ts';

const aware = given(
  declared({ personalData: 'yes' }),
  { name: 'acknowledge' },
  { name: 'declareAwareness', fields: { at: hours(0), reason: 'the log' } },
);
const asked = next(aware, { name: 'draftNotice', by: 'dora' });
const id = asked.incident.notices.at(-1)?.id ?? '';
const drafted = next(asked, {
  event: { type: 'noticeDrafted', notice: id, sha256: id.padEnd(64, '0'), missing: [] },
});
const approved = next(drafted, { name: 'approveNotice', by: 'dora', fields: { notice: id } });

function filing({ incident }: Story) {
  const step = nextSteps(status(incident, 0), 'dora').find(({ command }) => command === 'fileDuty');
  assert.ok(step);
  return { why: step.why, labels: step.instead?.map(({ label }) => label) };
}

describe('what to do next about a duty', () => {
  it('names the newest draft, and whether it is approved', () => {
    assert.deepEqual(filing(aware).labels, ['Draft the notice', 'Propose not to notify']);
    assert.doesNotMatch(filing(aware).why, /newest draft/);
    assert.match(filing(drafted).why, new RegExp(`newest draft is ${id}, not approved yet`));
    assert.deepEqual(filing(drafted).labels, ['Draft it anew', 'Propose not to notify']);
    assert.match(filing(approved).why, new RegExp(`newest draft is ${id}, approved`));
  });
});

describe('what was just done', () => {
  it('ends with one full stop, and is cut where it is long: the timeline has all of it', async () => {
    const short = next(aware, { name: 'note', fields: { text: 'It is off.' } });
    const long = next(aware, { name: 'note', fields: { text: 'word '.repeat(200) } });
    for (const [story, ends] of [
      [short, /It is off\.<\/p>/],
      [long, /<p class="done"[^>]*>[^<]*<strong>Done\.<\/strong>[^<]{300,400}word…<\/p>/],
    ] as const) {
      const board = await createBoard({ stories: [story], nowMs: startMs });
      const seq = story.events.at(-1)?.seq;
      const page = `/incidents/${story.incident.id}?done=note&at=${seq}`;
      assert.match(await (await board.get(page, 'anna')).text(), ends);
      await board.close();
    }
  });
});
