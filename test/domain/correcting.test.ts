/** A correction of the notice is kept apart from the facts, survives new drafts, and is taken back by clear. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../src/domain/incident.ts';
import { noticeSource } from '../../src/domain/notice.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { edpbTemplate } from '../../src/notices/template.ts';
import { drafted } from '../notices/sample.ts';
import { ask, declared, given, next, type CommandStep, type Story } from '../support/incidents.ts';

function set(
  field: number,
  value?: string,
  more: { by?: string; clear?: boolean } = {},
): CommandStep {
  const { by = 'dora', clear } = more;
  return {
    ...{ name: 'setNotice', by },
    fields: { field, ...(value !== undefined && { value }), ...(clear !== undefined && { clear }) },
  };
}

function values({ incident: { corrections = {} } }: Story): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(corrections).map(([no, made]) => [no, made?.value]));
}

function answer(story: Story, no: number): unknown {
  const draft = drafted(noticeSource(story.incident), story.nowMs);
  return draft.sections.flatMap(({ items }) => items).find((item) => item.no === no)?.answer;
}

test('the newest correction of a field counts, clear takes it back, and the events keep all', () => {
  const story = given(
    declared(),
    set(61, 'a'),
    set(61, 'd'),
    set(63, 'one server'),
    set(63, undefined, { clear: true }),
  );
  assert.deepEqual(values(story), { 61: 'd' });
  assert.deepEqual(story.events.filter(({ type }) => type === 'noticeCorrected').length, 4);
});

test('what was so already changes nothing', () => {
  const story = given(declared(), set(61, 'a'));
  assert.deepEqual(ask(story, set(61, 'a')), []);
  assert.deepEqual(ask(story, set(63, undefined, { clear: true })), []);
});

test('a correction changes no fact, and outlives a triage that says otherwise', () => {
  const triage = { name: 'triage', fields: { summary: 'it was open', subjects: 9 } } as const;
  const story = given(declared(), triage, set(68, '12'), {
    ...triage,
    fields: { summary: 'x', subjects: 40 },
  });
  assert.equal(story.incident.facts.subjects, 40);
  assert.equal(answer(story, 68), 12);
  assert.equal(answer(next(story, set(68, undefined, { clear: true })), 68), 40);
});

const refusals: readonly (readonly [string, CommandStep, string, RegExp])[] = [
  ['a letter that is no option', set(61, 'z'), 'answer-unfit', /takes one of a, b, c, d, e, f$/],
  ['a field that is none', set(8, 'x'), 'unknown-field', /field 8/],
  ['neither value nor clear', set(61), 'answer-unfit', /either a value or clear/],
  ['value and clear', set(61, 'a', { clear: true }), 'answer-unfit', /either a value or clear/],
  ['somebody without the role', set(61, 'a', { by: 'ben' }), 'not-your-role', /dora or dirk/],
];
for (const [what, step, code, message] of refusals)
  test(`${what} is refused`, () => {
    const decision = ask(given(declared()), step);
    assert.ok(isRefusal(decision));
    assert.equal(decision.refused, code);
    assert.match(decision.message, message);
  });

test('the deputy and the commander may correct too', () => {
  const story = given(declared(), { name: 'acknowledge', by: 'ben' });
  for (const by of ['dirk', 'ben']) assert.ok(!isRefusal(ask(story, set(61, 'a', { by }))), by);
});

test('all corrections together are bounded, and one can be changed at the bound', () => {
  const long = 'x'.repeat(4_000);
  const texts = edpbTemplate().fields.filter(({ kind }) => kind === 'text');
  const fit = limits.correctionCharacters / long.length;
  const full = given(declared(), ...texts.slice(0, fit).map(({ no }) => set(no, long)));
  const decision = ask(full, set(texts[fit]?.no ?? 0, 'y'));
  assert.ok(isRefusal(decision));
  assert.equal(decision.refused, 'limit-reached');
  assert.ok(!isRefusal(ask(full, set(texts[0]?.no ?? 0, 'y'.repeat(4_000)))));
});
