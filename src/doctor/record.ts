/** What the register says about the promises of the security policy: the chain, checkpoints, versions, breaches and their duties. */
import { formatBoth, formatSpan } from '../calendar/format.ts';
import { isOpen } from '../domain/duty.ts';
import { newestOf } from '../register/audit.ts';
import { verifyAudit, type Progress } from '../register/audit-verify.ts';
import type { Register } from '../register/database.ts';
import { readEntries } from '../register/entries.ts';
import { listVersions } from '../register/policy-versions.ts';
import { failed, ok, unknown, warning, type Finding } from './check.ts';

export async function checkChain(register: Register, tell: Progress): Promise<Finding> {
  const { entries, events, fault } = await verifyAudit(register, undefined, tell);
  if (fault)
    return failed(
      `the audit chain is broken: ${fault.sentence}`,
      'see seventytwo audit verify, and compare with a checkpoint kept elsewhere',
    );
  const acts = await register.db
    .selectFrom('audit')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('incident_id', 'is', null)
    .executeTakeFirst();
  return ok(
    `whole: ${entries} entries, of them ${acts?.count ?? 0} acts outside of incidents; ${events} events as they were sealed`,
  );
}

/** A month: the longest that anybody could take away from the end of the record unseen. */
const oldMs = 31 * 86_400_000;

/** Made by hand or mailed: until one is kept elsewhere, nobody could tell that the end of the chain was cut off. */
export async function checkOutside({ db }: Register, nowMs: number): Promise<Finding> {
  const found = await Promise.all(
    ['checkpoint', 'checkpointMailed'].map((kind) => newestOf(db, kind)),
  );
  const [newest] = found.flatMap((entry) => (entry ? [entry] : [])).toSorted((a, b) => b.n - a.n);
  const remedy = 'set audit.checkpoints, or keep what seventytwo audit checkpoint prints elsewhere';
  if (!newest)
    return warning(
      'no checkpoint was ever made: a chain cut off at its end would not show',
      remedy,
    );
  const agoMs = nowMs - newest.atMs;
  const made = `the newest is from entry ${newest.n}, made ${formatSpan(agoMs)} ago`;
  return agoMs > oldMs
    ? warning(`${made}: what came since may be cut off unseen`, remedy)
    : ok(made);
}

/** Whoever decides about the notice of Art. 33(1) has no longer. */
const assessWithinMs = 72 * 3_600_000;

/** The register's own line says whether it is a breach; the event of the assessment holds the reasons. */
export async function checkAssessments({ db }: Register, nowMs: number): Promise<Finding> {
  const breaches = await db
    .selectFrom('incident')
    .select(['id', 'phase', 'declared_at_ms'])
    .where('personal_data', '=', 'yes')
    .orderBy('declared_at_ms', 'desc')
    .execute();
  const assessed = new Set(
    (
      await db
        .selectFrom('event')
        .select('incident_id')
        .distinct()
        .where('type', '=', 'assessed')
        .execute()
    ).map((row) => row.incident_id),
  );
  const open = breaches.filter(({ id }) => !assessed.has(id));
  const without = open.map(({ id }) => id);
  // By then it was decided whether to notify, and on what?
  const isLate = open.some(
    ({ phase, declared_at_ms }) => phase === 'closed' || nowMs - declared_at_ms > assessWithinMs,
  );
  if (breaches.length === 0) return ok('no breach of personal data is on record');
  const count = `${breaches.length - without.length} of ${breaches.length} breaches are assessed on record`;
  if (without.length === 0) return ok(count);
  const found = `${count}; not ${shortened(without)}`;
  return (isLate ? failed : warning)(found, 'seventytwo assess <incident> --facts <file>');
}

export async function checkIncidents(
  register: Register,
  nowMs: number,
  zone: string,
): Promise<Finding> {
  const { length: running } = await register.db
    .selectFrom('incident')
    .select('id')
    .where('phase', '!=', 'closed')
    .execute();
  const duties = [];
  for await (const { id, duties: all } of readEntries(register))
    for (const duty of all) if (isOpen(duty)) duties.push({ incident: id, ...duty });
  const count = `${running} open ${running === 1 ? 'incident' : 'incidents'}, ${duties.length} open ${duties.length === 1 ? 'duty' : 'duties'}`;
  const late = duties.filter(({ dueAtMs }) => dueAtMs < nowMs);
  const remedy = 'file, or withhold with reasons: seventytwo duty list <incident>';
  const named = shortened(late.map(({ incident, id }) => `${incident} ${id}`));
  // Before awareness, and past a target of the company's own, nobody is late in law.
  if (late.some(({ isTarget, anchor }) => !isTarget && !anchor.provisional))
    return failed(`${count}; overdue: ${named}`, remedy);
  if (late.length > 0)
    return warning(`${count}; past a provisional clock or your own target: ${named}`, remedy);
  const [next] = duties.toSorted((a, b) => a.dueAtMs - b.dueAtMs);
  return ok(
    next === undefined
      ? count
      : `${count}; next ${next.incident} ${next.id}, due ${formatBoth(next.dueAtMs, zone)}`,
  );
}

/** `current`: of the policy file, absent when it has faults. */
export async function checkVersions(
  register: Register,
  current: string | undefined,
  zone: string,
): Promise<Finding> {
  const versions = await listVersions(register);
  const altered = versions.filter(({ isIntact }) => isIntact === false);
  if (altered.length > 0)
    return failed(
      `the kept files of ${shortened(altered.map(({ version }) => version))} are not those that the chain sealed`,
      'find out who changed the register; compare with an evidence pack or a copy of it',
    );
  const recorded = versions.filter(({ since }) => since.length > 0);
  const [inForce] = recorded;
  const since = inForce?.since.at(-1);
  if (!inForce || !since)
    return warning('no version is on record yet', 'start a worker: it records its policy');
  const incidents = versions.reduce((sum, version) => sum + version.incidents, 0);
  const lost = versions.filter(({ hash }) => hash === undefined);
  const found = `${recorded.length} on record; ${inForce.version} in force since ${formatBoth(since.atMs, zone)}, entry ${since.n}; ${incidents} ${incidents === 1 ? 'incident pins its' : 'incidents pin theirs'}`;
  if (lost.length > 0)
    return warning(
      `${found}; the text of ${shortened(lost.map(({ version }) => version))} is not kept`,
      'put that policy file back once, and its text is kept when a worker runs under it',
    );
  if (current === undefined) return unknown(`${found}; which version the file is cannot be said`);
  return current === inForce.version
    ? ok(found)
    : warning(
        `${found}; the policy file is ${current}, under which no worker has run last`,
        'start or check the worker; seventytwo policy diff tells the difference',
      );
}

/** Enough to begin with. */
const mostNamed = 3;

function shortened(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
