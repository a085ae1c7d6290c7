/** What is over its limit, what will be and when, what is exempt and what is held: the plan of the daily chore. */
import type { Kysely } from 'kysely';
import { isCode } from '../error-code.ts';
import type { Register } from '../register/database.ts';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { retainedUntilMs } from '../calendar/retained.ts';
import { duesOf, isExempt, type Due, type Limits } from '../domain/retention.ts';
import { readPolicyFiles } from '../register/policies.ts';
import { listVersions, type PolicyVersion } from '../register/policy-versions.ts';
import type { Tables } from '../register/tables.ts';
import { closedIncidents, type Surveyed } from './keepable.ts';

/** In whose zone days end. */
export type Terms = { readonly limits: Limits; readonly zone: string };

export type Planned = Surveyed & { readonly dues: readonly Due[]; readonly isExempt: boolean };

/** Only those over a limit when `beforeMs` is given: then most incidents need not be read. */
export async function* planned(
  db: Kysely<Tables>,
  { limits, zone }: Terms,
  beforeMs?: number,
): AsyncGenerator<Planned> {
  const endOf = (fromMs: number, limit: string) => retainedUntilMs(fromMs, limit, zone);
  const { incidents, breaches, attachments, drafts } = limits;
  const some = [incidents, breaches, attachments, drafts].filter((limit) => limit !== undefined);
  const wanted = (closedAtMs: number): boolean =>
    beforeMs === undefined || some.some((limit) => endOf(closedAtMs, limit) <= beforeMs);
  for await (const one of closedIncidents(db, wanted))
    yield { ...one, dues: duesOf(one, limits, endOf), isExempt: isExempt(one, limits) };
}

export type DuePolicy = {
  readonly version: string;
  readonly hash: string;
  readonly dueAtMs: number;
};

/** Of versions that no incident pins: since when another one is in force counts. The one in force is never among them. */
export async function policiesDue(
  register: Register,
  { limits: { policyVersions }, zone }: Terms,
): Promise<readonly DuePolicy[]> {
  if (policyVersions === undefined) return [];
  const versions = await listVersions(register);
  return versions.flatMap(({ version, hash, incidents, since }) => {
    const endedAtMs = endOfForce(versions, since);
    if (hash === undefined || incidents > 0 || endedAtMs === undefined) return [];
    return [{ version, hash, dueAtMs: retainedUntilMs(endedAtMs, policyVersions, zone) }];
  });
}

/** When the next one came into force after its last time; undefined while it is the one, or never was. */
function endOfForce(
  versions: readonly PolicyVersion[],
  since: PolicyVersion['since'],
): number | undefined {
  const last = since.at(-1);
  if (!last) return undefined;
  const later = versions
    .flatMap((one) => one.since)
    .filter(({ n }) => n > last.n)
    .toSorted((a, b) => a.n - b.n);
  return later[0]?.atMs;
}

/** Still not pinned, and still there. */
export async function isPolicyDue(
  register: Register,
  terms: Terms,
  version: string,
): Promise<boolean> {
  if (!(await readPolicyFiles(register.db, version))) return false;
  return (await policiesDue(register, terms)).some((one) => one.version === version);
}

/** Mails in the inbox of `up`, by when each was kept. */
export async function mailsDue(
  folder: string,
  { limits: { inbox }, zone }: Terms,
): Promise<readonly { readonly path: string; readonly name: string; readonly dueAtMs: number }[]> {
  if (inbox === undefined) return [];
  const names = await readdir(join(folder, 'inbox')).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  });
  const mails = [];
  for (const name of names.filter((one) => one.endsWith('.eml')).toSorted()) {
    const path = join(folder, 'inbox', name);
    // Many file systems have parts of a millisecond, which no calendar takes.
    const { mtimeMs } = await stat(path);
    mails.push({ path, name, dueAtMs: retainedUntilMs(Math.ceil(mtimeMs), inbox, zone) });
  }
  return mails;
}
