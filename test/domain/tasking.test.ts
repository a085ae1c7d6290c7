/** Tasks and playbooks: who owns a step, when it is remembered, and what blocks closing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextDeadline } from '../../src/domain/deadline.ts';
import { closureGates } from '../../src/domain/gates.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { ownerOf } from '../../src/domain/task.ts';
import {
  ask,
  declared,
  given,
  givenUnder,
  hours,
  next,
  policy,
  refused,
  startMs,
  type Step,
  type Story,
} from '../support/incidents.ts';

const ransomware = (): Story => given(declared({ kind: 'ransomware', personalData: 'no' }));
const acknowledged: Step = { name: 'acknowledge', by: 'ben' };

function tasks({ incident }: Story): readonly string[] {
  return incident.tasks.map(
    (task) =>
      `${task.id} ${task.title}: ${ownerOf(incident, task) ?? 'nobody'}${task.due ? `, ${(task.due.atMs - startMs) / hourMs} h` : ''}`,
  );
}

function mailed({ incident }: Story, kind: string): readonly string[] {
  return incident.mails.filter((mail) => mail.kind === kind).map(({ to }) => to);
}

test('a kind of incident brings the tasks of its playbook, owned by roles, due from its start', () => {
  assert.deepEqual(tasks(ransomware()), [
    'T1 Disconnect: nobody, 1 h',
    'T2 Keep the note: nobody, 4 h',
    'T3 Was data breached?: dora, 24 h',
    'T4 Restore: clara',
  ]);
});

test('a role follows the person who has it: commander, then scribe', () => {
  const led = next(ransomware(), acknowledged);
  assert.match(tasks(led)[0] ?? '', /Disconnect: ben/);
  assert.match(tasks(led)[1] ?? '', /Keep the note: ben/);
  const handed = next(
    led,
    { name: 'assignScribe', fields: { scribe: 'dirk' } },
    { name: 'assign', fields: { commander: 'anna' } },
  );
  assert.match(tasks(handed)[0] ?? '', /Disconnect: anna/);
  assert.match(tasks(handed)[1] ?? '', /Keep the note: dirk/);
});

test('a task handed to a person stays with them when roles change', () => {
  const story = next(
    ransomware(),
    acknowledged,
    { name: 'assignTask', fields: { task: 'T1', owner: 'dirk' } },
    { name: 'assign', fields: { commander: 'anna' } },
  );
  assert.match(tasks(story)[0] ?? '', /Disconnect: dirk/);
});

test('the playbook of a triage counts from the triage; the same kind again adds nothing', () => {
  const fields = { summary: 's', kind: 'phishing' };
  const story = next(given(declared({ personalData: 'no' })), {
    ...{ name: 'triage', at: hours(5).atMs, fields },
  });
  assert.deepEqual(tasks(story), ['T1 Change the password: dirk, 6 h', 'T2 Disconnect: anna']);
  const again = next(story, { name: 'triage', fields });
  assert.deepEqual(again.incident.tasks, story.incident.tasks);
});

test('a second kind adds only the steps that are not there yet', () => {
  const story = next(ransomware(), { name: 'triage', fields: { summary: 's', kind: 'phishing' } });
  assert.deepEqual(
    story.incident.tasks.map(({ title }) => title),
    ['Disconnect', 'Keep the note', 'Was data breached?', 'Restore', 'Change the password'],
  );
  assert.equal(story.incident.kind, 'phishing');
});

test('an unknown kind is refused before anything happens', () => {
  assert.equal(refused(undefined, declared({ kind: 'fire' })).refused, 'unknown-playbook');
  for (const kind of ['__proto__', 'toString', 'constructor'])
    assert.equal(
      refused(ransomware(), { name: 'triage', fields: { summary: 's', kind } }).refused,
      'unknown-playbook',
    );
});

test('a policy of before there were playbooks knows none, and says so', () => {
  const { playbooks: _playbooks, ...old } = policy;
  const story = givenUnder(old, declared());
  const refusal = ask(story, { name: 'triage', fields: { summary: 's', kind: 'phishing' } });
  assert.ok(isRefusal(refusal));
  assert.match(refusal.message, /began without any, so add tasks one by one$/);
});

test('mandatory steps block closing until they are done, or skipped with a reason', () => {
  const story = next(
    ransomware(),
    { name: 'triage', fields: { summary: 's' } },
    { name: 'contain', fields: { summary: 's' } },
    { name: 'recover', fields: { summary: 's' } },
    { name: 'review', fields: { summary: 's' } },
  );
  const open = (at: Story): readonly string[] =>
    closureGates(at.incident).map(({ message }) => /task (T\d)/.exec(message)?.[1] ?? message);
  assert.deepEqual(open(story), ['T1', 'T3']);
  const rest = next(
    story,
    { name: 'completeTask', fields: { task: 'T1' } },
    { name: 'skipTask', fields: { task: 'T3', reason: 'no data there' } },
  );
  assert.deepEqual(open(rest), []);
  assert.equal(next(rest, { name: 'close' }).incident.phase, 'closed');
});

test('what is done cannot be skipped or handed over, what is skipped can still be done', () => {
  const story = next(
    ransomware(),
    { name: 'completeTask', fields: { task: 'T1' } },
    { name: 'skipTask', fields: { task: 'T2', reason: 'r' } },
  );
  const skip = { name: 'skipTask', fields: { task: 'T1', reason: 'r' } } as const;
  const hand = { name: 'assignTask', fields: { task: 'T2', owner: 'ben' } } as const;
  assert.match(refused(story, skip).message, /is done already/);
  assert.match(refused(story, hand).message, /is skipped already/);
  assert.deepEqual(ask(story, { name: 'skipTask', fields: { task: 'T2', reason: 'r' } }), []);
  const done = next(story, { name: 'completeTask', fields: { task: 'T2' } });
  assert.ok(done.incident.tasks[1]?.doneAtMs);
});

test('who is given work by somebody else is told, who takes it is not', () => {
  const add = (owner: string): Step => ({ name: 'addTask', fields: { title: 'ask', owner } });
  assert.deepEqual(mailed(given(declared(), add('ben')), 'task-given'), ['ben']);
  assert.deepEqual(mailed(given(declared(), add('anna')), 'task-given'), []);
  assert.deepEqual(mailed(ransomware(), 'task-given'), ['dora', 'clara']);
});

test('a due task is remembered at its time, once, then daily with the commander, until it is done', () => {
  const story = given(declared({ personalData: 'no' }), acknowledged, {
    ...{ name: 'addTask', by: 'dora' },
    fields: { title: 'ask', owner: 'dirk', due: hours(3) },
  });
  assert.equal(nextDeadline(story.incident)?.atMs, hours(3).atMs);
  const told = next(story, { until: hours(52).atMs });
  const reminders = told.events.filter(({ type }) => type === 'tasksDue');
  assert.deepEqual(
    reminders.map(({ atMs }) => (atMs - startMs) / hourMs),
    [3, 27, 51],
  );
  assert.deepEqual(mailed(next(story, { until: hours(4).atMs }), 'task-due'), ['dirk']);
  assert.deepEqual(mailed(told, 'task-due').toSorted(), ['ben', 'dirk']);
  const done = next(told, { name: 'completeTask', fields: { task: 'T1' } });
  assert.deepEqual(mailed(done, 'task-due'), []);
  assert.equal(nextDeadline(done.incident), undefined);
});

test('tasks that fell due while the worker was away are told in one mail a person', () => {
  const story = next(ransomware(), acknowledged, { wakesAt: hours(30).atMs });
  const last = story.events.at(-1);
  assert.deepEqual(last?.type === 'tasksDue' && last.tasks, ['T1', 'T2', 'T3']);
  assert.deepEqual(mailed(story, 'task-due').toSorted(), ['ben', 'dora']);
});

test("nobody's task is told to whoever is on call while there is no commander", () => {
  const story = next(ransomware(), { until: hours(1).atMs });
  assert.deepEqual(mailed(story, 'task-due'), ['anna']);
});

test('a closed incident reminds of nothing', () => {
  const story = next(ransomware(), { name: 'declareFalseAlarm', fields: { reason: 'r' } });
  assert.equal(nextDeadline(story.incident), undefined);
  assert.deepEqual(mailed(story, 'task-given'), []);
});

test('incidents of before this edition keep to what they were promised: no reminders of tasks', () => {
  const { edition: _edition, ...old } = policy;
  const story = givenUnder(old, declared({ personalData: 'no' }), acknowledged, {
    ...{ name: 'addTask', by: 'dora' },
    fields: { title: 'ask', owner: 'dirk', due: hours(3) },
  });
  assert.equal(nextDeadline(story.incident), undefined);
  assert.deepEqual(mailed(story, 'task-given'), []);
});
