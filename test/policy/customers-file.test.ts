/** The customers file: read as the section of the policy, every fault at once, and part of the policy's version. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Failure } from '../../src/failure.ts';
import { loadPolicy, watchPolicy, type LoadedPolicy } from '../../src/policy/file.ts';
import { snapshot } from '../../src/policy/snapshot.ts';
import { good } from './good.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'customers-'));
});
after(() => rm(folder, { recursive: true }));

const policy = `${good}customersFile: ./customers.csv\n`;
const header = 'id,name,email,zone,within,language';
const initech = 'initech,Initech AG,dpo@initech.example,Europe/Zurich,24h,de';

async function written(csv: string | Uint8Array | undefined, yaml = policy): Promise<string> {
  const path = join(folder, 'policy.yaml');
  await rm(join(folder, 'customers.csv'), { force: true });
  if (csv !== undefined) await writeFile(join(folder, 'customers.csv'), csv);
  await writeFile(path, yaml);
  return path;
}

async function loaded(csv: string | Uint8Array, yaml = policy): Promise<LoadedPolicy> {
  return loadPolicy(await written(csv, yaml));
}

async function failure(csv: string | Uint8Array | undefined, yaml = policy): Promise<Failure> {
  const error: unknown = await loadPolicy(await written(csv, yaml)).then(
    () => assert.fail('the policy was accepted'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Failure, String(error));
  return error;
}

/** Without the path in front. */
async function faults(csv: string, yaml = policy): Promise<string[]> {
  const { code, message } = await failure(csv, yaml);
  assert.equal(code, 'policy-invalid');
  return message
    .split('\n')
    .slice(1)
    .map((line) => line.replace(`${join(folder, 'customers.csv')} `, ''));
}

test('customers of the file stand beside those of the policy, with the same meaning', async () => {
  const { policy: read, customersPath } = await loaded(`${header}\n${initech}\n`);
  assert.equal(customersPath, join(folder, 'customers.csv'));
  assert.deepEqual(Object.keys(read.customers), ['globex', 'initech']);
  assert.deepEqual(read.customers['initech'], {
    ...{ name: 'Initech AG', email: 'dpo@initech.example', zone: 'Europe/Zurich' },
    ...{ within: 86_400_000, language: 'de' },
  });
  assert.equal(read.customers['globex']?.language, undefined);
  assert.deepEqual(snapshot(read, '1').customers, ['globex', 'initech']);
});

const written500 = Array.from({ length: 600 }, (_, n) => `c${n},Customer ${n},p${n}@c.example`);

const accepted: readonly (readonly [name: string, csv: string, ids: number])[] = [
  ['columns in any order', `email,id,name\ndpo@initech.example,initech,Initech AG\n`, 2],
  ['a byte order mark and line ends of Windows', `\ufeff${header}\r\n${initech}\r\n`, 2],
  [
    'quotes, commas and spaces around cells',
    `${header}\ninitech , "Initech, ""AG"""`.replace(' "', '"') + ', dpo@initech.example,,,\n',
    2,
  ],
  ['a header alone', `${header}\n`, 1],
  ['six hundred of them', ['id,name,email', ...written500].join('\n'), 601],
];
for (const [name, csv, ids] of accepted)
  test(`${name} are read`, async () => {
    assert.equal(Object.keys((await loaded(csv)).policy.customers).length, ids);
  });

