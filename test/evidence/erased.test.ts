/** The evidence pack of an incident that was erased, whole or in part: it verifies, and only what an act names may lack. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { sealed } from '../../src/evidence/manifest.ts';
import { auditKey } from '../../src/register/audit-key.ts';
import { eraseParts } from '../../src/register/erase.ts';
import { eraseContent } from '../../src/retention/eraser.ts';
import { createDesk } from '../cli/desk.ts';
import { using } from '../register/chain.ts';
import {
  file,
  hashOf,
  laterMs,
  quietOutside,
  secret,
  tellStory,
  why,
} from '../register/erasure-sample.ts';
import { sha256, unpacked } from './sample.ts';

const shipped = fileURLToPath(new URL('../../data/verify-audit.mjs', import.meta.url));
const [whole, part] = ['INC-BBBBB', 'INC-CCCCC'];
const about = (incident: string) => ({ incident, why, nowMs: laterMs });

function run(folder: string): Promise<{ code: unknown; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [shipped, folder], { cwd: '/' }, (error, out, err) =>
      resolve({ code: error ? error.code : 0, said: out + err }),
    );
  });
}

let desk: Awaited<ReturnType<typeof createDesk>>;
type Files = Record<string, Uint8Array>;
const packs: Record<string, Files> = {};
const said: Record<string, string> = {};
before(async () => {
  desk = await createDesk();
  await using(desk.folder, async (register) => {
    for (const id of [whole, part])
      await tellStory(register, id, { files: ['one', `of ${id}`], drafts: ['N3', 'N5'] });
    await eraseContent(register, quietOutside().outside, about(whole));
    const files = [hashOf(file(`of ${part}`))];
    await eraseParts(register, { ...about(part), scope: 'attachments', files });
    await eraseParts(register, { ...about(part), scope: 'drafts', files: [], drafts: ['N3'] });
  });
  for (const id of [whole, part]) {
    const out = join(desk.folder, `${id}.zip`);
    const made = await desk.run('evidence', id, '--out', out, '--as', 'dora');
    // The draft of the sample cannot be set on pages, which is told, and no matter here.
    assert.equal(made.code, id === whole ? 0 : 6, made.err);
    assert.doesNotMatch(made.err, /any more/);
    said[id] = made.out;
    packs[id] = unzipSync(await readFile(out));
  }
});

/** Changed, listed and signed anew by the key of the installation: only the chain can tell. */
async function resigned(id: string, change: (files: Files) => void): Promise<string> {
  const files = { ...packs[id] };
  change(files);
  const { files: _listed, ...head } = JSON.parse(
    Buffer.from(files['manifest.json'] ?? []).toString(),
  );
  delete files['manifest.json'];
  delete files['manifest-signature.json'];
  const listed = Object.entries(files).map(([name, content]) => ({
    ...{ name, bytes: content.length, sha256: sha256(content) },
  }));
  for (const { name, parts } of sealed(head, listed, await auditKey(desk.folder)).files)
    for await (const content of parts) files[name] = Buffer.from(content);
  return unpacked(files);
}

const edited = (files: Files, name: string, change: (text: string) => string): void => {
  files[name] = Buffer.from(change(Buffer.from(files[name] ?? []).toString()));
};

describe('the pack of an erased incident', () => {
  it('says so, holds nothing of what happened, and verifies', async () => {
    assert.match(said[whole] ?? '', /INC-BBBBB was erased: this holds the proof/);
    for (const [name, content] of Object.entries(packs[whole] ?? {}))
      assert.ok(!Buffer.from(content).includes(secret), name);
    const { code, said: told } = await run(await unpacked(packs[whole] ?? {}));
    assert.equal(code, 0, told);
    assert.match(told, /OK: INC-BBBBB.* 0 events as they were sealed/);
    assert.match(
      told,
      /9 events, drafts and files of it were erased, as entry \d+ of the chain says/,
    );
  });

  it('of some files and drafts lacks just these', async () => {
    const names = Object.keys(packs[part] ?? {});
    assert.deepEqual(names.filter((name) => /^attachments|^notices\/N.*json/.test(name)).length, 2);
    const { code, said: told } = await run(await unpacked(packs[part] ?? {}));
    assert.equal(code, 0, told);
    assert.match(told, /2 events, drafts and files of it were erased, as entries \d+, \d+/);
  });

  it('does not verify without its list, or with one that the chain did not seal', async () => {
    for (const id of [whole, part]) {
      const without = await run(await resigned(id, (files) => delete files['erasures.json']));
      assert.equal(without.code, 1);
      assert.match(without.said, /is missing/);
      const other = await run(
        await resigned(id, (files) =>
          edited(files, 'erasures.json', (text) => text.replace('a request', 'a whim')),
        ),
      );
      assert.match(other.said, /erasures\.json has a list that entry \d+ did not seal/);
    }
  });

  it('does not verify when a file is gone that no act names', async () => {
    const left = Object.keys(packs[part] ?? {}).find((name) => name.startsWith('attachments/'));
    for (const name of [left ?? '', 'notices/N5.json']) {
      const { code, said: told } = await run(await resigned(part, (files) => delete files[name]));
      assert.equal(code, 1);
      assert.match(told, /is missing, which event \d+ sealed/);
    }
  });
});

it('every look at an erased incident says so in one sentence', async () => {
  for (const words of [
    ['timeline', whole],
    ['register', 'show', whole],
  ]) {
    const { code, err } = await desk.run(...words);
    assert.equal(code, 5);
    assert.match(
      err,
      /^seventytwo: INC-BBBBB was erased on \d{4}-.*\(entry \d+ of the audit chain\)/,
    );
  }
  const listed = await desk.run('register', 'list');
  assert.match(listed.err, /note: INC-BBBBB was erased on/);
  assert.match(
    JSON.stringify((await desk.run('register', 'list', '--json')).json()),
    /INC-BBBBB was erased/,
  );
  const verified = await desk.run('audit', 'verify');
  assert.equal(verified.code, 0);
  assert.match(verified.out, /13 events, drafts, files or versions of the policy were erased/);
  assert.match((await desk.run('retention', 'list')).out, /INC-BBBBB was erased/);
});
