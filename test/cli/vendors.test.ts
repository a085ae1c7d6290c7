/** Vendors through the command line: seen, added, reviewed, imported and on record, without a server. */
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Json } from '../support/app.ts';
import { good } from '../policy/good.ts';
import { openRegister } from '../../src/register/database.ts';
import { createDesk } from './desk.ts';

const header =
  'id,name,purpose,country,contract,confidentiality,transferGround,contact,reviewedOn,reviewEvery,services';
const first = 'hetzner,Hetzner,hosting,DE,2025-01-02,true,,,2026-01-10,,register temporal';
const second =
  '"postal","Postal, Inc.",mail,US,2025-03-04,2025-03-04,adequacy,,2025-11-27,P1Y,mail';
const text = `${header}\r\n${first}\r\n\r\n${second}\r\n`;
const inPolicy =
  'vendors:\n  old: { name: Old, purpose: archive, country: GB, transferGround: adequacy }\n';

async function createOffice({ csv = text, register = true } = {}) {
  const desk = await createDesk();
  const { folder } = desk;
  const path = join(folder, 'vendors.csv');
  writeFileSync(join(folder, 'policy.yaml'), `${good}vendorsFile: ./vendors.csv\n${inPolicy}`);
  writeFileSync(path, csv);
  if (register) await (await openRegister(folder)).close();
  const refused = async (code: string, says: RegExp, ...words: readonly string[]) => {
    const result = await desk.run(...words, '--json');
    assert.equal(result.code, 2, result.err);
    assert.equal(result.json().error.code, code);
    assert.match(result.err, says);
    assert.equal(readFileSync(path, 'utf8'), csv);
  };
  const acts = async (): Promise<readonly Json[]> =>
    (await desk.run('audit', 'list', '--json'))
      .json()
      .entries.filter(({ kind }: Json) => kind === 'vendors');
  return { ...desk, path, refused, acts, csv: () => readFileSync(path, 'utf8') };
}

test('the list tells state, place, ground, contract and review of each, the page all of one', async () => {
  const { run } = await createOffice();
  const { out, code } = await run('vendors', 'list');
  assert.equal(code, 0);
  const lines = out.split('\n').map((line) => line.split(/ {2,}/));
  assert.deepEqual(lines[1], ['old', 'contract missing', 'GB', 'adequacy', '-', '-', 'Old']);
  assert.deepEqual(lines[2], ['hetzner', 'ok', 'DE', '-', '2025-01-02', '2027-01-10', 'Hetzner']);
  assert.deepEqual(lines[3]?.slice(0, 2), ['postal', 'review due']);
  assert.match(out, /3 vendors, 2 with something missing or due/);
  const due = (await run('vendors', 'list', '--due', '--json')).json();
  assert.deepEqual(
    due.vendors.map(({ id, concerns }: Json) => [id, ...concerns]),
    [
      ['old', 'contract missing', 'confidentiality missing', 'never reviewed'],
      ['postal', 'review due'],
    ],
  );
  const page = (await run('vendors', 'show', 'postal')).out;
  assert.match(page, /United States \(US\)/);
  assert.match(
    page,
    /adequacy decision \(Art\. 45\); only organisations certified .*; listed 2024/,
  );
  assert.match(page, /contract +of 2025-03-04 \(Art\. 28\(3\)\)/);
  assert.match(page, /review due +2026-11-27 \(every 12 months\)/);
  assert.match((await run('vendors', 'show', 'old')).out, /NOT verified: the decision of 2021/);
});

test('a review is written into its row alone, keeps rights and other bytes, and is on record', async () => {
  const { run, csv, acts, path, folder } = await createOffice();
  chmodSync(path, 0o640);
  const args = ['--on', '2026-11-20', '--by', 'anna', '--as', 'dora'];
  const { code, err } = await run('vendors', 'review', 'postal', ...args);
  assert.equal(code, 0, err);
  assert.equal(
    csv(),
    text.replace(
      second,
      'postal,"Postal, Inc.",mail,US,2025-03-04,2025-03-04,adequacy,,2026-11-20,P1Y,mail',
    ),
  );
  assert.equal(statSync(path).mode & 0o777, 0o640);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  );
  const [act, ...more] = await acts();
  assert.deepEqual(
    [act.who, act.subject, more.length],
    ['dora', 'review postal 2026-11-20 by anna', 0],
  );
  assert.match((await run('vendors', 'show', 'postal')).out, /review due +2027-11-20/);
  // The same again is nothing new.
  assert.match((await run('vendors', 'review', 'postal', ...args)).out, /nothing is changed/);
  assert.equal((await acts()).length, 1);
  assert.equal((await run('audit', 'verify')).code, 0);
});