const refused: readonly (readonly [name: string, csv: string, ...says: RegExp[]])[] = [
  ['an empty file', '', /^line 1: there is no header; write id,name,email,zone,within,language/],
  ['no header', `${initech}\n`, /^line 1: there is no header; write id,name/],
  [
    'a column that is not known',
    'id,name,email,phone\na,A,a@a.example,1\n',
    /^line 1: the column "phone" is not known; remove it/,
  ],
  ['a column twice', 'id,name,name,email\n', /^line 1: the column name stands twice/],
  ['a column that is missing', 'id,name\n', /^line 1: the column email is missing; write id,name/],
  [
    'semicolons',
    'id;name;email\n',
    /^line 1: .*not separated by commas; save it as CSV with commas/,
  ],
  [
    'too few cells',
    `${header}\ninitech,Initech AG\n`,
    /^line 2: has 2 cells, the header 6; .*comma in quotes/,
  ],
  ['no address', 'id,name,email\ninitech,Initech AG,\n', /^line 2: email is missing/],
  [
    'a wrong address',
    'id,name,email\ninitech,I,initech.example\n',
    /^line 2: email is not an e-mail address/,
  ],
  [
    'an id that is none',
    'id,name,email\nInitech AG,I,a@b.example\n',
    /^line 2: id "Initech AG" is not an id; use up to 40/,
  ],
  ['no id', 'id,name,email\n,I,a@b.example\n', /^line 2: id is missing/],
  [
    'an id of all objects',
    'id,name,email\n__proto__,I,a@b.example\n',
    /^line 2: id "__proto__" is not an id/,
  ],
  [
    'an id twice',
    `${header}\n${initech}\n${initech}\n`,
    /^line 3: initech stands on line 2 already; keep one of them/,
  ],
  [
    'a zone that is none',
    'id,name,email,zone\ni,I,a@b.example,Berlin\n',
    /^line 2: zone "Berlin" is not an IANA time zone/,
  ],
  [
    'hours that are none',
    'id,name,email,within\ni,I,a@b.example,1d\n',
    /^line 2: within "1d" is not a duration; write one such as 48h/,
  ],
  [
    'a language that is none',
    'id,name,email,language\ni,I,a@b.example,fr\n',
    /^line 2: language must be one of en, de/,
  ],
  [
    'a line break in a name',
    'id,name,email\ni,"I\nJ",a@b.example\n',
    /^line 2: name holds a line break/,
  ],
  [
    'a customer who stands in the policy too',
    'id,name,email\nglobex,G,g@g.example\n',
    /^line 2: globex stands on line 21 of the policy file too; keep one/,
  ],
  [
    ...(['everything at once', `${header}\na,A,a,x,y,z\n"b"c\nb,,b@b.example,,,\n`] as const),
    ...[
      /^line 2: email/,
      /^line 2: zone/,
      /^line 2: within/,
      /^line 2: language/,
      /^line 3: text stands beside/,
      /^line 4: name is missing/,
    ],
  ],
];
for (const [name, csv, ...says] of refused)
  test(`${name} is refused with its line`, async () => {
    const told = await faults(csv);
    assert.equal(told.length, says.length, told.join('\n'));
    for (const [n, pattern] of says.entries()) assert.match(told[n] ?? '', pattern);
  });

test('faults of both files are told together, and a contract may name a customer of the file', async () => {
  const rules =
    'rules:\n  dpa: { title: T, addressee: A, hours: 24, customers: [initech, hooli] }\n';
  const told = await faults(`${header}\n${initech.replace('24h', 'soon')}\n`, policy + rules);
  assert.equal(told.length, 2, told.join('\n'));
  assert.match(
    told[0] ?? '',
    /^line \d+: rules\.dpa\.customers\.1 hooli is not one of the customers/,
  );
  assert.match(told[1] ?? '', /^line 2: within/);
});

test('more customers than an incident can carry are refused', async () => {
  const many = Array.from({ length: 2_000 }, (_, n) => `c${n},C,p${n}@c.example`);
  const [fault] = await faults(['id,name,email', ...many].join('\n'));
  assert.match(fault ?? '', /there are 2001 customers; at most 2000/);
});

test('a file that is missing, or no text, is named with the way out', async () => {
  const missing = await failure(undefined);
  assert.equal(missing.code, 'customers-missing');
  assert.match(missing.message, /no customers file .*customers\.csv; correct customersFile/);
  assert.match(
    (await failure(new Uint8Array([0xff, 0xfe, 0]))).message,
    /customers file .* is not UTF-8/,
  );
});

test('the version changes with either file', async () => {
  const { version } = await loaded(`${header}\n${initech}\n`);
  assert.notEqual((await loaded(`${header}\n${initech.replace('24h', '48h')}\n`)).version, version);
  assert.notEqual((await loaded(`${header}\n${initech}\n`, `${policy}\n`)).version, version);
  assert.equal((await loaded(`${header}\n${initech}\n`)).version, version);
});

test('a running worker takes up a changed customers file, and keeps the last good one', async () => {
  const path = await written(`${header}\n${initech}\n`);
  const warnings: string[] = [];
  const current = await watchPolicy(path, (line) => void warnings.push(line));
  const email = async () => (await current()).policy.customers['initech']?.email;
  const csv = join(folder, 'customers.csv');
  await writeFile(csv, `${header}\n${initech.replace('dpo@', 'privacy@')}\n`);
  assert.equal(await email(), 'privacy@initech.example');
  await writeFile(csv, `${header}\ninitech\n`);
  assert.equal(await email(), 'privacy@initech.example');
  assert.equal(await email(), 'privacy@initech.example');
  assert.equal(warnings.length, 1, warnings.join('\n'));
  assert.match(warnings[0] ?? '', /stays in force: .*has a fault/);
  await writeFile(csv, `${header}\n${initech}\n`);
  assert.equal(await email(), 'dpo@initech.example');
});
