/** The audit chain in the register: each entry carries the hash of the one before, so that none can be changed alone. */
import type { Kysely } from 'kysely';
import {
  genesisKind,
  noHash,
  referenceTo,
  type AuditDraft,
  type AuditEntry,
  type Genesis,
} from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import { system } from '../domain/commands.ts';
import type { IncidentEvent } from '../domain/events.ts';
import { policyHash, type PolicyFiles } from '../policy/policy-files.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import { keepPolicy } from './policies.ts';
import type { AuditRow, Tables } from './tables.ts';
import { sha256Of } from '../sha256.ts';

/** What `hash` must be for everything else in the entry. */
export function sealOf({
  hash: _hash,
  ...rest
}: AuditEntry | (Omit<AuditEntry, 'hash'> & { hash?: string })): string {
  return sha256Of(canonical(rest));
}

/** Within a transaction that holds the write lock: there is one head, and the next entry goes behind it. */
export async function appendAudit(
  trx: Kysely<Tables>,
  drafts: readonly AuditDraft[],
): Promise<void> {
  // Without a head somebody removed the chain: incidents go on all the same, and `audit verify` tells it.
  let { n, hash: prev } = (await headOf(trx)) ?? { n: 0, hash: noHash };
  for (const draft of drafts) {
    n += 1;
    const entry = { ...draft, n, prev };
    const hash = sealOf(entry);
    await trx
      .insertInto('audit')
      .values(toRow({ ...entry, hash }))
      .execute();
    prev = hash;
  }
}

/** The newest entry; undefined when there is no chain. */
export async function headOf(db: Kysely<Tables>): Promise<AuditEntry | undefined> {
  const row = await db
    .selectFrom('audit')
    .selectAll()
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toEntry(row);
}

/** What the first entry says; undefined when there is no chain. */
export async function genesisOf(db: Kysely<Tables>): Promise<Genesis | undefined> {
  const row = await db.selectFrom('audit').selectAll().where('n', '=', 0).executeTakeFirst();
  return row && toGenesis(toEntry(row));
}

/** Undefined when the entry does not begin a chain, or was altered. */
export function toGenesis({ kind, subject, subjectHash }: AuditEntry): Genesis | undefined {
  if (kind !== genesisKind || subject === null || sha256Of(subject) !== subjectHash)
    return undefined;
  // oxlint-disable-next-line no-unsafe-type-assertion -- its hash holds, and `beginChain` is the only writer.
  return JSON.parse(subject) as Genesis;
}

export function eventDraft(incident: string, event: IncidentEvent): AuditDraft {
  const { atMs, actor, type, seq } = event;
  return {
    ...{ atMs, kind: type, who: referenceTo(actor.person), channel: actor.channel },
    ...{ incident, seq, subject: null, subjectHash: sha256Of(canonical(event)) },
  };
}

/** What somebody did to the installation itself: no event tells it, so it has an entry of its own. */
export type Act = {
  /** One word, such as `export`. */
  readonly kind: string;
  /** Whoever asked for it, as the policy file names them; undefined where nobody was named. */
  readonly person: string | undefined;
  readonly channel: string;
  /** What it is about, in references: never a name, an address or a path. */
  readonly subject: string;
  /** SHA-256 of what it is about, hexadecimal. */
  readonly subjectHash: string;
  readonly nowMs: number;
};

/** Of the act that brings events back, and its subject where it was for all incidents. */
export const rebuildKind = 'rebuild';
export const wholeRegister = 'register';

export async function recordAct(register: Register, act: Act): Promise<void> {
  await record(register, act, () => Promise.resolve(true));
}

/** For what is in force until another is: recorded unless the newest act of its kind says the same. */
export async function recordChange(register: Register, act: Act): Promise<void> {
  await record(register, act, async (trx) => {
    const last = await newestOf(trx, act.kind);
    return last?.subject !== act.subject || last.subjectHash !== act.subjectHash;
  });
}

/**
 * The policy that a worker runs under, when it is another than the last one on record. Its files are kept, and the
 * entry seals them; one of a version before they were kept seals only its name.
 */
