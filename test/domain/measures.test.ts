/** The measures in force in a notice: proposed in both languages from the policy file alone, to be settled by a person, and nothing that is not configured. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages } from '../../src/domain/language.ts';
import { measureIds, measureLetters, toldInNotices } from '../../src/domain/measures.ts';
import type { NoticeDraft, NoticeSource } from '../../src/domain/notice.ts';
import { catalogues } from '../../src/language/index.ts';
import { measuresInForce } from '../../src/policy/measures.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { complete, corrections, drafted, awareMs, organisation } from '../notices/sample.ts';
import { good } from '../policy/good.ts';

const recipient = `age1${'q'.repeat(58)}`;
/** What a policy file has to say for each of the measures that do not go without saying. */
const asked = {
  hosting: 'hosting: { country: DE }',
  signatures: 'access: { signatures: required }',
  checkpoints: 'audit: { checkpoints: { to: trustee@outside.example } }',
  figures: 'monitoring: { listen: 127.0.0.1:9464 }',
  retention: 'retention: { breaches: P3Y }',
  backups: `backups: { to: ./b, recipients: [${recipient}] }`,
  vendors: 'vendors: { hetzner: { name: Hetzner, purpose: servers, country: DE } }',
} as const;

function inForce(...lines: readonly string[]) {
  const parsed = parsePolicy([good, ...lines, ''].join('\n'));
  return measuresInForce('policy' in parsed ? parsed.policy : assert.fail(parsed.faults.join()));
}

function draft(lines: readonly string[], answers: Readonly<Record<number, string>> = {}) {
  const { 75: _letters, 76: _text, ...rest } = complete.corrections ?? {};
  const source: NoticeSource = {
    ...complete,
    corrections: { ...rest, ...corrections(answers) },
  };
  return (language: (typeof languages)[number]): NoticeDraft =>
    drafted(source, awareMs, { ...organisation, measures: inForce(...lines) }, language);
}

function field(made: NoticeDraft, no: number) {
  const all = made.sections.flatMap(({ items }) => items);
  return all.find((item) => item.no === no) ?? assert.fail(`no field ${no}`);
}

for (const [id, line] of Object.entries(asked))
  test(`${id} is told only when the policy file asks for it`, () => {
    const known = measureIds.find((one) => one === id) ?? assert.fail(id);
    for (const language of languages) {
      const sentence = catalogues[language].notices.authority.measures[known];
      assert.ok(!field(draft([])(language), 76).value?.includes(sentence));
      assert.ok(field(draft([line])(language), 76).value?.includes(sentence));
    }
  });

test('all that goes without saying is told, but for the contact that a notice bears anyway', () => {
  assert.deepEqual(
    measureIds.filter((id) => !inForce().includes(id)),
    Object.keys(asked),
  );
  assert.ok(!toldInNotices(inForce()).includes('contact'));
});

test('the letters are those that the measures prove; encryption is left to a person', () => {
  assert.equal(measureLetters(inForce()), 'd,f,g');
  assert.equal(measureLetters(inForce(asked.backups, asked.signatures)), 'b,d,f,g,h');
  assert.equal(measureLetters([]), '');
});

test('a proposal is not settled: the draft stays incomplete until a person has written it', () => {
  const proposed = draft([])('en');
  for (const no of [75, 76]) {
    const { from, open } = field(proposed, no);
    assert.deepEqual([from, open], ['drafted', true]);
  }
  assert.deepEqual(
    [proposed.phase?.state, proposed.missing, proposed.open?.length],
    ['incomplete', [], 2],
  );
  const settled = draft([], { 75: 'c', 76: 'disks encrypted' })('de');
  assert.deepEqual([settled.phase?.state, settled.open], ['complete', []]);
  assert.equal(field(settled, 76).value, 'disks encrypted');
});
