/** The register on pages takes as much as one process can set, and says so before it has gathered the rest. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registerDocument } from '../../src/cli/register-document.ts';
import { registerEntry, type RegisterEntry } from '../../src/domain/register-entry.ts';
import { english } from '../../src/notices/words.ts';
import { declared, given, hours } from '../support/incidents.ts';

const entry = entryOf();

function entryOf(): RegisterEntry {
  const awareness = { at: hours(0), reason: 'the log' };
  const found = registerEntry(
    given(declared(), { name: 'declareAwareness', fields: awareness }).events,
  );
  assert.ok(found);
  return found;
}

const view = { zone: 'UTC', names: {}, nowMs: 0, organisation: 'Acme GmbH', words: english };

test('what is too long is refused with the number that fits, and is not read to its end', async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<RegisterEntry> {
    for (;;) {
      read += 1;
      yield entry;
    }
  }
  await assert.rejects(registerDocument(endless(), view), (error: Error) => {
    assert.match(error.message, new RegExp(`: ${read - 1} entries fit; .*--from and --to`));
    return true;
  });
  assert.ok(read > 500 && read < 5_000, `${read}`);
});

test('a register without entries is a document that says so', async () => {
  async function* none(): AsyncGenerator<RegisterEntry> {}
  const { sections, opening } = await registerDocument(none(), view);
  assert.deepEqual(sections, []);
  assert.match(JSON.stringify(opening), /Entries: .*"0"/);
});

test('hundreds of duties are few lines of the overview', async () => {
  const [duty] = entry.duties;
  assert.ok(duty);
  const duties = Array.from({ length: 300 }, (_, n) => ({ ...duty, id: `${duty.id}/c${n}` }));
  async function* one(): AsyncGenerator<RegisterEntry> {
    yield { ...entry, duties };
  }
  const { sections } = await registerDocument(one(), view);
  assert.match(JSON.stringify(sections[0]), /"gdpr-33-1 open \(300\)"/);
});
