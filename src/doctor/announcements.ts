/** Whether the newest change of the policy was made known to its people. */
import { changedSections } from '../policy/announcement.ts';
import { policyDifference, writtenIn } from '../policy/difference.ts';
import { policyAnnouncedKind, policyKind } from '../register/audit.ts';
import type { Register } from '../register/database.ts';
import { readPolicyFiles } from '../register/policies.ts';
import { failed, ok, warning, type Finding } from './check.ts';

/** Time enough to try a change and to find the words. */
const graceMs = 30 * 86_400_000;

export async function checkAnnouncements({ db }: Register, nowMs: number): Promise<Finding> {
  const entries = await db
    .selectFrom('audit')
    .select(['n', 'at_ms', 'subject'])
    .where('kind', '=', policyKind)
    .orderBy('n', 'desc')
    .limit(2)
    .execute();
  const [current, before] = entries.map(({ subject, ...entry }) => ({
    ...entry,
    version: subject ?? '',
  }));
  if (!current || !before) return ok('there was no change to make known yet');
  const [now, then] = await Promise.all(
    [current, before].map(({ version }) => readPolicyFiles(db, version)),
  );
  if (
    now &&
    then &&
    changedSections(policyDifference(writtenIn(then), writtenIn(now))).length === 0
  )
    return ok(`${current.version} differs from the version before in no key`);
  const told = await db
    .selectFrom('audit')
    .select(['at_ms', 'subject'])
    .where('kind', '=', policyAnnouncedKind)
    .where('n', '>', before.n)
    .where('subject', 'like', `% to ${current.version}:%`)
    .orderBy('n', 'desc')
    .executeTakeFirst();
  if (told) return ok(`the newest change was announced: ${told.subject}`);
  const isLate = nowMs - current.at_ms > graceMs;
  return (isLate ? failed : warning)(
    `the change from ${before.version} to ${current.version} was not announced`,
    `seventytwo policy announce ${before.version} ${current.version}`,
  );
}
