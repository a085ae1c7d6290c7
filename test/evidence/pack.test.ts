/** What an evidence pack holds, and that the same record gives the same bytes. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { openRegister } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { readDocx } from '../notices/docx-reader.ts';
import { readPdf } from '../notices/pdf-reader.ts';
import { story, summaryOf } from '../register/sample.ts';
import {
  contents,
  createEvidenceDesk,
  hostileNames,
  id,
  otherId,
  packed,
  sha256,
} from './sample.ts';

let desk: Awaited<ReturnType<typeof createEvidenceDesk>>;
let zip: Buffer;
let files: Readonly<Record<string, Uint8Array>>;
const at = (name: string): string => join(desk.folder, name);
const text = (name: string): string => Buffer.from(files[name] ?? []).toString();

before(async () => {
  desk = await createEvidenceDesk();
  zip = await packed(desk, 'first.zip');
  files = unzipSync(zip);
});

describe('a pack', () => {
  it('lists every other file with its size and hash, and no file has a name that leaves its folder', () => {
    const manifest = JSON.parse(text('manifest.json'));
    const listed = manifest.files.map(({ name }: { name: string }) => name);
    const own = ['manifest.json', 'manifest-signature.json'];
    assert.deepEqual([...listed, ...own], Object.keys(files));
    for (const { name, bytes, sha256: hash } of manifest.files) {
      assert.equal(files[name]?.length, bytes, name);
      assert.equal(sha256(files[name] ?? Buffer.of()), hash, name);
      assert.match(name, /^([a-z0-9-]+\/)*[\p{L}\p{N}][\p{L}\p{N}._-]*[\p{L}\p{N}]$/u);
    }
    assert.deepEqual(manifest.problems, []);
    assert.equal(manifest.lastEvent.seq, desk.events.length);
  });

  it('holds the attached files unharmed, whatever they were called', () => {
    const kept = Object.entries(files).filter(([name]) => name.startsWith('attachments/'));
    assert.deepEqual(
      kept.map(([, content]) => sha256(content)),
      contents.map(sha256),
    );
    assert.equal(new Set(kept.map(([name]) => name.toLowerCase())).size, hostileNames.length);
    for (const [name] of kept) assert.ok(Buffer.byteLength(name) < 255, name);
  });

  it('tells every event in both times, every decision, the draft that stood at the filing, and the policy', () => {
    const { events } = JSON.parse(text('timeline.json'));
    assert.deepEqual(
      events.map(({ event }: { event: unknown }) => event),
      JSON.parse(JSON.stringify(desk.events)),
    );
    assert.deepEqual(
      [events[0].utc, events[0].local, events[0].who.name],
      ['2026-03-27T08:14:00.000Z', 'Fri 27 Mar 2026, 09:14 CET', 'Anna Berg'],
    );
    assert.equal(
      text('timeline.md')
        .split('\n')
        .filter((line) => /^\| \d/.test(line)).length,
      events.length,
    );
    const { decisions } = JSON.parse(text('decisions.json'));
    const kinds = decisions.map(({ decided }: { decided: { type: string } }) => decided.type);
    const decided = ['declared', 'severityChanged', 'awarenessDeclared', 'advised', 'filed'];
    assert.deepEqual(kinds, decided);
    const { filings } = JSON.parse(text('notices/list.json'));
    assert.equal(filings[0].reference, 'LDA-1');
    assert.equal(filings[0].standing.notice, desk.notice);
    assert.equal(
      filings[0].standing.sha256,
      sha256(files[`notices/${desk.notice}.json`] ?? Buffer.of()),
    );
    assert.deepEqual(filings[0].from, { ...filings[0].standing, because: 'newest' });
    assert.match(
      text('mails.csv'),
      /\r\npage,anna,Anna Berg,<INC-7K3FQ\.1\.1@acme\.example>,1,accepted,/,
    );
    assert.match(text(`policy/${desk.version}/policy.yaml`), /name: Acme GmbH/);
    assert.match(text(`policy/${desk.version}/vendors.csv`), /^v,V,hosting,DE$/m);
    assert.match(text('register-entry.md'), /INC-7K3FQ/);
  });

  it('holds each draft on pages too, in the fonts that come with it, and without a mark when it was filed', async () => {
    const pdf = await readPdf(files[`notices/${desk.notice}.pdf`] ?? Buffer.of());
    assert.ok(pdf.isMarked);
    assert.match(pdf.pages.join(), /open, \[U\+6771\]/);
    assert.doesNotMatch(pdf.pages.join() + pdf.artifacts.join(), /not filed/);
    assert.match(pdf.pages[0] ?? '', /reference\s+LDA-1/);
    const docx = readDocx(files[`notices/${desk.notice}.docx`] ?? Buffer.of());
    assert.deepEqual(docx.watermarks, []);
    assert.ok(docx.paragraphs.some((paragraph) => paragraph.text.includes('open, 東')));
  });

  it('has the chain from the first entry of its incident to the last, and none before', () => {
    const entries = (name: string) =>
      text(name)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    const slice = entries('audit/slice.jsonl');
    const { beginsAtEntry, endsAtEntry } = JSON.parse(text('manifest.json')).chain;
    assert.deepEqual([slice[0].n, slice.at(-1).n], [beginsAtEntry, endsAtEntry]);
    assert.deepEqual([slice[0].kind, slice[0].incident], ['noticeStored', id]);
    assert.deepEqual(
      entries('audit/before.jsonl').map(({ n, kind }) => [n, kind]),
      [
        [0, 'genesis'],
        [1, 'policy'],
      ],
    );
  });

  it('shows of other incidents nothing but hashes', () => {
    for (const name of Object.keys(files)) assert.ok(!text(name).includes(otherId), name);
  });

  it('is a zip whose directory agrees with its contents', () => {
    const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'));
    assert.equal(zip.length - end, 22);
    let at = zip.readUInt32LE(end + 16);
    assert.equal(at + zip.readUInt32LE(end + 12), end);
    const names: string[] = [];
    for (let n = 0; n < zip.readUInt16LE(end + 10); n += 1) {
      assert.equal(zip.readUInt32LE(at), 0x02014b50);
      const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
      names.push(name);
      assert.equal(zip.readUInt32LE(at + 24), files[name]?.length, name);
      assert.equal(zip.readUInt32LE(zip.readUInt32LE(at + 42)), 0x04034b50, name);
      // 1 January 1980, noon, whatever the host's zone is.
      assert.equal(zip.readUInt32LE(at + 12), 0x00216000, name);
      assert.equal(zip.readUInt32LE(at + 38) >>> 16, 0o100600, name);
      at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    }
    assert.equal(at, end);
    assert.deepEqual(names, Object.keys(files));
  });
});

describe('the same record', () => {
  it('gives the same bytes, whatever happened to other incidents and however often it was packed', async () => {
    const register = await openRegister(desk.folder);
    const other = story('INC-X9Y8Z', 2);
    await append(register, { events: other, incident: summaryOf(other) });
    await register.close();
    await desk.run('register', 'export', '--out', at('register.csv'), '--as', 'dora');
    assert.ok(zip.equals(await packed(desk, 'second.zip')));
  });

  it('gives the same bytes in every time zone of the host', async () => {
    // This process runs in one of its own.
    const zones = ['Pacific/Apia', 'America/St_Johns'];
    for (const TZ of zones) {
      const out = at(`${TZ.replace('/', '-')}.zip`);
      const words = ['--import', 'tsx', 'src/cli.ts', 'evidence', id, '--out', out];
      const env = { ...process.env, TZ, SEVENTYTWO_DATA: desk.folder };
      await promisify(execFile)(process.execPath, words, { env });
      assert.ok(zip.equals(await readFile(out)), TZ);
    }
  });

  it('gives another pack once a file was taken out, with that in the custody log', async () => {
    const taken = await desk.run(
      ...['attachments', id, 'CON.txt', '--out', desk.folder, '--as', 'anna'],
    );
    assert.equal(taken.code, 0, taken.err);
    assert.ok(existsSync(at('A3-CON.txt')));
    const custody = Buffer.from(
      unzipSync(await packed(desk, 'third.zip'))['custody.csv'] ?? [],
    ).toString();
    const lines = custody.split('\r\n').filter((line) => line.startsWith('A3,'));
    assert.match(lines[0] ?? '', /,attached,.*,anna,Anna Berg,cli,/);
    assert.match(
      lines[1] ?? '',
      /,left in an evidence pack,2026-11-27T18:20:00.000Z,dora,Dora Lind/,
    );
    assert.match(
      lines.at(-1) ?? '',
      new RegExp(`,left,2026-11-27.*,anna,.*${sha256(contents[2] ?? Buffer.of())}$`),
    );
  });
});
