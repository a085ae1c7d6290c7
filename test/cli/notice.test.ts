/** The notice to the authority by the command line: drafted, corrected, compared and exported, on a real server. */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { hourMs } from '../../src/domain/ladder.ts';
import { openRegister } from '../../src/register/database.ts';
import { storeNotice } from '../../src/register/notices.ts';
import { readDocx } from '../notices/docx-reader.ts';
import { readPdf } from '../notices/pdf-reader.ts';
import type { App, Json } from '../support/app.ts';
import { sharedApp } from '../support/shared-app.ts';
import { faultyFields } from '../support/edpb/schema.ts';
import { createTyped } from '../support/typed.ts';

let app: App;
before(async () => {
  app = await sharedApp();
});

const { done, forbidden, incident, misused, refused } = createTyped(() => app);

describe('the notice to the authority', () => {
  let id: string;
  let awareAt: string;
  before(() => {
    awareAt = new Date(Date.now() - 2 * hourMs).toISOString().slice(0, 19);
  });

  async function set(field: string, ...rest: string[]): Promise<void> {
    await done('notice set', id, field, ...rest, '--as', 'dora');
  }

  async function draft(): Promise<Json> {
    await done('notice draft', id, '--as', 'dora');
    return (await done('notice show', id)).notice;
  }

  async function exported(...args: string[]): Promise<Json> {
    return JSON.parse((await app.run(['notice', 'export', id, ...args, '--format', 'json'])).out);
  }

  it('is drafted from the record, and fails the schema only by what it lists as missing', async () => {
    ({ id } = await incident('declare', 'export is public', '--severity', 'high', '--as', 'anna'));
    const known = [
      '--subjects',
      '1240',
      '--subject-categories',
      'customers',
      '--personal-data',
      'yes',
    ];
    await incident('triage', id, 'an export was readable by anybody', ...known, '--as', 'anna');
    await incident('aware', id, '--at', `${awareAt}Z`, '--reason', 'the log', '--as', 'dora');
    const { draft: first } = await draft();
    assert.deepEqual(first.phase, { kind: 'new', state: 'incomplete' });
    const answers = await exported();
    assert.deepEqual([answers.field_3, answers.field_65, answers.field_68], ['a', 'a', 1240]);
    assert.equal(answers.field_48, `${awareAt}.000Z`);
    const listed = first.missing.map((label: string) => `field_${label.split(' ')[0]}`);
    assert.deepEqual(faultyFields(answers), listed.toSorted());
  });

  it('takes a correction, which the next draft keeps and the timeline tells', async () => {
    await set('61', 'd');
    await set('field_63', 'customer database, Frankfurt');
    await set('46', '2026-11-20T10:00', '--zone', 'Europe/Warsaw');
    const { draft: second } = await draft();
    const items: Json[] = second.sections.flatMap((section: Json) => section.items);
    const cause = items.find(({ no }) => no === 61);
    assert.deepEqual([cause.value, cause.from], ['d) External malicious', 'correction']);
    const { events } = await done('timeline', id);
    const corrected = events.filter((event: Json) => event.type === 'noticeCorrected');
    assert.deepEqual(
      corrected.map(({ value }: Json) => value),
      ['d', 'customer database, Frankfurt', '2026-11-20T09:00:00.000Z'],
    );
    const shown = await app.run(['notice', 'show', id]);
    assert.match(shown.out, /^_Written by a person for this notice\._$/m);
  });

  it('tells what changed between two drafts', async () => {
    const { changes } = await done('notice diff', id);
    assert.deepEqual(
      changes.map(({ what, id: field }: Json) => [what, field]),
      [
        ['added', 'field_61'],
        ['added', 'field_63'],
      ],
    );
    await set('61', '--clear');
    await set('63', 'two servers, Frankfurt');
    await draft();
    const { out } = await app.run(['notice', 'diff', id]);
    assert.match(
      out,
      /^N\d+ \(new, incomplete, \d+ missing\) → N\d+ \(new, incomplete, \d+ missing\)$/m,
    );
    assert.match(
      out,
      /^changed: 63\. .*\n {2}- customer database, Frankfurt\n {2}\+ two servers, Frankfurt$/m,
    );
    assert.match(out, /^removed: 61\. .*\n {2}- d\) External malicious$/m);
  });

  it('says what stands in a field now: a time in the zone and UTC, a text as it was written', async () => {
    const by = ['--zone', 'Europe/Berlin', '--as', 'dora'];
    const at = await app.run(['notice', 'set', id, '46', '2026-03-27T08:00', ...by]);
    assert.match(at.out, /is now: Fri 27 Mar 2026, 08:00 CET \(2026-03-27 07:00 UTC\)\n/);
    const text = await app.run(['notice', 'set', id, '49', 'Nobody read it.', ...by]);
    assert.match(text.out, /is now: Nobody read it\.\nDraft it anew/);
    await done('notice set', id, '46', '--clear', '--as', 'dora');
    await done('notice set', id, '49', '--clear', '--as', 'dora');
  });

  it('refuses a letter that is no option with the list of options, and a field that is none', async () => {
    const by = ['--as', 'dora'];
    const options =
      /"z" does not fit: field 61 takes one of a, b, .*\n {2}a\) Internal non malicious\n/;
    await refused('answer-unfit', options, 'notice', 'set', id, '61', 'z', ...by);
    await refused('answer-unfit', /either a value or clear/, 'notice', 'set', id, '61', ...by);
    await misused('unknown-field', /"8" is not a field/, 'notice', 'set', id, '8', 'x', ...by);
    await misused('unknown-field', /"cause" is neither/, 'notice', 'set', id, 'cause', 'x', ...by);
    await misused(
      'bad-input',
      /has 4001 characters/,
      'notice',
      'set',
      id,
      '63',
      'x'.repeat(4_001),
      ...by,
    );
    await forbidden(/dora or/, 'notice', 'set', id, '61', 'a', '--as', 'clara');
  });

  it('is complete once a person has answered what nobody recorded, and then is valid', async () => {
    const answers = {
      ...{ 38: 'b', 44: 'd', 50: 'a', 51: 'an alarm', 55: 'a,c', 56: 'b', 57: 'c', 59: 'a' },
      ...{ 60: 'm,v', 61: 'a', 70: 'b', 71: 'contact data', 72: 'c', 73: '5000', 75: 'g' },
      ...{ 76: 'roles', 79: 'b', 83: 'a', 85: 'a', 87: 'b', 89: 'b', 90: 'by ENISA', 92: 'closed' },
      ...{ 94: 'c', 95: 'a check before each upload', 97: 'd', 113: 'b' },
    };
    for (const [no, value] of Object.entries(answers)) await set(no, value);
    const { draft: whole } = await draft();
    assert.deepEqual([whole.missing, whole.open], [[], []]);
    assert.deepEqual(whole.phase, { kind: 'new', state: 'complete' });
    assert.deepEqual(faultyFields(await exported()), []);
  });

  it('is a follow-up with the reference of the first once that was filed', async () => {
    await incident('duty file', id, '--reference', 'LDA-1', '--stage', 'initial', '--as', 'dora');
    const { draft: followUp } = await draft();
    assert.equal(followUp.phase.kind, 'follow-up');
    const { field_3, field_6 } = await exported();
    assert.deepEqual([field_3, field_6], ['b', 'LDA-1']);
    const { changes } = await done('notice diff', id);
    assert.deepEqual(
      changes.map(({ what, id: field }: Json) => [what, field]),
      [
        ['changed', 'field_3'],
        ['added', 'field_6'],
      ],
    );
  });

  it('is exported to a file that only its owner reads, and over no other', async () => {
    const path = join(app.data, '..', 'notice.md');
    const words = ['--format', 'md', '--out', path];
    assert.deepEqual((await done('notice export', id, ...words)).files, [path]);
    assert.match(readFileSync(path, 'utf8'), /^\*\*Draft, not filed\*\*/m);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    await misused('file-exists', /is there already/, 'notice', 'export', id, ...words);
    await done('notice export', id, ...words, '--force', '--as', 'dora');
    const { entries } = await done('audit list');
    const taken = entries.filter(({ kind }: Json) => kind === 'export').at(-1);
    assert.match(taken.subject, new RegExp(`^notice ${id} N\\d+ md$`));
    assert.equal(taken.who, 'dora');
    await misused(
      'bad-input',
      /use one of md, json, pdf, docx$/m,
      ...['notice', 'export', id, '--format', 'odt'],
    );
    await misused('bad-input', /--out is missing/, 'notice', 'export', id, '--format', 'pdf');
  });

  it('goes on pages as PDF and as DOCX; one that was filed says so and is no draft', async () => {
    const { notices } = await incident('show', id);
    const path = (name: string): string => join(app.data, '..', name);
    const exportAs = async (notice: string, name: string): Promise<Buffer> => {
      const words = ['--format', name.split('.')[1] ?? '', '--out', path(name)];
      await done('notice export', id, notice, ...words);
      assert.equal(statSync(path(name)).mode & 0o777, 0o600);
      return readFileSync(path(name));
    };
    const { id: newest } = notices.at(-1);
    const draft = await readPdf(await exportAs(newest, 'new.pdf'));
    assert.ok(draft.artifacts.every((page) => page.includes('Draft, not filed')));
    assert.deepEqual(readDocx(await exportAs(newest, 'new.docx')).watermarks, ['Draft, not filed']);
    const { id: filed } = notices.at(-2);
    const copy = await readPdf(await exportAs(filed, 'filed.pdf'));
    assert.doesNotMatch(copy.pages.join() + copy.artifacts.join(), /not filed/);
    assert.match(copy.pages[0] ?? '', /filed the notice[^,]*, \d.*reference\s+LDA-1/s);
    const { id: first } = notices.at(0);
    const older = await readPdf(await exportAs(first, 'old.pdf'));
    assert.match(older.artifacts[0] ?? '', /Draft, not filed/);
  });

  it('of before the template is shown, compared and exported as it was', async () => {
    const items = [
      { id: 'title', label: 'In one line', value: 'x', mandatory: true, askWhom: 'anna' },
    ];
    const json = JSON.stringify({
      ...{ kind: 'authority', title: 'old', marks: ['draft, not filed'], missing: [] },
      sections: [{ id: 'nature', heading: 'Nature', article: 'GDPR Art. 33(3)(a)', items }],
      generatedAtMs: 1,
    });
    const register = await openRegister(app.data);
    await storeNotice(register, {
      ...{ incidentId: id, notice: 'N1', about: { duty: 'gdpr-33-1' }, json, markdown: '# old' },
      ...{ sha256: 'a'.repeat(64), draftedAtMs: 1 },
    });
    await register.close();
    assert.equal((await app.run(['notice', 'show', id, 'N1'])).out, '# old');
    assert.equal((await exported('N1')).title, 'old');
    const { changes } = await done('notice diff', id, 'N1');
    assert.ok(changes.some(({ what, id: item }: Json) => what === 'removed' && item === 'title'));
  });
});
