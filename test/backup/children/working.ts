/** Works on backups in a process of its own that kills itself at the point that is named, by the line it tells there. */
import { join } from 'node:path';
import { makeBackup } from '../../../src/backup/make.ts';
import { restoreBackup } from '../../../src/backup/restore.ts';
import { verifyBackup } from '../../../src/backup/verify.ts';
import { loadPolicy } from '../../../src/policy/file.ts';
import { openRegister } from '../../../src/register/database.ts';

const [, , work = '', line = '', data = '', path = '', identity = ''] = process.argv;
const by = { person: 'anna', channel: 'cli', nowMs: Date.parse('2026-11-23T01:46:20Z') };

function tell(told: string): void {
  if (!told.startsWith(line)) return;
  if (work === 'waiting') {
    // Holds its locks for as long as the test wants.
    console.log(told);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
  process.kill(process.pid, 'SIGKILL');
}

if (work === 'backup') {
  const register = await openRegister(data);
  const loaded = await loadPolicy(join(data, 'policy.yaml'));
  const installation = { register, loaded, data, hasTemporal: false, version: '0.1.0' };
  await makeBackup(installation, by, { tell });
} else if (work === 'restore')
  await restoreBackup(path, {
    ...{ identities: [identity], to: data, force: true, by, tell },
    postgresFor: () => Promise.resolve(undefined),
  });
else await verifyBackup(path, [identity], { live: undefined, scratchIn: data, tell });
