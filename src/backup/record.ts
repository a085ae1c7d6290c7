/** Backups on the audit chain: made, verified, pruned and restored, each by the name of its file and its hash. */
import type { Kysely } from 'kysely';
import { recordAct, type Act } from '../register/audit.ts';
import type { Register } from '../register/database.ts';
import type { Tables } from '../register/tables.ts';

export type By = Pick<Act, 'person' | 'channel' | 'nowMs'>;

const kinds = {
  made: 'backup',
  verified: 'backupVerified',
  pruned: 'backupPruned',
  restored: 'backupRestored',
} as const;

export type RecordedBackup = {
  readonly file: string;
  readonly sha256: string;
  readonly atMs: number;
  /** Its place in the chain. */
  readonly n: number;
  /** The newest entry that is in it. */
  readonly head: number;
  readonly verifiedAtMs?: number;
  readonly prunedAtMs?: number;
};

export function recordBackup(
  register: Register,
  { file, sha256, head, ...by }: By & { file: string; sha256: string; head: number },
): Promise<void> {
  const subject = `${file} up to entry ${head}`;
  return recordAct(register, { ...by, kind: kinds.made, subject, subjectHash: sha256 });
}

export function recordAbout(
  register: Register,
  what: Exclude<keyof typeof kinds, 'made'>,
  { file, sha256, ...by }: By & { readonly file: string; readonly sha256: string },
): Promise<void> {
  return recordAct(register, { ...by, kind: kinds[what], subject: file, subjectHash: sha256 });
}

/** The newest first. */
export async function recordedBackups(db: Kysely<Tables>): Promise<readonly RecordedBackup[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['n', 'at_ms', 'kind', 'subject', 'subject_hash'])
    .where('kind', 'in', Object.values(kinds))
    .orderBy('n')
    .execute();
  const found = new Map<string, RecordedBackup>();
  for (const { n, at_ms: atMs, kind, subject, subject_hash: sha256 } of rows) {
    const [file = '', , , , head = ''] = (subject ?? '').split(' ');
    if (kind === kinds.made) found.set(file, { file, sha256, atMs, n, head: Number(head) });
    const known = found.get(file);
    // A verified copy counts only when it is the file that was made.
    if (known && kind === kinds.verified && known.sha256 === sha256)
      found.set(file, { ...known, verifiedAtMs: atMs });
    if (known && kind === kinds.pruned) found.set(file, { ...known, prunedAtMs: atMs });
  }
  return [...found.values()].toReversed();
}
