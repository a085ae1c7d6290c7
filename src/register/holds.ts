/** Legal holds: while an incident is held, nothing of it is erased. Whether it is, the audit chain alone says. */
import type { Kysely } from 'kysely';
import { referenceTo, type AuditEntry } from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import { Failure } from '../failure.ts';
import { sha256Of } from '../sha256.ts';
import { appendAudit, toEntry } from './audit.ts';
import type { Register } from './database.ts';
import { contentAct, erasedSentence } from './erasures.ts';
import { patiently } from './patience.ts';
import type { Tables } from './tables.ts';

export const holdKinds = ['held', 'released'] as const;
export type HoldKind = (typeof holdKinds)[number];

export type HoldAct = {
  readonly incident: string;
  readonly kind: HoldKind;
  readonly by: string;
  readonly atMs: number;
  readonly reason: string;
};

export type Hold = { readonly sinceMs: number; readonly by: string; readonly reason: string };

/** The newest act of holding or releasing counts: whoever takes rows of the table away releases nothing. */
async function newestHold(db: Kysely<Tables>, incident: string): Promise<AuditEntry | undefined> {
  const row = await db
    .selectFrom('audit')
    .selectAll()
    .where('incident_id', '=', incident)
    .where('kind', 'in', [...holdKinds])
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toEntry(row);
}

export async function isHeld(db: Kysely<Tables>, incident: string): Promise<boolean> {
  return (await newestHold(db, incident))?.kind === 'held';
}

/** Undefined while it is not held. */
export async function holdOn(db: Kysely<Tables>, incident: string): Promise<Hold | undefined> {
  const entry = await newestHold(db, incident);
  if (entry?.kind !== 'held') return undefined;
  const row = await db
    .selectFrom('hold')
    .selectAll()
    .where('sha256', '=', entry.subjectHash)
    .executeTakeFirst();
  const { atMs: sinceMs, who: by } = entry;
  return { sinceMs, by, reason: row ? reasonIn(row.body) : '(its reason is gone)' };
}

function reasonIn(body: string): string {
  const act: unknown = JSON.parse(body);
  const isOne = typeof act === 'object' && act !== null && 'reason' in act;
  return isOne && typeof act.reason === 'string' ? act.reason : '';
}

/** Throws a Failure when there is nothing to hold or to release. Works on running incidents too, and stops an erasure that has no act yet. */
export async function recordHold(register: Register, act: HoldAct): Promise<void> {
  const { incident, kind, by, atMs } = act;
  const body = canonical({ ...act });
  const sha256 = sha256Of(body);
  await patiently(() =>
    register.db.transaction().execute(async (trx) => {
      await requireKnown(trx, incident);
      const erased = await contentAct(trx, incident);
      if (erased)
        throw new Failure(
          'refused',
          'erased',
          `${erasedSentence(incident, erased)}; it is too late`,
        );
      const held = await isHeld(trx, incident);
      if (held === (kind === 'held'))
        throw new Failure(
          'refused',
          held ? 'held-already' : 'not-held',
          held
            ? `${incident} is held already; see seventytwo retention list`
            : `${incident} is not held, so there is nothing to release`,
        );
      const row = { sha256, incident_id: incident, body };
      await trx
        .insertInto('hold')
        .values(await register.cells.seal(trx, 'hold', row))
        .execute();
      const entry = { kind, who: referenceTo(by), channel: 'cli', incident, seq: null };
      await appendAudit(trx, [{ ...entry, atMs, subject: 'hold', subjectHash: sha256 }]);
    }),
  );
}

async function requireKnown(db: Kysely<Tables>, incident: string): Promise<void> {
  const line = await db
    .selectFrom('incident')
    .select('id')
    .where('id', '=', incident)
    .executeTakeFirst();
  if (line) return;
  throw new Failure(
    'usage',
    'unknown-incident',
    `the register knows no incident ${incident}; see seventytwo list --all`,
  );
}
