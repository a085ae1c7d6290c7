/** `register list`, `show` and `export` as an auditor types them: no server, only the data folder. */
import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { columns } from '../../src/cli/register-columns.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { readDocx } from '../notices/docx-reader.ts';
import { readPdf, unbroken } from '../notices/pdf-reader.ts';
import { declaration, recorded } from '../register/sample.ts';
import { declared, given, hours } from '../support/incidents.ts';
import { createDesk } from './desk.ts';

const nasty = '=cmd|" /C calc"!A0,\nΕλλάδα 東京';
const filed = given(
  declared({ title: nasty }),
  { name: 'declareAwareness', fields: { at: hours(0), reason: 'the log' } },
  { name: 'fileDuty', at: hours(2).atMs, fields: { reference: 'AZ-1', at: hours(1) } },
).events;
const calm = given(declared({ title: 'printer on fire', personalData: 'no' })).events.map(
  (event) => (event.type === 'declared' ? { ...event, incidentId: 'INC-B2C4D' } : event),
);
const open = recorded([declaration('INC-C3D5F')]);

function later(events: readonly IncidentEvent[], byMs: number): IncidentEvent[] {
  return events.map((event) => ({ ...event, atMs: event.atMs + byMs }));
}

let desk: Awaited<ReturnType<typeof createDesk>>;
before(async () => {
  desk = await createDesk(filed, calm, later(open, 40 * 24 * 3_600_000 + 7_000));
});

async function ids(...args: string[]): Promise<string[]> {
  const { json, code, out } = await desk.run('register', 'list', '--json', ...args);
  assert.equal(code, 0, out);
  return json().entries.map(({ id }: { id: string }) => id);
}

describe('the list', () => {
  it('has every incident in which the question was open, newest first, and no other', async () => {
    assert.deepEqual(await ids(), ['INC-C3D5F', 'INC-7K3FQ']);
    const { out } = await desk.run('register', 'list');
    assert.match(out, /INC-7K3FQ +2026-03-27 08:14 UTC +yes +filed +gdpr-33-1 filed: =cmd/);
  });

  it('stands below its head, also where a time has seconds', async () => {
    const [head = '', ...lines] = (await desk.run('register', 'list')).out.split('\n');
    const column = head.indexOf('PERSONAL DATA');
    const answers = lines.map((line) => line.slice(column).split(' ')[0]);
    assert.deepEqual(answers, ['unknown', 'yes']);
  });

  it('is narrowed by day, answer, state and rule', async () => {
    assert.deepEqual(await ids('--to', '2026-03-27'), ['INC-7K3FQ']);
    assert.deepEqual(await ids('--to', '2026-03-26'), []);
    assert.deepEqual(await ids('--from', '2026-04-01'), ['INC-C3D5F']);
    assert.deepEqual(await ids('--personal-data', 'yes'), ['INC-7K3FQ']);
    assert.deepEqual(await ids('--state', 'filed', '--rule', 'gdpr-33-1'), ['INC-7K3FQ']);
    assert.deepEqual(await ids('--state', 'withheld'), []);
    assert.deepEqual(await ids('--rule', 'gdpr-34'), []);
  });

  it('says what is wrong with a filter', async () => {
    const { code, err } = await desk.run('register', 'list', '--state', 'lost', '--from', 'May');
    assert.equal(code, 2);
    assert.match(err, /--state .*filed, withheld, open, none/);
    assert.match(err, /--from: "May"/);
  });
});

describe('one entry', () => {
  it('is shown with decisions and the reference', async () => {
    const { out, code } = await desk.run('register', 'show', 'INC-7K3FQ');
    assert.equal(code, 0);
    assert.match(out, /filed \(complete\) .*reference AZ-1, by Anna Berg/);
    assert.match(out, /decisions\n.*Anna Berg: declared/);
    const { entry } = (await desk.run('register', 'show', 'inc-7k3fq', '--json')).json();
    assert.equal(entry.duties[0].filings[0].reference, 'AZ-1');
  });

  it('is not there for an incident that never raised the question', async () => {
    const { code, err } = await desk.run('register', 'show', 'INC-B2C4D');
    assert.equal(code, 2);
    assert.match(err, /INC-B2C4D has no entry/);
  });
});

