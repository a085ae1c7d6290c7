/** `evidence` as people type it: what it writes, refuses and leaves on record. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { unzipSync } from 'fflate';
import { createEvidenceDesk, id, packed, sha256 } from '../evidence/sample.ts';
import { story } from '../register/sample.ts';

let desk: Awaited<ReturnType<typeof createEvidenceDesk>>;
const at = (name: string): string => join(desk.folder, name);

before(async () => {
  desk = await createEvidenceDesk();
  await packed(desk, 'first.zip');
});

describe('the command', () => {
  it('writes for its owner alone, replaces nothing unasked, and is on record', async () => {
    assert.equal((await stat(at('first.zip'))).mode & 0o777, 0o600);
    const again = await desk.run('evidence', id, '--out', at('first.zip'));
    assert.equal(again.code, 2);
    assert.match(again.err, /is there already/);
    const { entries } = (await desk.run('audit', 'list', '--json')).json();
    const found = entries.filter(
      ({ subject }: { subject: string }) => subject === `evidence ${id}`,
    );
    assert.equal(found[0].who, 'dora');
    assert.equal(found[0].subjectHash, sha256(await readFile(at('first.zip'))));
    assert.deepEqual(
      (await readdir(desk.folder)).filter((name) => name.endsWith('.part')),
      [],
    );
  });

  it('has the key on record that signed it', async () => {
    const { entries } = (await desk.run('audit', 'list', '--json')).json();
    const key = unzipSync(await readFile(at('first.zip')))['audit/public-key.txt'] ?? '';
    const signed = sha256(Buffer.from(Buffer.from(key).toString().trim()));
    const found = entries.filter(({ kind }: { kind: string }) => kind === 'key');
    assert.deepEqual(
      found.map(({ subjectHash }: { subjectHash: string }) => subjectHash),
      [signed],
    );
  });

  it('knows no incident that the register does not know', async () => {
    const { code, err } = await desk.run('evidence', 'INC-22222', '--out', at('none.zip'));
    assert.equal(code, 2);
    assert.match(err, /the register knows no incident INC-22222/);
    assert.ok(!existsSync(at('none.zip')));
    assert.match((await desk.run('evidence', id)).err, /--out is missing/);
  });

  it('packs an incident that nobody took for a breach, of a policy that nobody kept', async () => {
    const events = story('INC-C3D4F', 1).map((event) =>
      event.type === 'declared' ? { ...event, personalData: 'no' as const } : event,
    );
    await desk.record(events);
    const made = await desk.run('evidence', 'INC-C3D4F', '--out', at('calm.zip'));
    assert.equal(made.code, 0, made.err);
    const kept = unzipSync(await readFile(at('calm.zip')));
    const read = (name: string) => Buffer.from(kept[name] ?? []).toString();
    assert.match(read('register-entry.md'), /no entry in the register/);
    assert.match(read('policy/versions.json'), /not kept/);
    assert.ok(!Object.keys(kept).some((name) => name.startsWith('attachments/')));
  });
});
