/** Writes erasures: claims an incident, puts the act on the audit chain, and takes away what the act names. */
import type { Kysely } from 'kysely';
import { referenceTo } from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import { Failure } from '../failure.ts';
import { sha256Of } from '../sha256.ts';
import { appendAudit } from './audit.ts';
import type { Register } from './database.ts';
import {
  erasedKind,
  requireContent,
  type ErasureAct,
  type IncidentManifest,
  type Manifest,
  type PolicyManifest,
} from './erasures.ts';
import { manifestOf, type Wanted } from './erasure-manifest.ts';
import { isHeld } from './holds.ts';
import { patiently } from './patience.ts';
import { needersOf } from './shared-files.ts';
import type { ErasureRow, Tables } from './tables.ts';

/** From here on the incident cannot be opened again. Throws a Failure when it may not be erased. */
export async function claim(register: Register, wanted: Wanted): Promise<IncidentManifest> {
  return writing(register, async (trx) => {
    await requireContent(trx, wanted.incident);
    await requireErasable(trx, wanted.incident);
    const manifest = await manifestOf(register, trx, wanted);
    await keepManifest(register, trx, manifest);
    return manifest;
  });
}

export async function dropClaim(register: Register, manifest: IncidentManifest): Promise<void> {
  const drop = register.db.deleteFrom('erasure').where('sha256', '=', rowOf(manifest).sha256);
  await patiently(() => drop.execute());
}

/** The claim becomes an act, unless the incident was held or changed meanwhile: then a Failure says so, and the claim is gone. */
export async function seal(register: Register, manifest: IncidentManifest): Promise<void> {
  const { incident, upTo } = manifest;
  try {
    await writing(register, async (trx) => {
      await requireErasable(trx, incident, upTo);
      await appendAct(trx, manifest);
    });
  } catch (error) {
    if (error instanceof Failure && error.kind === 'refused') await dropClaim(register, manifest);
    throw error;
  }
}

/** Takes away what the act names; once more is no harm. */
export async function sweep(register: Register, manifest: IncidentManifest): Promise<void> {
  await writing(register, (trx) => takeAway(trx, manifest));
  await register.scrub();
}

/** Act and removal in one step: for what is in the register alone. Returns undefined when nothing is there to take. */
export async function eraseParts(
  register: Register,
  wanted: Wanted,
): Promise<IncidentManifest | undefined> {
  const manifest = await writing(register, async (trx) => {
    await requireContent(trx, wanted.incident);
    await requireErasable(trx, wanted.incident);
    const found = await manifestOf(register, trx, wanted);
    if (found.files.length + found.notices.length === 0) return undefined;
    await keepManifest(register, trx, found);
    await appendAct(trx, found);
    await takeAway(trx, found);
    return found;
  });
  if (manifest) await register.scrub();
  return manifest;
}

/** `isUnused` is asked again where nobody can write meanwhile. False when it is in use, or gone already. */
export async function erasePolicy(
  register: Register,
  manifest: PolicyManifest,
  isUnused: (moment: Register) => Promise<boolean>,
): Promise<boolean> {
  const done = await writing(register, async (trx) => {
    if (!(await isUnused({ ...register, db: trx }))) return false;
    await keepManifest(register, trx, manifest);
    await appendAct(trx, manifest);
    await trx.deleteFrom('policy').where('version', '=', manifest.version).execute();
    return true;
  });
  if (done) await register.scrub();
  return done;
}

/** An act whose rows are still there: a process was killed between the two. */
export async function isUnswept(
  db: Kysely<Tables>,
  { manifest }: ErasureAct<IncidentManifest>,
): Promise<boolean> {
  const { incident, scope } = manifest;
  if (scope !== 'content') return false;
  const row = await db
    .selectFrom('event')
    .select('seq')
    .where('incident_id', '=', incident)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function requireErasable(
  trx: Kysely<Tables>,
  incident: string,
  upTo?: number,
): Promise<void> {
  const line = await trx
    .selectFrom('incident')
    .select(['phase', 'last_seq'])
    .where('id', '=', incident)
    .executeTakeFirst();
  if (!line)
    throw new Failure(
      'usage',
      'unknown-incident',
      `the register knows no incident ${incident}; see seventytwo list --all`,
    );
  if (line.phase !== 'closed' || (upTo !== undefined && line.last_seq !== upTo))
    throw new Failure(
      'refused',
      'incident-runs',
      `${incident} is not closed, and nothing is erased of an incident that runs; close it first`,
    );
  if (await isHeld(trx, incident))
    throw new Failure(
      'refused',
      'held',
      `${incident} is held (GDPR Art. 17(3)(e)), so nothing of it is erased; see seventytwo retention list, and seventytwo release ${incident} once the reason is over`,
    );
}

async function takeAway(trx: Kysely<Tables>, manifest: IncidentManifest): Promise<void> {
  const { incident, scope, line, notices, files } = manifest;
  for (const { notice } of notices)
    await trx
      .deleteFrom('notice')
      .where('incident_id', '=', incident)
      .where('notice_id', '=', notice)
      .execute();
  if (scope === 'content') {
    await trx.deleteFrom('event').where('incident_id', '=', incident).execute();
    for (const table of ['hold', 'link_use', 'alert', 'alert_group'] as const)
      await trx.deleteFrom(table).where('incident_id', '=', incident).execute();
    await trx
      .deleteFrom('link_revocation')
      .where('scope', '=', 'incident')
      .where('subject', '=', incident)
      .execute();
    if (line) {
      const { id, ...rest } = line;
      await trx.updateTable('incident').set(rest).where('id', '=', id).execute();
    }
  }
  // The act is on the chain by now, so that this incident does not count among those that need them.
  for (const sha256 of files)
    if ((await needersOf(trx, sha256)).size === 0)
      await trx.deleteFrom('attachment').where('sha256', '=', sha256).execute();
}

async function keepManifest(
  { cells }: Register,
  trx: Kysely<Tables>,
  manifest: Manifest,
): Promise<void> {
  const row = await cells.seal(trx, 'erasure', rowOf(manifest));
  await trx.insertInto('erasure').values(row).execute();
}

async function appendAct(trx: Kysely<Tables>, manifest: Manifest): Promise<void> {
  const { atMs, why, scope } = manifest;
  const { sha256, incident_id: incident } = rowOf(manifest);
  const entry = { kind: erasedKind, who: referenceTo(why.by), channel: why.channel };
  await appendAudit(trx, [
    { ...entry, atMs, incident, seq: null, subject: scope, subjectHash: sha256 },
  ]);
}

function rowOf(manifest: Manifest): ErasureRow {
  const text = canonical({ ...manifest });
  const incident_id = manifest.scope === 'policy' ? null : manifest.incident;
  return { sha256: sha256Of(text), incident_id, scope: manifest.scope, manifest: text };
}

function writing<T>(register: Register, work: (trx: Kysely<Tables>) => Promise<T>): Promise<T> {
  return patiently(() => register.db.transaction().execute(work));
}
