/** What an erasure is to take, named by hashes before it goes: also of a copy whose key was erased already. */
import { createHash } from 'node:crypto';
import type { Kysely, UnknownRow } from 'kysely';
import type { Scope } from '../domain/retention.ts';
import { sha256Of } from '../sha256.ts';
import { erasedTitle, whySealed, type Cells } from './cells.ts';
import type { Register } from './database.ts';
import type { IncidentManifest, Why } from './erasures.ts';
import { noticeKind, noticeSeal } from './notices.ts';
import type { NoticeRow, Tables } from './tables.ts';

export type Wanted = {
  readonly incident: string;
  readonly scope: Scope;
  readonly why: Why;
  readonly nowMs: number;
  /** Drafts to take; undefined: all of them. */
  readonly drafts?: readonly string[];
  /** Hashes of files to take. */
  readonly files: readonly string[];
};

export async function manifestOf(
  { cells }: Register,
  trx: Kysely<Tables>,
  { incident, scope, why, nowMs, drafts, files }: Wanted,
): Promise<IncidentManifest> {
  const line = await trx
    .selectFrom('incident')
    .selectAll()
    .where('id', '=', incident)
    .executeTakeFirstOrThrow();
  const isWhole = scope === 'content';
  // A copy from before its erasure comes back without its key, and is to be erased all the same.
  const read = unopened(cells, trx);
  const stored = await read.db
    .selectFrom('notice')
    .selectAll()
    .where('incident_id', '=', incident)
    .orderBy('notice_id')
    .execute();
  const notices: { notice: string; seal: string }[] = [];
  for (const row of stored) {
    const { notice_id: notice } = row;
    if (!isWhole && !(scope === 'drafts' && drafts?.includes(notice))) continue;
    const isGone = await read.isGone('json', row);
    notices.push({ notice, seal: isGone ? await chainSeal(trx, row) : noticeSeal(row) });
  }
  return {
    ...{ incident, scope, atMs: nowMs, why, upTo: line.last_seq },
    ...(isWhole && (await hashesOf(trx, read, incident))),
    ...(isWhole && { line: { ...line, title: erasedTitle } }),
    ...{ notices, files: scope === 'drafts' ? [] : files.toSorted() },
  };
}

/** Events held in memory at once. */
const batchSize = 500;

async function hashesOf(
  trx: Kysely<Tables>,
  read: Unopened,
  incident: string,
): Promise<Pick<IncidentManifest, 'events' | 'earlier'>> {
  const first = await trx
    .selectFrom('audit')
    .select(({ fn }) => fn.min('seq').as('seq'))
    .where('incident_id', '=', incident)
    .where('seq', 'is not', null)
    .executeTakeFirst();
  const sealedFrom = first?.seq ?? Infinity;
  const hash = createHash('sha256');
  const earlier: (readonly [number, string])[] = [];
  for (let last = 0; ;) {
    const rows = await read.db
      .selectFrom('event')
      .select(['incident_id', 'seq', 'body'])
      .where('incident_id', '=', incident)
      .where('seq', '>', last)
      .orderBy('seq')
      .limit(batchSize)
      .execute();
    for (const row of rows) {
      // Nobody can make the hash any more; the entries of the chain have each event's own.
      if (await read.isGone('body', row)) return {};
      const { seq, body } = row;
      const one = sha256Of(body);
      hash.update(`${seq} ${one}\n`);
      if (seq < sealedFrom) earlier.push([seq, one]);
    }
    last = rows.at(-1)?.seq ?? last;
    if (rows.length < batchSize) break;
  }
  return { events: hash.digest('hex'), ...(earlier.length > 0 && { earlier }) };
}

type Unopened = {
  readonly db: Kysely<Tables>;
  /** Whether its key was erased; throws what else keeps it shut. */
  readonly isGone: (column: string, row: UnknownRow) => Promise<boolean>;
};

function unopened(cells: Cells, trx: Kysely<Tables>): Unopened {
  return {
    db: cells.leaving(trx),
    async isGone(column, row) {
      const why = await whySealed(cells.keys, column, row);
      if (why && why.code !== 'key-erased') throw why;
      return why !== undefined;
    },
  };
}

/** As its entry has it; a version that sealed no drafts left none. */
async function chainSeal(trx: Kysely<Tables>, row: NoticeRow): Promise<string> {
  const entry = await trx
    .selectFrom('audit')
    .select('subject_hash')
    .where('kind', '=', noticeKind)
    .where('incident_id', '=', row.incident_id)
    .where('subject', '=', row.notice_id)
    .executeTakeFirst();
  return entry?.subject_hash ?? '';
}
