/** Codes to sign in with, and the web sessions that they become: each used once, each ending for good. */
import type { Kysely } from 'kysely';
import type { AuditDraft } from '../domain/audit-entry.ts';
import { referenceTo } from '../domain/audit-entry.ts';
import { sha256Of } from '../sha256.ts';
import { appendAudit } from './audit.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { Tables, WebSessionRow } from './tables.ts';

export type SessionKind = 'key' | 'oidc' | 'unsigned';
export const sessionActs = {
  code: 'web-code',
  signIn: 'web-sign-in',
  signOut: 'web-sign-out',
  end: 'web-session-end',
  burst: 'web-sign-in-burst',
} as const;

/** Of codes that nobody used and sessions that ended: the acts on the chain stay. */
const keptMs = 7 * 24 * 3_600_000;

type Db = Pick<Register, 'db'>;
export type SessionAct = { readonly who: string; readonly channel: string; readonly nowMs: number };

/** A row with nothing in it but what is given. */
export function sessionRow(
  given: Pick<WebSessionRow, 'id' | 'person' | 'made_at_ms' | 'until_ms'> & {
    readonly kind: SessionKind;
  } & Partial<WebSessionRow>,
): WebSessionRow {
  return {
    ...{ code_hash: null, code_until_ms: null, pass: null, issuer: null, token_hash: null },
    ...{ used_at_ms: null, seen_at_ms: null, seal: null, ended_at_ms: null },
    ...given,
  };
}

/** A code, or the session of somebody who needed none; what is long over goes. */
export async function addSession(
  { db }: Db,
  row: WebSessionRow,
  kind: typeof sessionActs.code | typeof sessionActs.signIn,
  act: SessionAct,
): Promise<void> {
  await patiently(() =>
    db.transaction().execute(async (trx) => {
      await trx
        .deleteFrom('web_session')
        .where('until_ms', '<', act.nowMs - keptMs)
        .execute();
      await trx.insertInto('web_session').values(row).execute();
      await appendAudit(trx, [draftOf(kind, row, act)]);
    }),
  );
}

/** By the hash of its code, whatever became of it. */
export function findCode({ db }: Db, codeHash: string): Promise<WebSessionRow | undefined> {
  const query = db.selectFrom('web_session').selectAll().where('code_hash', '=', codeHash);
  return query.executeTakeFirst();
}

/** By the hash of the cookie's value; undefined once it has ended. */
export function findSession({ db }: Db, tokenHash: string): Promise<WebSessionRow | undefined> {
  return db
    .selectFrom('web_session')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('ended_at_ms', 'is', null)
    .executeTakeFirst();
}

/** False when somebody was first: a code is used once. */
export async function useCode(
  { db }: Db,
  row: WebSessionRow,
  { token_hash, seal }: { readonly token_hash: string; readonly seal: string },
  act: SessionAct,
): Promise<boolean> {
  return patiently(() =>
    db.transaction().execute(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('web_session')
        .set({ token_hash, seal, used_at_ms: act.nowMs, seen_at_ms: act.nowMs })
        .where('id', '=', row.id)
        .where('used_at_ms', 'is', null)
        .where('ended_at_ms', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return false;
      await appendAudit(trx, [draftOf(sessionActs.signIn, row, act)]);
      return true;
    }),
  );
}

export async function markSeen({ db }: Db, id: string, nowMs: number): Promise<void> {
  await patiently(() =>
    db.updateTable('web_session').set({ seen_at_ms: nowMs }).where('id', '=', id).execute(),
  );
}

/** The provider was asked anew: the same session goes on. No act on the chain: nobody came in. */
export async function renewSession(
  { db }: Db,
  { id, used_at_ms, until_ms, seal }: WebSessionRow,
): Promise<boolean> {
  return patiently(async () => {
    const { numUpdatedRows } = await db
      .updateTable('web_session')
      .set({ used_at_ms, until_ms, seal, seen_at_ms: used_at_ms })
      .where('id', '=', id)
      .where('ended_at_ms', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

/** Codes that can be used and sessions that are not over, the newest first. */
export function readSessions({ db }: Db, nowMs: number): Promise<WebSessionRow[]> {
  return db
    .selectFrom('web_session')
    .selectAll()
    .where('ended_at_ms', 'is', null)
    .where('until_ms', '>', nowMs)
    .where((is) => is.or([is('used_at_ms', 'is not', null), is('code_until_ms', '>', nowMs)]))
    .orderBy('made_at_ms', 'desc')
    .execute();
}

/** Those of `rows` that had not ended before. */
export async function endSessions(
  { db }: Db,
  rows: readonly WebSessionRow[],
  kind: typeof sessionActs.signOut | typeof sessionActs.end,
  act: SessionAct,
): Promise<readonly WebSessionRow[]> {
  return patiently(() =>
    db.transaction().execute(async (trx) => {
      const ended: WebSessionRow[] = [];
      for (const row of rows) if (await end(trx, row.id, act.nowMs)) ended.push(row);
      const drafts = ended.map((row) => draftOf(kind, row, act));
      await appendAudit(trx, drafts);
      return ended;
    }),
  );
}

async function end(trx: Kysely<Tables>, id: string, nowMs: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('web_session')
    .set({ ended_at_ms: nowMs })
    .where('id', '=', id)
    .where('ended_at_ms', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** In references: whose session, by its id, and how they came in. */
function draftOf(
  kind: string,
  { id, person, kind: by }: WebSessionRow,
  act: SessionAct,
): AuditDraft {
  const subject = `${id} ${person} ${by}`;
  return {
    ...{ atMs: act.nowMs, kind, who: referenceTo(act.who), channel: act.channel },
    ...{ incident: null, seq: null, subject, subjectHash: sha256Of(subject) },
  };
}
