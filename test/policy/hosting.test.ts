/** Where the installation runs: in the EU and EEA, or on the transfer ground of the vendor who runs it, and nowhere else. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkHosting, findHostedAway } from '../../src/doctor/hosting.ts';
import { Failure } from '../../src/failure.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { readSource } from '../../src/policy/source.ts';
import { good } from './good.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hosting-'));
  const row = 'id,name,purpose,country,transferGround\nfiled,Filed Inc,servers,US,scc\n';
  await writeFile(join(folder, 'vendors.csv'), row);
});
after(() => rm(folder, { recursive: true }));

async function load(hosting: string, ground = '') {
  const path = join(folder, 'policy.yaml');
  const text = `${good}vendorsFile: ./vendors.csv
hosting: ${hosting}
vendors:
  nubes: { name: Nubes Inc, purpose: servers, country: DE${ground} }
`;
  await writeFile(path, text);
  const source = readSource(text);
  const written = 'written' in source ? source.written : undefined;
  return { written, loading: loadPolicy(path) };
}

const accepted: readonly (readonly [says: string, hosting: string, ground: string, RegExp])[] = [
  ['by the company itself', '{ country: DE }', '', /Germany \(DE\), by the company itself$/],
  ['in the EEA', '{ country: NO, vendor: nubes }', '', /Norway \(NO\), by Nubes Inc \(nubes\)$/],
  [
    ...([
      'on standard clauses',
      '{ country: IN, vendor: nubes }',
      ', transferGround: scc',
    ] as const),
    /India \(IN\), by Nubes Inc \(nubes\), on the ground of standard contractual clauses/,
  ],
  ['by a vendor of the file', '{ country: US, vendor: filed }', '', /by Filed Inc \(filed\), on/],
];

for (const [says, hosting, ground, found] of accepted)
  test(`hosting ${says} is shown`, async () => {
    const { loading, written } = await load(hosting, ground);
    const checked = checkHosting((await loading).policy);
    assert.equal(checked.result, 'ok');
    assert.match(checked.found, found);
    assert.equal(findHostedAway(written), undefined);
  });

const refused: readonly (readonly [says: string, hosting: string, ground: string, RegExp])[] = [
  [
    ...(['outside without a vendor', '{ country: US }', ''] as const),
    /line \d+: hosting\.country US: hosting\.vendor, with its transferGround, is missing: United States \(US\) is outside/,
  ],
  [
    ...(['of a vendor without a ground', '{ country: US, vendor: nubes }', ''] as const),
    /hosting\.country US: the transferGround of vendors\.nubes is missing/,
  ],
  [
    ...(['on a decision that there is not', '{ country: IN, vendor: nubes }'] as const),
    ', transferGround: adequacy',
    /vendors\.nubes adequacy: no decision of the Commission for India \(IN\)/,
  ],
];

for (const [says, hosting, ground, message] of refused)
  test(`hosting ${says} is refused, and the doctor names it`, async () => {
    const { loading, written } = await load(hosting, ground);
    await assert.rejects(
      loading,
      (error) => error instanceof Failure && message.test(error.message),
    );
    // A ground that does not hold is told by the policy alone.
    assert.equal(findHostedAway(written)?.result, ground === '' ? 'failed' : undefined);
  });

test('hosting by nobody who is known, or in no country, is refused', async () => {
  for (const [hosting, message] of [
    ['{ country: DE, vendor: nobody }', /hosting\.vendor nobody is not one of the vendors/],
    ['{ country: UK, vendor: nubes }', /hosting\.country UK is not in ISO 3166; write GB/],
  ] as const)
    await assert.rejects((await load(hosting)).loading, { message });
});

test('a policy that says nothing of it is told, not refused', async () => {
  const { vendors } = (await (await load('{ country: DE }')).loading).policy;
  assert.equal(checkHosting({ vendors }).result, 'warning');
});
