/** The reviews of access: every step is an act on the audit chain, and nothing else tells of them. */
import { canonical } from '../domain/canonical.ts';
import {
  foldReview,
  openedSubject,
  reviewActs,
  type AccessReview,
  type ReviewMail,
} from '../domain/access-review.ts';
import { genesisKind } from '../domain/audit-entry.ts';
import { system } from '../domain/commands.ts';
import { sha256Of } from '../sha256.ts';
import { changeAccess, type AccessKey } from './access-keys.ts';
import { newestOf, recordAct, toEntry } from './audit.ts';
import type { Register } from './database.ts';

/** The newest one, and when the record began. */
export async function readReview({
  db,
}: Pick<Register, 'db'>): Promise<{ readonly review?: AccessReview; readonly beganAtMs: number }> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('kind', 'in', Object.values(reviewActs))
    .orderBy('n')
    .execute();
  const review = foldReview(rows.map(toEntry));
  const beganAtMs = (await newestOf(db, genesisKind))?.atMs ?? 0;
  return { beganAtMs, ...(review && { review }) };
}

/** Seals who could act at that moment. */
export async function recordOpened(
  register: Register,
  id: string,
  dueAtMs: number,
  holders: readonly object[],
  nowMs: number,
): Promise<void> {
  await recordAct(register, {
    ...{ ...system, kind: reviewActs.opened, subject: openedSubject(id, dueAtMs), nowMs },
    subjectHash: sha256Of(canonical({ holders })),
  });
}

export async function recordConfirmed(
  register: Register,
  review: string,
  holder: { readonly person: string },
  by: { readonly person: string; readonly nowMs: number },
): Promise<void> {
  await recordAct(register, {
    ...{ kind: reviewActs.confirmed, channel: 'cli', ...by },
    ...{ subject: `${review} ${holder.person}`, subjectHash: sha256Of(canonical(holder)) },
  });
}

export async function recordTold(
  register: Register,
  review: string,
  mail: ReviewMail,
  nowMs: number,
): Promise<void> {
  const subject = `${review} ${mail}`;
  const subjectHash = sha256Of(subject);
  await recordAct(register, {
    ...{ ...system, kind: reviewActs.told, subject, subjectHash, nowMs },
  });
}

export async function recordClosed(
  register: Register,
  review: string,
  counts: string,
  nowMs: number,
): Promise<void> {
  const subject = `${review} ${counts}`;
  const subjectHash = sha256Of(subject);
  await recordAct(register, {
    ...{ ...system, kind: reviewActs.closed, subject, subjectHash, nowMs },
  });
}

/** Why a key that a review ended is gone; the worker has no admin's key to sign it with. */
export function endedBy(review: string): string {
  return `not confirmed in ${review}`;
}

/** `choose` sees the keys as they are while nobody else can change them. */
export async function endKeys(
  register: Register,
  review: string,
  choose: (keys: readonly AccessKey[]) => readonly AccessKey[],
  nowMs: number,
): Promise<void> {
  const { person: who, channel } = system;
  await changeAccess(register, { who, channel }, (keys) =>
    choose(keys).map((key) => ({
      ...{ kind: 'access-revoke-unsigned', atMs: nowMs },
      revoke: { ...key, revocation: { atMs: nowMs, by: who, reason: endedBy(review) } },
    })),
  );
}
