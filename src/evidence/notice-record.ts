/** What the events tell of drafts of notices: asked for, drafted, approved, sent, and which one stood at a filing. */
import type { FilingStage } from '../domain/commands.ts';
import type { ApprovedDraft } from '../domain/duty.ts';
import type { IncidentEvent } from '../domain/events.ts';
import type { Notice } from '../domain/incident.ts';
import type { Instant } from '../domain/shape.ts';

/** Which event, when, and by whom. */
type Mark = { readonly seq: number; readonly atMs: number; readonly by: string };

export type NoticeRecord = {
  readonly id: string;
  readonly about: Notice['about'];
  readonly requested: Mark;
  /** SHA-256 of its JSON, as the event sealed it. */
  readonly drafted?: Mark & { readonly sha256: string; readonly missing: readonly string[] };
  readonly approved?: Mark;
  /** Handed to the mail; how that ended stands in mails.csv. */
  readonly sent?: Mark;
};

export type FilingRecord = Mark & {
  readonly duty: string;
  readonly stage: FilingStage;
  readonly filed: Instant;
  readonly reference: string;
  readonly lateByMs: number;
  /** The newest draft about the duty that was finished when it was filed. */
  readonly standing?: ApprovedDraft;
  /** The newest approved draft, as the filing itself recorded it. */
  readonly approved?: ApprovedDraft;
  /** Which of the two it is taken to be made from: people file what was approved, or else what lies before them. */
  readonly from?: ApprovedDraft & { readonly because: 'approved' | 'newest' };
};

export type NoticeRecords = {
  readonly drafts: ReadonlyMap<string, NoticeRecord>;
  readonly filings: readonly FilingRecord[];
};

/** Gathers event by event; `end` gives what was found. */
export function noticeRecords() {
  const drafts = new Map<string, NoticeRecord>();
  const filings: FilingRecord[] = [];
  const change = (id: string, more: Partial<NoticeRecord>): void => {
    const known = drafts.get(id);
    if (known) drafts.set(id, { ...known, ...more });
  };
  const standing = (duty: string, filedAtMs: number): ApprovedDraft | undefined => {
    const found = [...drafts.values()].findLast(
      ({ about, drafted }) =>
        drafted && drafted.atMs <= filedAtMs && 'duty' in about && about.duty === duty,
    );
    return found?.drafted && { notice: found.id, sha256: found.drafted.sha256 };
  };
  // An approval stays the newest until the next: one that was filed already does not tell of the filing after it.
  const isFiled = ({ notice }: ApprovedDraft): boolean =>
    filings.some(({ from }) => from?.notice === notice);
  const madeFrom = (approved?: ApprovedDraft, draft?: ApprovedDraft): FilingRecord['from'] => {
    if (approved && !isFiled(approved)) return { ...approved, because: 'approved' };
    return draft && { ...draft, because: 'newest' };
  };
  return {
    add(event: IncidentEvent): void {
      const mark = { seq: event.seq, atMs: event.atMs, by: event.actor.person };
      if (event.type === 'noticeRequested') {
        const { notice: id, about } = event;
        drafts.set(id, { id, about, requested: mark });
      } else if (event.type === 'noticesRequested') {
        for (const { notice: id, customer } of event.notices)
          drafts.set(id, { id, about: { customer }, requested: mark });
      } else if (event.type === 'noticeDrafted') {
        const { sha256, missing } = event;
        change(event.notice, { drafted: { ...mark, sha256, missing } });
      } else if (event.type === 'noticesDrafted') {
        for (const { notice, sha256 } of event.notices)
          change(notice, { drafted: { ...mark, sha256, missing: event.missing } });
      } else if (event.type === 'noticeApproved') {
        change(event.notice, { approved: mark });
      } else if (event.type === 'noticesApproved') {
        for (const { notice } of event.notices) change(notice, { approved: mark });
      } else if (event.type === 'customersNotified') {
        for (const { notice } of event.notices) change(notice, { sent: mark });
      } else if (event.type === 'filed') {
        const { duty, stage, filed, reference, lateByMs, approved } = event;
        const draft = standing(duty, filed.atMs);
        const from = madeFrom(approved, draft);
        filings.push({
          ...{ ...mark, duty, stage, filed, reference, lateByMs },
          ...(draft && { standing: draft }),
          ...(approved && { approved }),
          ...(from && { from }),
        });
      }
    },
    end: (): NoticeRecords => ({ drafts, filings }),
  };
}

/** The first filing that is taken to be made from this draft. */
export function filingFrom(
  { filings }: Pick<NoticeRecords, 'filings'>,
  notice: string,
): FilingRecord | undefined {
  return filings.find(({ from }) => from?.notice === notice);
}
