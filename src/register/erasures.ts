/** What was erased of which incident: named by a manifest that the audit chain seals, kept when what it names is gone. */
import type { Kysely } from 'kysely';
import { formatUtc } from '../calendar/format.ts';
import type { AuditEntry } from '../domain/audit-entry.ts';
import type { Scope } from '../domain/retention.ts';
import { Failure } from '../failure.ts';
import { toEntry } from './audit.ts';
import type { ErasureRow, IncidentRow, Tables } from './tables.ts';

export const erasedKind = 'erased';

/** Who wanted it and why: a person's reason, or the limit that was over. Text, so that it stays out of the chain. */
export type Why = { readonly by: string; readonly channel: string; readonly reason: string };

/** An act never covers more than it names here. */
export type IncidentManifest = {
  readonly incident: string;
  readonly scope: Scope;
  readonly atMs: number;
  readonly why: Why;
  /** What is named below was so up to this event. */
  readonly upTo: number;
  /** Of content: SHA-256 over the number and the hash of each event's body. */
  readonly events?: string;
  /** Of content: the hashes of events that no entry seals, from before the chain began. */
  readonly earlier?: readonly (readonly [seq: number, sha256: string])[];
  /** Of content: the line that stays in the list of incidents. */
  readonly line?: IncidentRow;
  /** Drafts, each by its seal in the chain. */
  readonly notices: readonly { readonly notice: string; readonly seal: string }[];
  /** Files by the SHA-256 of their bytes, which stay while another incident has the same file. */
  readonly files: readonly string[];
};

export type PolicyManifest = {
  readonly scope: 'policy';
  readonly atMs: number;
  readonly why: Why;
  readonly version: string;
  /** SHA-256 of its files. */
  readonly hash: string;
};

export type Manifest = IncidentManifest | PolicyManifest;

/** An erasure that is on the audit chain. */
export type ErasureAct<M extends Manifest = Manifest> = {
  readonly entry: AuditEntry;
  readonly row: ErasureRow;
  readonly manifest: M;
};

export function isOfIncident(manifest: Manifest): manifest is IncidentManifest {
  return manifest.scope !== 'policy';
}

/** Those on the chain, oldest first: of one incident, or all. A manifest that was altered is not among them. */
export async function readActs(
  db: Kysely<Tables>,
  incident?: string,
): Promise<readonly ErasureAct[]> {
  let query = db
    .selectFrom('audit')
    .innerJoin('erasure', 'erasure.sha256', 'audit.subject_hash')
    .selectAll('audit')
    .select(['erasure.sha256', 'erasure.scope', 'erasure.manifest'])
    .select('erasure.incident_id as of')
    .where('audit.kind', '=', erasedKind)
    .orderBy('audit.n');
  if (incident !== undefined) query = query.where('audit.incident_id', '=', incident);
  const rows = await query.execute();
  return rows.flatMap(({ sha256, scope, manifest: text, of, ...entry }) => {
    const manifest = toManifest(text);
    const row = { sha256, incident_id: of, scope, manifest: text };
    return manifest ? [{ entry: toEntry(entry), row, manifest }] : [];
  });
}

/** Of one incident, or all. */
export async function incidentActs(
  db: Kysely<Tables>,
  incident?: string,
): Promise<readonly ErasureAct<IncidentManifest>[]> {
  return (await readActs(db, incident)).flatMap(({ manifest, ...act }) =>
    isOfIncident(manifest) ? [{ ...act, manifest }] : [],
  );
}

/** The act that erased all of an incident; undefined while it has its content. */
export async function contentAct(
  db: Kysely<Tables>,
  incident: string,
): Promise<ErasureAct<IncidentManifest> | undefined> {
  return (await incidentActs(db, incident)).find(({ manifest }) => manifest.scope === 'content');
}

/** Wanted, and not on the chain yet: a killed process may have left them. */
export async function readClaims(
  db: Kysely<Tables>,
  incident?: string,
): Promise<readonly { readonly row: ErasureRow; readonly manifest: IncidentManifest }[]> {
  let query = db
    .selectFrom('erasure')
    .selectAll()
    .where('sha256', 'not in', ({ selectFrom }) =>
      selectFrom('audit').select('subject_hash').where('kind', '=', erasedKind),
    )
    .orderBy('sha256');
  if (incident !== undefined) query = query.where('incident_id', '=', incident);
  return (await query.execute()).flatMap((row) => {
    const manifest = toManifest(row.manifest);
    return manifest && isOfIncident(manifest) ? [{ row, manifest }] : [];
  });
}

/** Throws the sentence for whoever wants more of an incident than is left of it, or wants it back while it is going. */
export async function requireContent(db: Kysely<Tables>, incident: string): Promise<void> {
  const act = await contentAct(db, incident);
  if (act) throw erased(incident, act);
  const claims = await readClaims(db, incident);
  if (claims.length === 0) return;
  throw new Failure(
    'refused',
    'being-erased',
    `${incident} is being erased; try again in a minute, or see seventytwo retention list`,
  );
}

export function erasedSentence(incident: string, { entry }: Pick<ErasureAct, 'entry'>): string {
  return `${incident} was erased on ${formatUtc(entry.atMs)} (entry ${entry.n} of the audit chain): what happened in it is not kept any more`;
}

function erased(incident: string, act: ErasureAct): Failure {
  return new Failure(
    'refused',
    'erased',
    `${erasedSentence(incident, act)}, and it cannot be opened again; what is left: seventytwo audit list --incident ${incident}`,
  );
}

/** Undefined where the text was altered into something else. */
export function toManifest(text: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isOne =
      typeof value === 'object' &&
      value !== null &&
      'scope' in value &&
      (value.scope === 'policy' || ('files' in value && Array.isArray(value.files)));
    // oxlint-disable-next-line no-unsafe-type-assertion -- erase.ts is the only writer; whoever judges by it checks its hash.
    return isOne ? (value as Manifest) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
