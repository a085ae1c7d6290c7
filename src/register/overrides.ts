/**
 * Overrides of the rota: somebody takes a layer for a while. The audit chain says which of them count: one whose terms were
 * altered, or that nobody gave, pages nobody.
 */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { referenceTo, type AuditDraft } from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import type { PersonId } from '../domain/policy.ts';
import type { Override } from '../domain/rota.ts';
import { Failure } from '../failure.ts';
import { sha256Of } from '../sha256.ts';
import { appendAudit } from './audit.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { RotaOverrideRow, Tables } from './tables.ts';

const kinds = { added: 'override-added', removed: 'override-removed' } as const;

export type GivenOverride = Override & { readonly by: PersonId; readonly givenAtMs: number };

/** By which way it was given or taken back. */
type OverrideChannel = 'cli' | 'web' | 'api';

/** Enough that two never meet, short enough to be typed. */
const idBytes = 4;
/** What is longer over answers no question about who is on call; its act stays on the chain. */
const keptMs = 366 * 86_400_000;

export async function addOverride(
  { db, cells }: Register,
  terms: Omit<GivenOverride, 'id'>,
  reason: string,
  channel: OverrideChannel = 'cli',
): Promise<GivenOverride> {
  const given = { ...terms, id: randomBytes(idBytes).toString('hex') };
  const { id, layer, person, fromMs, untilMs, by, givenAtMs } = given;
  const row = {
    ...{ id, layer, person, from_ms: fromMs, until_ms: untilMs },
    ...{ given_by: by, given_at_ms: givenAtMs, given_because: reason },
  };
  await patiently(() =>
    db.transaction().execute(async (trx) => {
      await trx
        .insertInto('rota_override')
        .values(await cells.seal(trx, 'rota_override', row))
        .execute();
      await appendAudit(trx, [draft(kinds.added, given, by, givenAtMs, channel)]);
    }),
  );
  return given;
}

/** Throws a Failure for one that is not there, was taken away already, or is over. */
export async function removeOverride(
  { db }: Pick<Register, 'db'>,
  id: string,
  by: PersonId,
  nowMs: number,
  channel: OverrideChannel = 'cli',
): Promise<GivenOverride> {
  return patiently(() =>
    db.transaction().execute(async (trx) => {
      const given = (await readOverrides(trx, nowMs)).find((one) => one.id === id);
      if (!given)
        throw new Failure(
          'usage',
          'unknown-override',
          `there is no override ${id.slice(0, 40)} that is in force or ahead; see seventytwo oncall override`,
        );
      await appendAudit(trx, [draft(kinds.removed, given, by, nowMs, channel)]);
      return given;
    }),
  );
}

/** Those in force, ahead or ended after `sinceMs`, in the order in which they were given. */
export async function readOverrides(
  db: Kysely<Tables>,
  sinceMs: number,
): Promise<readonly GivenOverride[]> {
  const rows = await db
    .selectFrom('rota_override')
    // Without the reason: who is on call must not hang on a key that opens it.
    .select(['id', 'layer', 'person', 'from_ms', 'until_ms', 'given_by', 'given_at_ms'])
    .where('until_ms', '>', sinceMs)
    .execute();
  if (rows.length === 0) return [];
  const acts = await db
    .selectFrom('audit')
    .select(['n', 'kind', 'subject', 'subject_hash'])
    .where('kind', 'in', Object.values(kinds))
    .orderBy('n')
    .execute();
  const given = new Map(rows.map((row) => [row.id, toOverride(row)]));
  const removed = new Set(
    acts.filter(({ kind }) => kind === kinds.removed).map(({ subject }) => subject),
  );
  return acts.flatMap(({ kind, subject, subject_hash: hash }) => {
    const one = kind === kinds.added && subject !== null ? given.get(subject) : undefined;
    return one && !removed.has(one.id) && hashOf(one) === hash ? [one] : [];
  });
}

/** By id; what cannot be opened any more throws. */
export async function readReasons(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('rota_override')
    .select(['id', 'given_because'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, given_because: reason }) => [id, reason]));
}

/** A reason may hold what somebody would not have kept for ever. */
export async function forgetOverrides({ db }: Pick<Register, 'db'>, nowMs: number): Promise<void> {
  await patiently(() =>
    db
      .deleteFrom('rota_override')
      .where('until_ms', '<', nowMs - keptMs)
      .execute(),
  );
}

function draft(
  kind: string,
  given: GivenOverride,
  by: PersonId,
  atMs: number,
  channel: OverrideChannel,
): AuditDraft {
  const subjectHash = hashOf(given);
  return {
    ...{ kind, who: referenceTo(by), channel, incident: null, seq: null, atMs },
    ...{ subject: given.id, subjectHash },
  };
}

function hashOf({ id, layer, person, fromMs, untilMs, by, givenAtMs }: GivenOverride): string {
  return sha256Of(canonical({ id, layer, person, fromMs, untilMs, by, givenAtMs }));
}

function toOverride(row: Omit<RotaOverrideRow, 'given_because'>): GivenOverride {
  const { id, layer, person, from_ms: fromMs, until_ms: untilMs } = row;
  return { id, layer, person, fromMs, untilMs, by: row.given_by, givenAtMs: row.given_at_ms };
}
