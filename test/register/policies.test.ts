/** The files of policy versions: kept byte for byte, sealed by the chain, and never replaced. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadPolicy } from '../../src/policy/file.ts';
import { readAudit, recordPolicy } from '../../src/register/audit.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { readPolicyFiles } from '../../src/register/policies.ts';
import { good } from '../policy/good.ts';
import { dataFolder, startMs } from './sample.ts';

async function policyEntries({ db }: Register) {
  const entries = [];
  for await (const entry of readAudit(db)) if (entry.kind === 'policy') entries.push(entry);
  return entries;
}

test('a version is kept with its customers file, and its entry seals both', async () => {
  const folder = await dataFolder();
  const csv = 'id,name,email\ninitech,Initech,privacy@initech.example\n';
  await writeFile(join(folder, 'policy.yaml'), `\ufeff${good}customersFile: customers.csv\n`);
  await writeFile(join(folder, 'customers.csv'), csv);
  const { version, files } = await loadPolicy(join(folder, 'policy.yaml'));
  const register = await openRegister(folder);
  await recordPolicy(register, { version, files, nowMs: startMs });
  const kept = await readPolicyFiles(register.db, version);
  assert.ok(Buffer.from(files.policy).equals(kept?.policy ?? Buffer.of()));
  assert.equal(Buffer.from(kept?.customers ?? []).toString(), csv);
  const [entry] = await policyEntries(register);
  assert.equal(entry?.subjectHash.slice(0, 12), version);
  await register.close();
});

test('the files of a version that an earlier product only named are kept at the next start', async () => {
  const register = await openRegister(await dataFolder());
  await recordPolicy(register, { version: '0123456789ab', nowMs: startMs });
  assert.equal(await readPolicyFiles(register.db, '0123456789ab'), undefined);
  const files = { policy: Buffer.from('a') };
  await recordPolicy(register, { version: '0123456789ab', files, nowMs: startMs });
  await recordPolicy(register, {
    ...{ version: '0123456789ab', files: { policy: Buffer.from('b') }, nowMs: startMs },
  });
  const kept = await readPolicyFiles(register.db, '0123456789ab');
  assert.equal(Buffer.from(kept?.policy ?? []).toString(), 'a');
  assert.equal((await policyEntries(register)).length, 1);
  await register.close();
});
