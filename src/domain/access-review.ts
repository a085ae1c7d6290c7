/** A review of who may act, read from its acts on the audit chain: when it opens, who is reminded when, and how it ends. */
import type { AuditEntry } from './audit-entry.ts';

export const reviewActs = {
  opened: 'accessReviewOpened',
  confirmed: 'accessReviewConfirmed',
  told: 'accessReviewTold',
  closed: 'accessReviewClosed',
} as const;

export const reviewMails = ['opened', 'half', 'last-days', 'closed'] as const;
export type ReviewMail = (typeof reviewMails)[number];

export type AccessReview = {
  readonly id: string;
  readonly openedAtMs: number;
  readonly dueAtMs: number;
  /** By person. */
  readonly confirmed: Readonly<Record<string, { readonly by: string; readonly atMs: number }>>;
  readonly told: readonly { readonly mail: string; readonly atMs: number }[];
  readonly closedAtMs?: number;
};

type Act = Pick<AuditEntry, 'kind' | 'subject' | 'who' | 'atMs'>;

export function reviewIdAt(nowMs: number): string {
  return `review-${new Date(nowMs).toISOString().slice(0, 16).replace(':', '')}`;
}

export function openedSubject(id: string, dueAtMs: number): string {
  return `${id} until ${new Date(dueAtMs).toISOString()}`;
}

/** The newest review; `acts` in the order of the chain. */
export function foldReview(acts: readonly Act[]): AccessReview | undefined {
  let review: AccessReview | undefined;
  for (const { kind, subject, who: by, atMs } of acts) {
    const [id = '', what = '', until = ''] = (subject ?? '').split(' ');
    if (kind === reviewActs.opened) {
      const dueAtMs = Date.parse(until);
      review = { id, openedAtMs: atMs, dueAtMs, confirmed: {}, told: [] };
    }
    if (!review || review.id !== id) continue;
    if (kind === reviewActs.confirmed)
      review = { ...review, confirmed: { ...review.confirmed, [what]: { by, atMs } } };
    if (kind === reviewActs.told)
      review = { ...review, told: [...review.told, { mail: what, atMs }] };
    if (kind === reviewActs.closed) review = { ...review, closedAtMs: atMs };
  }
  return review;
}

export type ReviewTerms = { readonly every: number; readonly within: number };

export function isConfirmed({ confirmed }: AccessReview, person: string): boolean {
  return Object.hasOwn(confirmed, person);
}

/** When the next one opens: counted from the last one, otherwise from the beginning of the record. */
export function nextReviewAtMs(
  review: AccessReview | undefined,
  beganAtMs: number,
  { every }: ReviewTerms,
): number {
  return (review?.openedAtMs ?? beganAtMs) + every;
}

const dayMs = 86_400_000;
/** In these it is told daily. */
const lastDaysMs = 3 * dayMs;
/** A daily look comes some minutes sooner or later. */
const slackMs = dayMs / 6;

export type ReviewStep = 'open' | 'close' | 'opened' | 'half' | 'last-days';

/** What a look has to do; one step at a time. `open`: how many people are not confirmed. */
export function reviewStep(
  review: AccessReview | undefined,
  missing: number,
  beganAtMs: number,
  terms: ReviewTerms,
  nowMs: number,
): ReviewStep | undefined {
  if (!review || review.closedAtMs !== undefined)
    return nowMs >= nextReviewAtMs(review, beganAtMs, terms) ? 'open' : undefined;
  const { openedAtMs, dueAtMs, told } = review;
  const lastMs = (mail: ReviewMail): number | undefined =>
    told.findLast((one) => one.mail === mail)?.atMs;
  if (lastMs('opened') === undefined) return 'opened';
  if (missing === 0 || nowMs >= dueAtMs) return 'close';
  if (nowMs >= dueAtMs - lastDaysMs) {
    const last = lastMs('last-days');
    return last === undefined || nowMs - last >= dayMs - slackMs ? 'last-days' : undefined;
  }
  const isHalf = nowMs >= openedAtMs + (dueAtMs - openedAtMs) / 2;
  return isHalf && lastMs('half') === undefined ? 'half' : undefined;
}
