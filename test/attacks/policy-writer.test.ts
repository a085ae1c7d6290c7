/**
 * Somebody who gets at the policy file gives themselves a role: it counts, because the file is what the product believes; it is
 * on record since when and in which words, and the doctor says when anybody could do it.
 * Proved elsewhere: an edited copy on one's own machine changes nothing (test/cli/sight.test.ts), a faulty file leaves the last good
 * one in force (test/policy/file.test.ts), links, pipes and bombs in its place (hostile-files.test.ts), a break-glass that is reviewed by
 * whoever broke it (test/domain/glass.test.ts), the last admin's key (test/cli/access.test.ts), keys behind the product's back
 * (register-writer.test.ts).
 */
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { watchPolicy } from '../../src/policy/file.ts';
import { openRegister } from '../../src/register/database.ts';
import { listVersions } from '../../src/register/policy-versions.ts';
import { readPolicyFiles } from '../../src/register/policies.ts';
import { recordingPolicy } from '../../src/worker/recording.ts';
import { createDesk } from '../cli/desk.ts';
import { replaced } from '../policy/good.ts';
import { until } from '../support/app.ts';

const promoted = replaced(['dora: { name', 'dora: { roles: [admin, commander], name']);

it('a policy that changes under a running worker, as a file or by a link, is on the chain at once and kept whole', async () => {
  const desk = await createDesk();
  const path = join(desk.folder, 'policy.yaml');
  const register = await openRegister(desk.folder);
  const fail = (message: string): void => assert.fail(message);
  const read = recordingPolicy(await watchPolicy(path, fail), register, { warn: fail });
  const seen: string[] = [];
  const look = async (): Promise<void> => {
    seen.push((await read()).version);
    await until(async () => (await listVersions(register))[0]?.version === seen.at(-1));
  };
  await look();
  writeFileSync(path, promoted);
  await look();
  const elsewhere = join(desk.folder, 'elsewhere.yaml');
  writeFileSync(elsewhere, `${promoted}# by a link\n`);
  renameSync(path, join(desk.folder, 'before.yaml'));
  symlinkSync(elsewhere, path);
  await look();
  assert.equal(new Set(seen).size, 3);
  const kept = await readPolicyFiles(register.db, seen[1] ?? '');
  assert.equal(Buffer.from(kept?.policy ?? []).toString(), promoted);
  assert.equal(
    Buffer.from((await readPolicyFiles(register.db, seen[2] ?? ''))?.policy ?? []).toString(),
    readFileSync(elsewhere, 'utf8'),
  );
  await register.close();
  const history = await desk.run('policy', 'history');
  for (const version of seen) assert.ok(history.out.includes(version), history.out);
  assert.match(
    (await desk.run('policy', 'diff', seen[0] ?? '', seen[1] ?? '')).out,
    /dora[^]*admin/,
  );
});

it('a policy that any user of the machine may write fails the check, until that is mended', async (t) => {
  if (process.platform === 'win32') return t.skip('a mode says nothing here');
  const desk = await createDesk();
  const path = join(desk.folder, 'policy.yaml');
  const found = async () => {
    const { checks } = (await desk.run('doctor', '--json')).json();
    return checks.find(({ name }: { name: string }) => name === 'policy');
  };
  chmodSync(path, 0o666);
  const open = await found();
  assert.equal(open.result, 'failed');
  assert.match(
    `${open.found}; ${open.remedy}`,
    /may change .*policy\.yaml.*chmod o-w .*policy history/,
  );
  chmodSync(path, 0o664);
  assert.equal((await found()).result, 'ok');
});
