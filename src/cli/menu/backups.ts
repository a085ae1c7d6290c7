/** The commands that keep copies of everything, and bring it back from one. */
import type { Io } from '../io.ts';
import type { Add } from './add.ts';

const actor = ['--as <person>', 'who you are, an id of the policy file (SEVENTYTWO_AS)'] as const;
const identity = ['--identity <file>', 'the private key that backup keygen wrote'] as const;

export function addBackups(add: Add, io: Io): void {
  add(
    'backup now',
    'make an encrypted backup now, while everything runs; then prune by age and count',
    ['seventytwo backup now --as anna'],
    async (given) => (await import('../backup.ts')).runBackupNow(io, given),
  ).option(...actor);
  add(
    'backup list',
    'the backups in backups.to, with what the audit chain knows of each',
    ['seventytwo backup list', 'seventytwo backup list --json'],
    async (given) => (await import('../backup.ts')).runBackupList(io, given),
  ).option('--zone <zone>', 'the zone of the times you see');
  add(
    'backup verify',
    'restore into a scratch folder and compare; exit code 6 when it does not hold',
    [
      'seventytwo backup verify --identity /media/stick/backup-identity.txt --as anna',
      'seventytwo backup verify /mnt/backups/seventytwo-20261123T004620Z-1f0c2a9b.age',
    ],
    async (given, words) => (await import('../backup-verify.ts')).runBackupVerify(io, given, words),
  )
    .argument('[file]', 'the backup, default the newest in backups.to')
    .option(...identity)
    .option(...actor);
  add(
    'backup keygen',
    'make the pair of keys: the identity to a file, the recipient for the policy file',
    ['seventytwo backup keygen --out /media/stick/backup-identity.txt'],
    async (given) => (await import('../backup.ts')).runBackupKeygen(io, given),
  ).option('--out <file>', 'where to write the identity (required); keep it off this machine');
  add(
    'restore',
    'bring an installation back from a backup, all of it or nothing',
    [
      'seventytwo restore seventytwo-20261123T004620Z-1f0c2a9b.age --identity backup-identity.txt --to ./data',
      'seventytwo restore BACKUP.age --identity backup-identity.txt --to ./data --force',
    ],
    async (given, words) => (await import('../restore.ts')).runRestore(io, given, words),
  )
    .argument('<file>', 'the backup')
    .option(...identity)
    .option('--to <folder>', 'the data folder that it becomes (required)')
    .option('--force', 'put aside what is in that folder, while nothing runs on it');
}
