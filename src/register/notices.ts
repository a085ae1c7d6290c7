/** Keeps drafts of notices in the register: the first text stored under an id stays. */
import { sql, type Transaction } from 'kysely';
import type { AuditDraft } from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import { system } from '../domain/commands.ts';
import type { Notice } from '../domain/incident.ts';
import { appendAudit } from './audit.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { NoticeRow, Tables } from './tables.ts';
import { sha256Of } from '../sha256.ts';

export type StoredNotice = {
  readonly incidentId: string;
  readonly notice: string;
  readonly about: Notice['about'];
  readonly json: string;
  readonly markdown: string;
  /** SHA-256 of `json`, hexadecimal. */
  readonly sha256: string;
  readonly draftedAtMs: number;
};

/** Returns what the register holds now: `notice`, or the one that was stored under its id before. */
export async function storeNotice(register: Register, notice: StoredNotice): Promise<StoredNotice> {
  const row: NoticeRow = {
    incident_id: notice.incidentId,
    notice_id: notice.notice,
    about: JSON.stringify(notice.about),
    json: notice.json,
    markdown: notice.markdown,
    sha256: notice.sha256,
    drafted_at_ms: notice.draftedAtMs,
  };
  const write = async (trx: Transaction<Tables>): Promise<void> => {
    const sealed = await register.cells.seal(trx, 'notice', row);
    const { numInsertedOrUpdatedRows = 0n } = await trx
      .insertInto('notice')
      .values(sealed)
      .onConflict((conflict) => conflict.columns(['incident_id', 'notice_id']).doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows > 0n) await appendAudit(trx, [noticeDraft(row)]);
  };
  await patiently(() => register.db.transaction().execute(write));
  return (await readNotice(register, notice.incidentId, notice.notice)) ?? notice;
}

/** Its event seals the JSON alone, and comes later: the text that people read is sealed where it is stored. */
function noticeDraft(row: NoticeRow): AuditDraft {
  const { drafted_at_ms: atMs, incident_id: incident, notice_id: subject } = row;
  return {
    ...{ atMs, kind: noticeKind, who: system.person, channel: system.channel },
    ...{ incident, seq: null, subject, subjectHash: noticeSeal(row) },
  };
}

export const noticeKind = 'noticeStored';

export function noticeSeal(row: NoticeRow): string {
  return sha256Of(canonical({ ...row }));
}

export async function readNotice(
  register: Register,
  incidentId: string,
  notice: string,
): Promise<StoredNotice | undefined> {
  const row = await register.db
    .selectFrom('notice')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('notice_id', '=', notice)
    .executeTakeFirst();
  return row && toNotice(row);
}

/** Every draft of an incident, oldest first. */
export async function listNotices(
  register: Register,
  incidentId: string,
): Promise<readonly StoredNotice[]> {
  const rows = await register.db
    .selectFrom('notice')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('drafted_at_ms')
    // Those of many customers are of one instant: N9 stands before N10.
    .orderBy(sql`length(notice_id)`)
    .orderBy('notice_id')
    .execute();
  return rows.map(toNotice);
}

/** The draft that was stored last; undefined when the incident has none. */
export async function newestNotice(
  register: Register,
  incidentId: string,
): Promise<StoredNotice | undefined> {
  const row = await register.db
    .selectFrom('notice')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('drafted_at_ms', 'desc')
    .orderBy(sql`length(notice_id)`, 'desc')
    .orderBy('notice_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toNotice(row);
}

function toNotice(row: NoticeRow): StoredNotice {
  return {
    incidentId: row.incident_id,
    notice: row.notice_id,
    // oxlint-disable-next-line no-unsafe-type-assertion -- `storeNotice` is the only writer of this column.
    about: JSON.parse(row.about) as Notice['about'],
    json: row.json,
    markdown: row.markdown,
    sha256: row.sha256,
    draftedAtMs: row.drafted_at_ms,
  };
}