export async function recordPolicy(
  register: Register,
  {
    version,
    files,
    nowMs,
  }: { readonly version: string; readonly files?: PolicyFiles; readonly nowMs: number },
): Promise<void> {
  const subjectHash = policySeal(version, files);
  const act = { kind: policyKind, ...system, subject: version, subjectHash, nowMs };
  await record(register, act, async (trx) => {
    if (files) await keepPolicy(register.cells, trx, version, files, nowMs);
    return (await newestOf(trx, policyKind))?.subject !== version;
  });
}

export const policyKind = 'policy';
/** Somebody read it and found that it may stay; the subject is the version. */
/** Its subject is `BEFORE to AFTER: counts`. */
export const policyAnnouncedKind = 'policyAnnounced';
export const policyReviewedKind = 'policyReviewed';

/** Of the files; without them of the name alone. */
export function policySeal(version: string, files?: PolicyFiles): string {
  return files ? policyHash(files) : sha256Of(canonical({ version }));
}

/** A file left the register: what kind, who asked for it, and the hash by which it can be known again. */
export async function recordExport(
  register: Register,
  about: {
    readonly what: string;
    readonly person: string | undefined;
    readonly sha256: string;
    readonly nowMs: number;
    readonly channel?: 'cli' | 'api';
  },
): Promise<void> {
  const { what: subject, person, sha256: subjectHash, nowMs, channel = 'cli' } = about;
  await recordAct(register, {
    ...{ kind: 'export', person, channel, subject, subjectHash, nowMs },
  });
}

async function record(
  { db }: Register,
  act: Act,
  isNews: (trx: Kysely<Tables>) => Promise<boolean>,
): Promise<void> {
  const draft = {
    ...{ atMs: act.nowMs, kind: act.kind, who: referenceTo(act.person), channel: act.channel },
    ...{ incident: null, seq: null, subject: act.subject, subjectHash: act.subjectHash },
  };
  await patiently(() =>
    db.transaction().execute(async (trx) => {
      if (await isNews(trx)) await appendAudit(trx, [draft]);
    }),
  );
}

/** The newest entry of a kind. */
export async function newestOf(db: Kysely<Tables>, kind: string): Promise<AuditEntry | undefined> {
  const row = await db
    .selectFrom('audit')
    .selectAll()
    .where('kind', '=', kind)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toEntry(row);
}

/** Entries held in memory at once. */
const batchSize = 1_000;

/** In the order of their numbers; of one incident alone, or from one number on: neither reads the rest of the chain. */
export async function* readAudit(
  db: Kysely<Tables>,
  { incident, fromN }: { readonly incident?: string | undefined; readonly fromN?: number } = {},
): AsyncGenerator<AuditEntry> {
  let last: AuditEntry | undefined;
  for (;;) {
    let query = db.selectFrom('audit').selectAll().orderBy('n').limit(batchSize);
    if (last) query = query.where('n', '>', last.n);
    else if (fromN !== undefined) query = query.where('n', '>=', fromN);
    if (incident !== undefined) query = query.where('incident_id', '=', incident);
    const rows = await query.execute();
    for (const row of rows) yield (last = toEntry(row));
    if (rows.length < batchSize) return;
  }
}

export function toEntry(row: AuditRow): AuditEntry {
  return {
    n: row.n,
    atMs: row.at_ms,
    kind: row.kind,
    who: row.who,
    channel: row.channel,
    incident: row.incident_id,
    seq: row.seq,
    subject: row.subject,
    subjectHash: row.subject_hash,
    prev: row.prev,
    hash: row.hash,
  };
}

export function toRow(entry: AuditEntry): AuditRow {
  return {
    ...{ n: entry.n, at_ms: entry.atMs, kind: entry.kind, who: entry.who, channel: entry.channel },
    ...{ incident_id: entry.incident, seq: entry.seq, subject: entry.subject },
    ...{ subject_hash: entry.subjectHash, prev: entry.prev, hash: entry.hash },
  };
}
