import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flagOf } from '../../src/cli/fields.ts';
import { respondRows } from '../../src/cli/respond.ts';
import { commandShapes } from '../../src/domain/commands.ts';
import { catalogues } from '../../src/language/index.ts';
import { hints } from '../../src/mail/hint.ts';

const hint = hints(catalogues.de.mails);

const elsewhere: readonly string[] = [
  hint.show('INC-1'),
  hint.draft('INC-1', 'anna'),
  hint.customers('INC-1'),
];

describe('a command line in a mail', () => {
  const lines = Object.values(hint).map((line) => line('INC-1', 'anna', 'anna'));
  for (const line of lines.filter((each) => !elsewhere.includes(each)))
    it(`is one that can be typed: ${line}`, () => {
      const row = respondRows.find(({ words }) => line.startsWith(`seventytwo ${words} INC-1`));
      assert.ok(row);
      const flags = [...Object.keys(commandShapes[row.command]).map(flagOf), '--as'];
      for (const flag of line.match(/--[a-z-]+/g) ?? []) assert.ok(flags.includes(flag), flag);
      for (const [name, { required }] of Object.entries(commandShapes[row.command]))
        assert.ok(!required || row.positional.includes(name) || line.includes(flagOf(name)), name);
    });
});
