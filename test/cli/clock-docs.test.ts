/** docs/clock.md stays in step with the data, and its transcripts with the command. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { main } from '../../src/cli/program.ts';
import { ruleRow } from '../../src/cli/rules.ts';
import { law } from '../../src/domain/rules/index.ts';

const page = readFileSync(new URL('../../docs/clock.md', import.meta.url), 'utf8');

test('the table of rules is that of the data', () => {
  const rows = page
    .split('\n')
    .filter((line) => /^\| `[a-z0-9][a-z0-9-]*` /.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  assert.deepEqual(
    rows,
    Object.values(law).map((rule) => [...ruleRow(rule, '2026-11-22')]),
  );
});

const transcripts = [...page.matchAll(/```\n\$ seventytwo (.*)\n([^`]+)```/g)];
test('there are transcripts', () => assert.ok(transcripts.length >= 5));

for (const [, command = '', shown = ''] of transcripts) {
  test(`the transcript of ${command} is what it prints`, async () => {
    const out: string[] = [];
    const code = await main(command.split(' '), {
      env: { SEVENTYTWO_DATA: '/nowhere/at/all' },
      print: (text) => void out.push(text),
      tell: (text) => assert.fail(text),
      isTerminal: false,
      readInput: () => Promise.resolve(''),
      now: Date.now,
    });
    assert.equal(code, 0);
    // The page leaves out how long is left, which changes by the minute.
    const printed = out.join('\n').replaceAll(/, (in )?\d+ h( \d+ min)?( ago)?$/gm, '');
    assert.ok(printed.includes(shown.replace(/^…\n/, '').trimEnd()), printed);
  });
}
