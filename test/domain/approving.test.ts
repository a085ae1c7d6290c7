/** A person approves one draft exactly as it stands; a newer one has no approval, and a filing says which was approved. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFields } from '../../src/domain/commands.ts';
import { describe } from '../../src/domain/describe.ts';
import type { Notice } from '../../src/domain/incident.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import {
  approved,
  ask,
  declared,
  draftOf,
  dutyOf,
  given,
  hours,
  next,
  refused,
  type CommandStep,
  type Step,
  type Story,
} from '../support/incidents.ts';

const draft: CommandStep = { name: 'draftNotice', by: 'dora' };
const written = (notice: string): Step => ({
  event: { type: 'noticeDrafted', notice, sha256: notice.padEnd(64, '0'), missing: [] },
});
const approve = (notice: string, by = 'dora'): CommandStep => ({
  ...{ name: 'approveNotice', by, fields: { notice } },
});
const file = (fields: Partial<CommandFields<'fileDuty'>> = {}): CommandStep => ({
  ...{ name: 'fileDuty', by: 'dora', fields: { reference: 'AZ 1', ...fields } },
});

const aware = given(declared({ personalData: 'yes' }), {
  ...{ name: 'declareAwareness', fields: { at: hours(0), reason: 'the log' } },
});

/** With its draft, and the draft's id. */
function drafted(story: Story): { readonly story: Story; readonly id: string } {
  const asked = next(story, draft);
  const id = asked.incident.notices.at(-1)?.id ?? '';
  return { story: next(asked, written(id)), id };
}

function notice({ incident }: Story, id: string): Notice | undefined {
  return incident.notices.find((each) => each.id === id);
}

test('an approval is of one draft by its hash, and says who gave it when', () => {
  const { story, id } = drafted(aware);
  const after = next(story, approve(id));
  assert.deepEqual(notice(after, id)?.approved, { by: 'dora', atMs: after.nowMs });
  const event = after.events.at(-1);
  assert.ok(event?.type === 'noticeApproved');
  assert.equal(event.sha256, id.padEnd(64, '0'));
  assert.match(
    describe(event),
    new RegExp(`^approved the draft ${id} of the notice for gdpr-33-1, SHA`),
  );
  assert.deepEqual(ask(after, approve(id)), [], 'once is enough');
});

test('a newer draft has no approval, and the older one can no longer be approved', () => {
  const first = drafted(aware);
  const second = drafted(next(first.story, approve(first.id)));
  assert.equal(notice(second.story, second.id)?.approved, undefined);
  const third = next(second.story, draft);
  const newest = third.incident.notices.at(-1)?.id ?? '';
  const refusal = refused(third, approve(second.id));
  assert.equal(refusal.refused, 'newer-draft');
  assert.match(
    refusal.message,
    new RegExp(`${second.id} is not the newest draft, ${newest} is; read`),
  );
  assert.match(refused(third, approve(newest)).message, /still being written/);
});

test('a draft about something else does not overtake it', () => {
  const { story, id } = drafted(aware);
  const other = {
    event: { type: 'noticeRequested', notice: 'N90', about: { duty: 'x' } },
  } as const;
  assert.equal(isRefusal(ask(next(story, other), approve(id))), false);
});

test('one notice to a customer is approved by the same rule, as part of its batch', () => {
  const story = given(declared(), ...approved('globex').slice(0, -1));
  assert.deepEqual(ask(story, approve('N-globex')), [
    { type: 'noticesApproved', notices: [draftOf('globex')] },
  ]);
  assert.deepEqual(ask(next(story, approve('N-globex')), approve('N-globex')), []);
  assert.equal(refused(story, approve('N-initech')).refused, 'nothing-to-approve');
});

for (const [by, may] of [
  ['dora', true],
  ['dirk', true],
  ['clara', true],
  ['anna', false],
  ['ben', false],
] as const)
  test(`${by} ${may ? 'may' : 'may not'} approve`, () => {
    const { story, id } = drafted(aware);
    const decision = ask(story, approve(id, by));
    assert.equal(isRefusal(decision) ? decision.refused : 'may', may ? 'may' : 'not-your-role');
  });

test('filing needs no approval, and records the newest approved draft where there is one', () => {
  const { story, id } = drafted(aware);
  assert.equal(dutyOf(next(story, file())).filings[0]?.approved, undefined);
  const overtaken = drafted(next(story, approve(id)));
  const filed = next(overtaken.story, file({ stage: 'initial' }));
  const sha256 = id.padEnd(64, '0');
  assert.deepEqual(dutyOf(filed).filings[0]?.approved, { notice: id, sha256 });
  const event = filed.events.find(({ type }) => type === 'filed');
  assert.ok(event);
  assert.match(describe(event), new RegExp(`the newest approved draft was ${id}$`));
});
