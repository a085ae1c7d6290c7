/** Vendors of the policy: in the file or a CSV beside it, by the same checks, and never outside the EEA without a ground. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Failure } from '../../src/failure.ts';
import { findAdequacy, readAdequacy } from '../../src/policy/adequacy.ts';
import { countryName } from '../../src/policy/country.ts';
import { loadPolicy, type LoadedPolicy } from '../../src/policy/file.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { recordPolicy } from '../../src/register/audit.ts';
import { openRegister } from '../../src/register/database.ts';
import { readPolicyFiles } from '../../src/register/policies.ts';
import { dataFolder } from '../register/sample.ts';
import { good } from './good.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vendors-'));
});
after(() => rm(folder, { recursive: true }));

const least = 'name: Hetzner, purpose: hosting';
const inPolicy = (keys: string) => `${good}vendors:\n  hetzner: { ${keys} }\n`;

const accepted: readonly (readonly [says: string, keys: string, expected: object])[] = [
  [
    'one in the EEA needs no ground, and is reviewed every year',
    `${least}, country: NO`,
    { country: 'NO', reviewEvery: 12, services: [] },
  ],
  [
    'all that can be said of one',
    `${least}, country: DE, contract: 2025-01-02, confidentiality: 2025-01-03, contact: +49 1, reviewedOn: 2026-01-31, reviewEvery: P1Y6M, services: [mail, register]`,
    {
      ...{ contract: '2025-01-02', confidentiality: '2025-01-03', contact: '+49 1' },
      ...{ reviewedOn: '2026-01-31', reviewEvery: 18, services: ['mail', 'register'] },
    },
  ],
  [
    'a commitment without its date',
    `${least}, country: DE, confidentiality: true`,
    { confidentiality: true },
  ],
  [
    'an adequacy decision',
    `${least}, country: JP, transferGround: adequacy`,
    { transferGround: { kind: 'adequacy' } },
  ],
  [
    'standard clauses',
    `${least}, country: IN, transferGround: scc`,
    { transferGround: { kind: 'scc' } },
  ],
  [
    'binding corporate rules',
    `${least}, country: IN, transferGround: bcr`,
    { transferGround: { kind: 'bcr' } },
  ],
  [
    'a derogation as a section',
    `${least}, country: IN, transferGround: { derogation: "consent, Art. 49(1)(a)" }`,
    { transferGround: { kind: 'derogation', text: 'consent, Art. 49(1)(a)' } },
  ],
  [
    'a derogation as text',
    `${least}, country: IN, transferGround: "derogation: consent"`,
    { transferGround: { kind: 'derogation', text: 'consent' } },
  ],
];
for (const [says, keys, expected] of accepted)
  test(`accepted: ${says}`, () => {
    const parsed = parsePolicy(inPolicy(keys));
    assert.ok(!parsed.faults, parsed.faults?.join('\n'));
    const read = parsed.policy.vendors['hetzner'];
    assert.deepEqual(read, { ...read, ...expected });
  });

const refused: readonly (readonly [says: string, keys: string, fault: RegExp])[] = [
  [
    'outside the EEA without a ground',
    `${least}, country: US`,
    /^line 30: vendors\.hetzner\.transferGround is missing: United States \(US\) is outside the EU and EEA \(Arts\. 44 to 49\); write adequacy, scc, bcr, or derogation/,
  ],
  [
    'an adequacy decision that is not there',
    `${least}, country: IN, transferGround: adequacy`,
    /transferGround adequacy: no decision of the Commission for India \(IN\) .*checked 2026-11-22; use scc/,
  ],
  [
    'a derogation without a reason',
    `${least}, country: IN, transferGround: derogation`,
    /"derogation" is no transfer ground; write adequacy/,
  ],
  [
    'another ground',
    `${least}, country: IN, transferGround: trust`,
    /"trust" is no transfer ground/,
  ],
  [
    'a ground that is a number',
    `${least}, country: IN, transferGround: 3`,
    /transferGround write adequacy, scc/,
  ],
  [
    'a country in lower case',
    `${least}, country: de`,
    /country "de" is not a country; write its two letters/,
  ],
  ['the Union as a country', `${least}, country: EU`, /country "EU" is not a country/],
  [
    'a code in use that is none',
    `${least}, country: UK`,
    /country UK is not in ISO 3166; write GB/,
  ],
  ['no country', least, /country is missing/],
  [
    'a date that is none',
    `${least}, country: DE, contract: 2026-02-30`,
    /contract "2026-02-30" is not a date/,
  ],
  [
    'a commitment that is denied',
    `${least}, country: DE, confidentiality: false`,
    /confidentiality false is not a date nor true/,
  ],
  [
    'days between reviews',
    `${least}, country: DE, reviewEvery: P90D`,
    /reviewEvery "P90D" is not an ISO 8601 duration of years and months/,
  ],
  [
    'no time between reviews',
    `${least}, country: DE, reviewEvery: P0M`,
    /reviewEvery must be P1M at least/,
  ],
  [
    'a service that is none',
    `${least}, country: DE, services: [web]`,
    /services\.0 must be one of mail, register, temporal/,
  ],
  ['an unknown key', `${least}, country: DE, dpa: yes`, /dpa is not known here/],
];
for (const [says, keys, fault] of refused)
  test(`refused: ${says}`, () => {
    const { faults = [] } = parsePolicy(inPolicy(keys));
    assert.equal(faults.length, 1, faults.join('\n'));
    assert.match(faults[0] ?? '', fault);
  });

const header = 'id,name,purpose,country,contract,confidentiality,transferGround,services';
const beside = `${good}vendorsFile: ./vendors.csv\n`;

async function written(csv: string, yaml = beside): Promise<string> {
  await writeFile(join(folder, 'vendors.csv'), csv);
  await writeFile(join(folder, 'policy.yaml'), yaml);
  return join(folder, 'policy.yaml');
}

async function loaded(csv: string, yaml = beside): Promise<LoadedPolicy> {
  return loadPolicy(await written(csv, yaml));
}

test('a row means what an entry of the policy means', async () => {
  const row = 'acme,"Acme, Inc.",mail,US,2025-01-02,true,derogation: consent,mail temporal';
  const inFile = `${beside}vendors:\n  hetzner: { ${least}, country: DE }\n`;
  const { policy, vendorsPath } = await loaded(`${header}\n${row}\n`, inFile);
  assert.equal(vendorsPath, join(folder, 'vendors.csv'));
  assert.deepEqual(Object.keys(policy.vendors), ['hetzner', 'acme']);
  assert.deepEqual(policy.vendors['acme'], {
    ...{ name: 'Acme, Inc.', purpose: 'mail', country: 'US', contract: '2025-01-02' },
    ...{ confidentiality: true, transferGround: { kind: 'derogation', text: 'consent' } },
    ...{ reviewEvery: 12, services: ['mail', 'temporal'] },
  });
});

test('every fault of the file is told with its line, and one of both files too', async () => {
  const csv = `${header}\na,A,x,US,,,,\nb,,x,de,soon,maybe,,web\nhetzner,H,x,DE,,,,\na,A,x,FR,,,,\n`;
  const error: unknown = await loaded(
    csv,
    `${beside}vendors:\n  hetzner: { ${least}, country: DE }\n`,
  ).catch((reason: unknown) => reason);
  assert.ok(error instanceof Failure && error.code === 'policy-invalid', String(error));
  const told = error.message
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^.*vendors\.csv /, ''));
  const expected = [
    /^line 2: transferGround is missing: United States/,
    /^line 3: name is missing/,
    /^line 3: country "de" is not a country/,
    /^line 3: contract "soon" is not a date/,
    /^line 3: confidentiality "maybe" is not a date nor true/,
    /^line 3: services\.0 must be one of/,
    /^line 4: hetzner stands on line \d+ of the policy file too/,
    /^line 5: a stands on line 2 already/,
  ];
  assert.equal(told.length, expected.length, told.join('\n'));
  for (const [n, pattern] of expected.entries()) assert.match(told[n] ?? '', pattern);
});

test('a file that is missing is named with the way out', async () => {
  const path = await written('', `${good}vendorsFile: ./none.csv\n`);
  await assert.rejects(
    loadPolicy(path),
    /no vendors file .*none\.csv; correct vendorsFile.*id,name,purpose,country/,
  );
});

test('the version changes with the vendors file, and the register keeps it', async () => {
  const { version } = await loaded(`${header}\n`);
  const { version: other, files } = await loaded(`${header}\na,A,x,FR,,,,\n`);
  assert.notEqual(other, version);
  const register = await openRegister(await dataFolder());
  await recordPolicy(register, { version: other, files, nowMs: 0 });
  const kept = await readPolicyFiles(register.db, other);
  await register.close();
  assert.match(Buffer.from(kept?.vendors ?? []).toString(), /a,A,x,FR/);
});

test('each country of the adequacy list is a country outside the EEA, and what is not sure says why', () => {
  for (const { code, verified, note } of readAdequacy().countries) {
    assert.notEqual(countryName(code), undefined, code);
    assert.ok(verified || note !== undefined, code);
  }
  assert.match(findAdequacy('US')?.scope ?? '', /Data Privacy Framework/);
  assert.equal(countryName('DD'), undefined);
});