test('a review that cannot be is refused, and nothing is written', async () => {
  const { refused } = await createOffice();
  const review = ['vendors', 'review'];
  await refused(
    'unknown-vendor',
    /"acme" is not a vendor of the policy file; use one of old, hetzner, postal/,
    ...review,
    'acme',
    '--as',
    'dora',
  );
  await refused('no-actor', /say who you are/, ...review, 'postal');
  await refused(
    'bad-input',
    /--on is "2026-11-28", which lies after today, 2026-11-27/,
    ...review,
    'postal',
    '--on',
    '2026-11-28',
    '--as',
    'dora',
  );
  await refused(
    'bad-input',
    /--on is "soon", which is not a date/,
    ...review,
    'postal',
    '--on',
    'soon',
    '--as',
    'dora',
  );
  await refused(
    'unknown-person',
    /--by is "zoe"/,
    ...review,
    'postal',
    '--by',
    'zoe',
    '--as',
    'dora',
  );
  await refused(
    'not-in-file',
    /old stands in .*policy\.yaml itself/,
    ...review,
    'old',
    '--as',
    'dora',
  );
});

test('a vendor is added at the end; every fault is told by its option', async () => {
  const { run, refused, csv } = await createOffice({ register: false });
  const add = ['vendors', 'add', 'cloud', '--as', 'dora', '--purpose', 'backups'];
  await refused(
    'bad-input',
    /--name is missing\n--country "us" is not a country/,
    ...add,
    '--country',
    'us',
  );
  await refused(
    'bad-input',
    /--transfer-ground is missing: United States/,
    ...add,
    '--name',
    'C',
    '--country',
    'US',
  );
  await refused(
    'vendor-exists',
    /hetzner is a vendor already/,
    'vendors',
    'add',
    'hetzner',
    '--as',
    'dora',
  );
  const ground = ['--transfer-ground', 'derogation: asked, and consented'];
  const { code, err } = await run(...add, '--name', 'Cloud', '--country', 'US', ...ground);
  assert.equal(code, 0, err);
  assert.equal(csv(), `${text}cloud,Cloud,backups,US,,,"derogation: asked, and consented",,,,\r\n`);
});

test('an import takes all rows or none, and names each fault', async () => {
  const { run, refused, csv, folder, acts } = await createOffice();
  const file = join(folder, 'new.csv');
  await refused(
    'import-missing',
    /there is no file ".*new\.csv"; check the path/,
    ...['vendors', 'import', file, '--as', 'dora'],
  );
  const many = Array.from({ length: 998 }, (_, n) => `v${n},V,x,FR\n`);
  writeFileSync(file, `id,name,purpose,country\n${many.join('')}`);
  await refused(
    'bad-input',
    /there would be 1001 vendors; at most 1000/,
    ...['vendors', 'import', file, '--as', 'dora'],
  );
  writeFileSync(file, 'id,name,purpose,country\na,A,x,US\nb,,x,FR\n');
  await refused(
    'bad-input',
    /line 2: transferGround is missing.*\n.*line 3: name is missing/,
    'vendors',
    'import',
    file,
    '--as',
    'dora',
  );
  writeFileSync(
    file,
    'id,name,purpose,country,contract\nc,C,x,FR,2026-01-02\nhetzner,Hetzner SE,hosting,DE,\n',
  );
  const { code, json, err } = await run('vendors', 'import', file, '--as', 'dora', '--json');
  assert.equal(code, 0, err);
  assert.deepEqual([json().added, json().changed], [['c'], ['hetzner']]);
  assert.equal(
    csv(),
    `${text.replace('hetzner,Hetzner,', 'hetzner,Hetzner SE,')}c,C,x,FR,2026-01-02,,,,,,\r\n`,
  );
  assert.equal((await acts())[0].subject, 'import');
});

test('without a vendors file, or without the column, it is said what to write where', async () => {
  const narrow = 'id,name,purpose,country\nhetzner,H,hosting,DE\n';
  const { refused, run, folder } = await createOffice({ csv: narrow });
  await refused(
    'no-column',
    /has no column reviewedOn; add it to the first line/,
    'vendors',
    'review',
    'hetzner',
    '--as',
    'dora',
  );
  writeFileSync(join(folder, 'policy.yaml'), good);
  assert.match((await run('vendors', 'list')).out, /lists no vendors/);
  await refused(
    'no-vendors-file',
    /add the line "vendorsFile: \.\/vendors\.csv" .*id,name,purpose,country/,
    'vendors',
    'add',
    'x',
    '--name',
    'X',
    '--purpose',
    'y',
    '--country',
    'FR',
    '--as',
    'dora',
  );
});
