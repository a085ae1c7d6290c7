/** Erasures and holds as the chain seals them: what an act covers, and that it is gone; each act with its text. */
import type { Kysely } from 'kysely';
import type { AuditEntry } from '../domain/audit-entry.ts';
import { sha256Of } from '../sha256.ts';
import type { Fault } from './audit-fault.ts';
import { erasedKind, isOfIncident, toManifest, type ErasureAct } from './erasures.ts';
import { holdKinds } from './holds.ts';
import { isGivenUp, needersOf } from './shared-files.ts';
import { toEntry } from './audit.ts';
import type { ErasureRow, IncidentRow, Tables } from './tables.ts';

/** Asked by the checks of the chain about what they do not find. */
export type Erasures = {
  /** The act that covers an event which `entry` sealed. */
  readonly ofEvent: (entry: AuditEntry) => ErasureAct | undefined;
  readonly ofNotice: (entry: AuditEntry) => ErasureAct | undefined;
  readonly ofPolicy: (entry: AuditEntry) => ErasureAct | undefined;
  /** A draft or file that a kept event names. */
  readonly hasNotice: (incident: string, seq: number, notice: string) => boolean;
  readonly hasFile: (incident: string, seq: number, sha256: string) => boolean;
  /** Incidents of which nothing is left, with the hashes of events that no entry sealed, in the order of their ids. */
  readonly whole: readonly {
    readonly incident: string;
    readonly line: IncidentRow | undefined;
    readonly earlier: readonly (readonly [number, string])[];
  }[];
  /** What is wrong with an act behind this entry: then nobody can tell whether it covered what is missing. */
  readonly unsoundBehind: (entry: AuditEntry) => Fault | undefined;
  /** What is wrong with the act that this entry seals. */
  readonly faultAt: (entry: AuditEntry) => Promise<Fault | undefined>;
};

export async function readErasures(db: Kysely<Tables>): Promise<Erasures> {
  const { acts, unsound } = await judgedActs(db);
  const about = (incident: string | null, n: number) =>
    acts.filter(({ entry }) => entry.incident === incident && entry.n > n);
  const whole = acts.flatMap(({ manifest }) =>
    isOfIncident(manifest) && manifest.scope === 'content'
      ? [{ incident: manifest.incident, line: manifest.line, earlier: manifest.earlier ?? [] }]
      : [],
  );
  const covers = (act: ErasureAct, notice: string, seal?: string): boolean =>
    isOfIncident(act.manifest) &&
    act.manifest.notices.some(
      (one) => one.notice === notice && (seal === undefined || one.seal === seal),
    );
  return {
    ofEvent: ({ incident, n, seq }) =>
      about(incident, n).find(
        ({ manifest }) =>
          isOfIncident(manifest) && manifest.scope === 'content' && (seq ?? 0) <= manifest.upTo,
      ),
    ofNotice: ({ incident, n, subject, subjectHash }) =>
      about(incident, n).find((act) => covers(act, subject ?? '', subjectHash)),
    ofPolicy: ({ n, subject, subjectHash }) =>
      acts.find(
        ({ entry, manifest }) =>
          manifest.scope === 'policy' &&
          entry.n > n &&
          manifest.version === subject &&
          (manifest.hash === subjectHash || manifest.hash.startsWith(manifest.version)),
      ),
    hasNotice: (incident, seq, notice) =>
      acts.some(
        (act) =>
          act.entry.incident === incident &&
          isOfIncident(act.manifest) &&
          act.manifest.upTo >= seq &&
          covers(act, notice),
      ),
    hasFile: (incident, seq, sha256) => isGivenUp(acts, { incident, seq, sha256 }),
    whole: whole.toSorted((a, b) => (a.incident < b.incident ? -1 : 1)),
    unsoundBehind: ({ incident, n }) =>
      unsound.find((fault) => fault.incident === (incident ?? undefined) && (fault.n ?? 0) > n),
    faultAt: async (entry) =>
      entry.kind === erasedKind
        ? (unsound.find(({ n }) => n === entry.n) ?? (await remainder(db, acts, entry)))
        : holdFault(db, acts, entry),
  };
}

/** Only what is as it was sealed covers anything. */
async function judgedActs(
  db: Kysely<Tables>,
): Promise<{ readonly acts: readonly ErasureAct[]; readonly unsound: readonly Fault[] }> {
  const entries = await db
    .selectFrom('audit')
    .selectAll()
    .where('kind', '=', erasedKind)
    .orderBy('n')
    .execute();
  const [acts, unsound]: [ErasureAct[], Fault[]] = [[], []];
  for (const entry of entries.map(toEntry)) {
    const row = await rowOf(db, entry);
    const manifest = row && toManifest(row.manifest);
    if (row && manifest && !mismatch(entry, row)) acts.push({ entry, row, manifest });
    else unsound.push(unsoundAct(entry, row !== undefined));
  }
  return { acts, unsound };
}

