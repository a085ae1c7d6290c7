/** The policy versions on record: since when a worker ran under each, whether its files are as sealed, and which incidents pin it. */
import type { Kysely } from 'kysely';
import { canonical } from '../domain/canonical.ts';
import { readAudit } from './audit.ts';
import { toEvent } from './journal.ts';
import { policyHash } from '../policy/policy-files.ts';
import { readPolicyFiles } from './policies.ts';
import { isSealed as isCellSealed } from './cells.ts';
import type { Register } from './database.ts';
import type { Tables } from './tables.ts';
import { sha256Of } from '../sha256.ts';

export type PolicyVersion = {
  readonly version: string;
  /** Entries of the audit chain: a worker began to run under it, again when it came back. */
  readonly since: readonly { readonly n: number; readonly atMs: number }[];
  /** SHA-256 of its files; absent when they are not kept. */
  readonly hash?: string;
  /** Whether the kept files are those that the chain sealed. */
  readonly isIntact?: boolean;
  /** Incidents that began under it. */
  readonly incidents: number;
};

type Entry = { readonly n: number; readonly atMs: number; readonly sealed: string };

/** The one in force last comes first; one that an incident pins and no worker put on record comes at the end. */
export async function listVersions({ db, cells }: Register): Promise<readonly PolicyVersion[]> {
  const entries = new Map<string, Entry[]>();
  for await (const { kind, subject, n, atMs, subjectHash } of readAudit(db))
    if (kind === 'policy' && subject !== null)
      entries.set(subject, [...(entries.get(subject) ?? []), { n, atMs, sealed: subjectHash }]);
  const pinned = await countPinned(cells.leaving(db));
  const kept = await db.selectFrom('policy').select('version').orderBy('version').execute();
  const versions = new Set([
    ...[...entries].toSorted(([, a], [, b]) => newest(b) - newest(a)).map(([version]) => version),
    ...pinned.keys(),
    ...kept.map(({ version }) => version),
  ]);
  const list: PolicyVersion[] = [];
  for (const version of versions) {
    const since = entries.get(version) ?? [];
    // One by one: with their customers they may have megabytes.
    const files = await readPolicyFiles(db, version);
    const hash = files && policyHash(files);
    list.push({
      version,
      since: since.map(({ n, atMs }) => ({ n, atMs })),
      ...(hash !== undefined && { hash, isIntact: isSealed(version, hash, since) }),
      incidents: pinned.get(version) ?? 0,
    });
  }
  return list;
}

function newest(entries: readonly Entry[]): number {
  return entries.at(-1)?.n ?? -1;
}

/** An entry from before files were kept seals the name alone, which is the beginning of the hash. */
function isSealed(version: string, hash: string, entries: readonly Entry[]): boolean {
  const nameOnly = sha256Of(canonical({ version }));
  const seals = entries.map(({ sealed }) => sealed).filter((sealed) => sealed !== nameOnly);
  return hash.startsWith(version) && seals.every((sealed) => sealed === hash);
}

/** Declarations held in memory at once: each carries the playbooks. */
const batchSize = 100;

async function countPinned(db: Kysely<Tables>): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let after = ''; ;) {
    const rows = await db
      .selectFrom('event')
      .select(['incident_id', 'seq', 'body'])
      .where('type', '=', 'declared')
      .where('incident_id', '>', after)
      .orderBy('incident_id')
      .limit(batchSize)
      .execute();
    for (const { body } of rows) {
      // Its key was erased: under which version it began nobody can tell any more.
      if (isCellSealed(body)) continue;
      const event = toEvent(body);
      if (event.type !== 'declared') continue;
      const { version } = event.policy;
      counts.set(version, (counts.get(version) ?? 0) + 1);
    }
    after = rows.at(-1)?.incident_id ?? after;
    if (rows.length < batchSize) return counts;
  }
}