describe('the export', () => {
  const out = (name: string): string => join(desk.folder, name);

  it('as CSV has the documented columns, is private, and runs nothing', async () => {
    const { code, err } = await desk.run('register', 'export', '--out', out('a.csv'), '--bom');
    assert.equal(code, 0, err);
    const text = await readFile(out('a.csv'), 'utf8');
    assert.equal(text.split('\r\n')[0], `\ufeff${Object.keys(columns).join(',')}`);
    assert.ok(text.includes(`INC-7K3FQ,"'=cmd|"" /C calc""!A0,\nΕλλάδα 東京",filed,yes`), text);
    assert.equal((await stat(out('a.csv'))).mode & 0o777, 0o600);
    const rows = parse(text.slice(1));
    assert.deepEqual(
      new Set(rows.map((row) => row.length)),
      new Set([Object.keys(columns).length]),
    );
    assert.equal(rows.length, 3);
  });

  it('as JSON holds whole entries, as Markdown what people read', async () => {
    await desk.run('register', 'export', '--format', 'json', '--out', out('a.json'));
    const { entries, organisation } = JSON.parse(await readFile(out('a.json'), 'utf8'));
    assert.equal(organisation, 'Acme GmbH');
    assert.equal(entries.length, 2);
    assert.equal(entries[1].title, nasty);
    assert.equal(entries[1].stamps.declaredAt.utc, '2026-03-27T08:14:00.000Z');
    await desk.run('register', 'export', '--format', 'md', '--out', out('a.md'));
    const markdown = await readFile(out('a.md'), 'utf8');
    assert.match(markdown, /## INC-C3D5F: Backup bucket was public\n/);
    assert.match(markdown, /2 entries\n$/);
  });

  it('as PDF and DOCX lies on the page: an overview, then each breach with what people wrote', async () => {
    const nastyLine = unbroken(nasty.replace(' 東京', ''));
    const pdf = await desk.run('register', 'export', '--format', 'pdf', '--out', out('a.pdf'));
    assert.equal(pdf.code, 0, pdf.err);
    assert.match(pdf.out, /2 entries written to .*a\.pdf, SHA-256 [0-9a-f]{64}/);
    const read = await readPdf(await readFile(out('a.pdf')));
    assert.deepEqual(
      read.outline.map(({ title }) => title.split(':')[0]),
      ['Overview', 'INC-C3D5F', 'INC-7K3FQ'],
    );
    assert.ok(
      read.sizes.every(([, , x = 0, y = 0]) => x > y),
      'it lies',
    );
    assert.ok(['Table', 'TH', 'TD'].every((role) => read.roles.includes(role)));
    const text = unbroken(read.pages.join());
    assert.ok(text.includes(nastyLine) && text.includes('AcmeGmbH,asof'), text);
    assert.doesNotMatch(text, /notfiled/);
    const docx = await desk.run('register', 'export', '--format', 'docx', '--out', out('a.docx'));
    assert.equal(docx.code, 0, docx.err);
    const { rows, paragraphs } = readDocx(await readFile(out('a.docx')));
    assert.deepEqual(
      rows.map(({ isHead, cells }) => [isHead, cells[0]]),
      [
        [true, 'Incident'],
        [false, 'INC-C3D5F'],
        [false, 'INC-7K3FQ'],
      ],
    );
    assert.equal(rows[2]?.cells[2], nasty);
    assert.ok(paragraphs.some((line) => line.text.includes('reference AZ-1, by Anna Berg')));
    assert.equal((await stat(out('a.docx'))).mode & 0o777, 0o600);
  });

  it('never replaces a file without --force, and leaves no half of one', async () => {
    await writeFile(out('mine'), 'mine');
    const refused = await desk.run('register', 'export', '--out', out('mine'));
    assert.equal(refused.code, 2);
    assert.match(refused.err, /is there already.*--force/);
    assert.equal(await readFile(out('mine'), 'utf8'), 'mine');
    assert.equal((await desk.run('register', 'export', '--out', out('mine'), '--force')).code, 0);
    assert.match(await readFile(out('mine'), 'utf8'), /^incident,/);
    assert.equal((await stat(out('mine'))).mode & 0o777, 0o600);
    const nowhere = await desk.run('register', 'export', '--out', out('no/such/folder'));
    assert.equal(nowhere.code, 2);
    assert.deepEqual(
      (await readdir(desk.folder)).filter((name) => name.endsWith('.part')),
      [],
    );
  });
});

it('the documented columns are those of the export, in their order', async () => {
  const page = await readFile(new URL('../../docs/register.md', import.meta.url), 'utf8');
  const named = [...page.matchAll(/^\| `([a-z_]+)` /gm)].map(([, name]) => name);
  assert.deepEqual(named, Object.keys(columns));
});

/** An independent reading of RFC 4180. */
function parse(text: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  const rows: string[][] = [[]];
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
