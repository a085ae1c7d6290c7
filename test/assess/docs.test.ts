/** The reference of the facts stays true: every question, answer and rule stands there, and every example gives what is printed. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { main } from '../../src/cli/program.ts';
import { disclosureRules } from '../../src/domain/assess/disclosure.ts';
import { factNames, scales } from '../../src/domain/assess/facts.ts';
import { effectRules, lossRules, restored } from '../../src/domain/assess/loss.ts';
import {
  answers,
  asks,
  categoryMeanings,
  contentMeanings,
} from '../../src/domain/assess/questions.ts';
import { reliefs } from '../../src/domain/assess/relief.ts';
import { cite } from '../../src/domain/assess/sources.ts';

const reference = readFileSync(new URL('../../docs/assess.md', import.meta.url), 'utf8');

/** What stands under the heading of one fact. */
function part(name: string): string {
  return new RegExp(`\n### ${name}\n(.*?)\n##`, 's').exec(reference)?.[1] ?? '';
}

describe('docs/assess.md', () => {
  it('asks every question and says what each answer means, from best to worst, and what it changes', () => {
    const lists: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      ...answers,
      data: categoryMeanings,
      contents: contentMeanings,
    };
    for (const name of factNames) {
      const text = part(name);
      assert.ok(text.includes(asks[name]), name);
      assert.match(text, /\nChanges: .*\nSource: /s, name);
      const scale: readonly unknown[] | undefined = Object.hasOwn(scales, name)
        ? Reflect.get(scales, name)
        : undefined;
      const values = scale?.map(String);
      const listed = [...text.matchAll(/^- `(\w+)`: (.*)$/gm)].map(([, value, means]) => [
        value,
        means,
      ]);
      const meant = values ?? Object.keys(lists[name] ?? {});
      assert.deepEqual(
        listed,
        meant.map((value) => [value, lists[name]?.[value]]),
        name,
      );
    }
  });

  it('names every rule and relief with its sources', () => {
    for (const { id, says, sources } of [
      ...reliefs,
      ...disclosureRules,
      ...lossRules,
      ...effectRules,
      restored,
    ]) {
      assert.ok(reference.includes(`\`${id}\``), id);
      assert.ok(reference.includes(`${says} [${cite(sources)}]`), id);
    }
  });

  const examples = [
    ...reference.matchAll(/### (.*?)\n[^#]*?```json\n(.*?)```\n\n```\n(.*?)\n```/gs),
  ];
  it('has worked examples', () => assert.equal(examples.length, 4));
  for (const [, title = '', facts = '', printed = ''] of examples)
    it(`tells what is printed: ${title}`, async () => {
      const out: string[] = [];
      const code = await main(['assess', '--facts', '-'], {
        env: {},
        print: (line) => void out.push(line),
        tell: (line) => void out.push(line),
        isTerminal: false,
        readInput: () => Promise.resolve(facts),
        now: Date.now,
      });
      assert.equal(code, 0);
      assert.equal(out.join('\n'), printed);
    });
});