function rowOf(db: Kysely<Tables>, entry: AuditEntry): Promise<ErasureRow | undefined> {
  return db
    .selectFrom('erasure')
    .selectAll()
    .where('sha256', '=', entry.subjectHash)
    .executeTakeFirst();
}

function mismatch(entry: AuditEntry, row: ErasureRow): boolean {
  const { incident_id, scope, manifest: text, sha256 } = row;
  const manifest = sha256Of(text) === sha256 ? toManifest(text) : undefined;
  if (!manifest) return true;
  const incident = isOfIncident(manifest) ? manifest.incident : null;
  return (
    incident_id !== incident ||
    entry.incident !== incident ||
    scope !== manifest.scope ||
    entry.subject !== manifest.scope
  );
}

function unsoundAct(entry: AuditEntry, isThere: boolean): Fault {
  const { n } = entry;
  return isThere
    ? {
        ...{ broken: 'altered-erasure', n, ...at(entry) },
        sentence: `the list of what entry ${n} erased is not the one that it sealed`,
      }
    : {
        ...{ broken: 'missing-erasure', n, ...at(entry) },
        sentence: `the list of what entry ${n} erased is gone`,
      };
}

/** An act says that something is gone: what is still there makes it untrue, or unfinished. */
async function remainder(
  db: Kysely<Tables>,
  acts: readonly ErasureAct[],
  entry: AuditEntry,
): Promise<Fault | undefined> {
  const act = acts.find((one) => one.entry.n === entry.n);
  const left = act && (await leftOf(db, acts, act));
  if (left === undefined) return undefined;
  return {
    ...{ broken: 'unfinished-erasure', n: entry.n, ...at(entry) },
    sentence: `entry ${entry.n} says that ${left} was erased, and it is there: the erasure was cut short or never carried out; seventytwo erase${entry.incident === null ? '' : ` ${entry.incident}`} or the daily retention ends it`,
  };
}

async function leftOf(
  db: Kysely<Tables>,
  acts: readonly ErasureAct[],
  { manifest }: ErasureAct,
): Promise<string | undefined> {
  if (!isOfIncident(manifest)) {
    const { version } = manifest;
    const kept = await db
      .selectFrom('policy')
      .select('stored_at_ms')
      .where('version', '=', version)
      .executeTakeFirst();
    // A worker may run under the same version again, which keeps it anew.
    return kept && kept.stored_at_ms <= manifest.atMs ? `the policy ${version}` : undefined;
  }
  const { incident, scope, notices, files } = manifest;
  if (scope === 'content') {
    const event = await db
      .selectFrom('event')
      .select('seq')
      .where('incident_id', '=', incident)
      .limit(1)
      .executeTakeFirst();
    if (event) return `the content of ${incident}`;
  }
  const stored = await db
    .selectFrom('notice')
    .select('notice_id')
    .where('incident_id', '=', incident)
    .orderBy('notice_id')
    .execute();
  const draft = stored.find(({ notice_id }) => notices.some(({ notice }) => notice === notice_id));
  if (draft) return `the draft ${draft.notice_id} of ${incident}`;
  for (const sha256 of files) {
    const file = await db
      .selectFrom('attachment')
      .select('bytes')
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    if (file && (await needersOf(db, sha256, acts)).size === 0)
      return `the file ${sha256.slice(0, 16)} of ${incident}`;
  }
  return undefined;
}

/** Its reason; gone with the content of its incident, and only then. */
async function holdFault(
  db: Kysely<Tables>,
  acts: readonly ErasureAct[],
  entry: AuditEntry,
): Promise<Fault | undefined> {
  const { n, kind, incident, seq, subjectHash } = entry;
  if (!holdKinds.some((one) => one === kind) || seq !== null) return undefined;
  const isErased = acts.some(
    (act) => act.entry.n > n && act.entry.incident === incident && act.manifest.scope === 'content',
  );
  const row = await db
    .selectFrom('hold')
    .selectAll()
    .where('sha256', '=', subjectHash)
    .executeTakeFirst();
  if (!row)
    return isErased
      ? undefined
      : {
          ...{ broken: 'missing-hold', n, ...at(entry) },
          sentence: `the reason of entry ${n} (${kind}) is gone`,
        };
  if (sha256Of(row.body) === subjectHash && row.incident_id === incident) return undefined;
  return {
    ...{ broken: 'altered-hold', n, ...at(entry) },
    sentence: `the reason of entry ${n} (${kind}) is not the one that it sealed`,
  };
}

function at({ incident }: AuditEntry): { incident?: string } {
  return incident === null ? {} : { incident };
}
