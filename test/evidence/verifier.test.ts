/** The verifier of evidence packs, in a process of its own: a whole pack passes, and every change of it is named. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { sealed } from '../../src/evidence/manifest.ts';
import { auditKey } from '../../src/register/audit-key.ts';
import { openSqlite } from '../../src/register/sqlite.ts';
import { unseal, using } from '../register/chain.ts';
import { dataFolder } from '../register/sample.ts';
import { createEvidenceDesk, id, packed, sha256, unpacked } from './sample.ts';

const shipped = fileURLToPath(new URL('../../data/verify-audit.mjs', import.meta.url));

let files: Readonly<Record<string, Uint8Array>>;
const text = (name: string): string => Buffer.from(files[name] ?? []).toString();

before(async () => {
  files = unzipSync(await packed(await createEvidenceDesk(), 'first.zip'));
});

function run(
  script: string,
  ...words: readonly string[]
): Promise<{ code: unknown; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...words], { cwd: '/' }, (error, out, err) =>
      resolve({ code: error ? error.code : 0, said: out + err }),
    );
  });
}

describe('the verifier in the pack', () => {
  it('finds it whole in a folder with nothing else, and is the one that is shipped', async () => {
    const folder = await unpacked(files);
    const { code, said } = await run(join(folder, 'verify.mjs'));
    assert.equal(code, 0, said);
    assert.match(said, /^OK: INC-7K3FQ, \d+ files/);
    assert.match(said, /a slice from entry 2 to \d+; what lies before is not proved by this file/);
    assert.match(said, /2 entries from before it, of the policy and the beginning/);
    assert.ok((await readFile(shipped)).equals(files['verify.mjs'] ?? Buffer.of()));
    const key = text('audit/public-key.txt').trim();
    assert.match((await run(shipped, folder, '--key', key)).said, /signed by the key you gave/);
    const other = (await (await createEvidenceDesk()).run('audit', 'key')).out;
    const strange = await run(shipped, folder, '--key', other);
    assert.equal(strange.code, 1);
    assert.match(strange.said, /was not signed by the key/);
  });

  it('names each file that was altered, removed or added', async () => {
    const whole = await unpacked(files);
    for (const name of Object.keys(files)) {
      const folder = join(await dataFolder(), 'pack');
      await cp(whole, folder, { recursive: true });
      await appendFile(join(folder, name), name.endsWith('.json') ? '{' : ' ');
      const altered = await run(shipped, folder);
      assert.equal(altered.code, 1, name);
      assert.ok(altered.said.includes(name), `${name}: ${altered.said}`);
    }
    for (const name of ['README.txt', 'audit/slice.jsonl', 'manifest.json']) {
      const folder = join(await dataFolder(), 'pack');
      await cp(whole, folder, { recursive: true });
      await rm(join(folder, name));
      const removed = await run(shipped, folder);
      assert.equal(removed.code, 1, name);
      assert.ok(removed.said.includes(`${name} is missing`), removed.said);
    }
    await writeFile(join(whole, 'attachments', 'planted.txt'), 'x');
    const added = await run(shipped, whole);
    assert.equal(added.code, 1);
    assert.match(added.said, /attachments\/planted\.txt is no part of the pack/);
  });

  it('with the key told before, finds a manifest that was written anew', async () => {
    const folder = await unpacked(files);
    await writeFile(join(folder, 'decisions.md'), 'nothing was decided\n');
    const manifest = JSON.parse(text('manifest.json'));
    const entry = manifest.files.find(({ name }: { name: string }) => name === 'decisions.md');
    const content = await readFile(join(folder, 'decisions.md'));
    Object.assign(entry, { bytes: content.length, sha256: sha256(content) });
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const { code, said } = await run(shipped, folder);
    assert.equal(code, 1);
    assert.match(said, /manifest\.json was altered/);
  });
});

/** As packs of the first format were: the whole chain up to the end, and nothing apart. */
async function firstFormat(change: (lines: string[]) => string[]): Promise<string> {
  const desk = await createEvidenceDesk();
  const now = unzipSync(await packed(desk, 'pack.zip'));
  await desk.run('audit', 'export', '--out', join(desk.folder, 'chain.jsonl'), '--as', 'dora');
  const chain = await readFile(join(desk.folder, 'chain.jsonl'), 'utf8');
  const manifest = JSON.parse(Buffer.from(now['manifest.json'] ?? []).toString());
  const slice = Buffer.from(now['audit/slice.jsonl'] ?? []).toString();
  const before = chain.split('\n').slice(0, manifest.chain.beginsAtEntry);
  const whole = Buffer.from(change([...before, ...slice.split('\n')]).join('\n'));
  const files: Record<string, Uint8Array> = { ...now, 'audit/slice.jsonl': whole };
  delete files['audit/before.jsonl'];
  delete manifest.chain.beginsAtEntry;
  const listed = manifest.files
    .filter(({ name }: { name: string }) => name !== 'audit/before.jsonl')
    .map((file: { name: string }) =>
      file.name === 'audit/slice.jsonl'
        ? { ...file, bytes: whole.length, sha256: sha256(whole) }
        : file,
    );
  const key = await auditKey(desk.folder);
  const about = { ...manifest, formatVersion: 1 };
  for (const { name, parts } of sealed(about, listed, key).files)
    for await (const part of parts) files[name] = Buffer.from(part);
  return unpacked(files);
}

describe('a pack of the first format', () => {
  it('still passes, with the whole chain in it, and not without its beginning', async () => {
    const { code, said } = await run(shipped, await firstFormat((lines) => lines));
    assert.equal(code, 0, said);
    assert.doesNotMatch(said, /a slice from/);
    const cut = await run(shipped, await firstFormat((lines) => lines.slice(1)));
    assert.equal(cut.code, 1);
    assert.match(cut.said, /slice\.jsonl begins at entry 1, and manifest\.json says at 0/);
  });
});

describe('the register behind it', () => {
  async function copyBroken(sql: string) {
    const other = await createEvidenceDesk();
    // As from before the register was sealed: an altered seal does not open, and no pack is made of it.
    await using(other.folder, unseal);
    const sqlite = openSqlite(join(other.folder, 'register.db'));
    sqlite.exec(sql);
    sqlite.close();
    const out = join(other.folder, 'pack.zip');
    const made = await other.run('evidence', id, '--out', out, '--json');
    const folder = await unpacked(unzipSync(await readFile(out)));
    return { made, checked: await run(join(folder, 'verify.mjs')) };
  }

  it('when it was altered gives a pack that says so, and that no verifier passes', async () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      [
        `update event set body = replace(body, 'were', 'was') where type = 'noted'`,
        /entry \d+ seals another event/,
      ],
      [`update notice set json = '{}'`, /notices\/N\d+\.json is not what event/],
      [`delete from notice`, /notices\/N\d+\.json is missing/],
      [`delete from attachment`, /attachments\/A1 is missing/],
      [`update attachment set content = x'00'`, /attachments\/A1-.* is not what event/],
      [`update policy set policy = x'20'`, /is not the policy/],
      [`update policy set vendors = x'20'`, /is not the policy/],
      [`update audit set who = 'ben' where seq = 2`, /entry \d+ was altered/],
    ];
    for (const [sql, wanted] of cases) {
      const { made, checked } = await copyBroken(sql);
      assert.equal(made.code, 6, `${sql}: ${made.err}`);
      assert.equal(checked.code, 1, sql);
      assert.match(checked.said, wanted, sql);
    }
  });
});
