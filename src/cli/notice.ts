/** `notice draft` and `notice show`: the draft is written by the worker, kept in the register and read from there. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Approval } from '../domain/incident.ts';
import type { NoticeDraft } from '../domain/notice.ts';
import type { Status } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import { newestNotice, readNotice, type StoredNotice } from '../register/notices.ts';
import { eventsOf } from './look.ts';
import { unwritable, writeNewFile } from './new-file.ts';
import { requireSightOf } from './restricted.ts';
import { incidentIdFrom, withRegister, type Session } from './session.ts';
import { shown } from './shown.ts';

/** The newest draft, or the one named; undefined when there is none. */
export async function findNotice(
  session: Session,
  typed: string,
  noticeId: string | undefined,
): Promise<StoredNotice> {
  const incidentId = incidentIdFrom(typed);
  const { remote } = session;
  const found = remote
    ? (await remote.notices(incidentId)).findLast(
        ({ notice }) => noticeId === undefined || notice === noticeId,
      )
    : await withRegister(session, async (register) => {
        await requireSightOf(register, incidentId, session);
        return noticeId === undefined
          ? newestNotice(register, incidentId)
          : readNotice(register, incidentId, noticeId);
      });
  if (found) return found;
  throw new Failure(
    'usage',
    'unknown-notice',
    `${incidentId} has no ${noticeId === undefined ? 'notice' : `notice ${shown(noticeId)}`}; draft one with seventytwo notice draft ${incidentId}`,
  );
}

export function draftOf({ json }: StoredNotice): NoticeDraft {
  // oxlint-disable-next-line no-unsafe-type-assertion -- `renderJson` wrote it.
  return JSON.parse(json) as NoticeDraft;
}

/** The draft that this command asked for is the newest of the state it was answered with. */
export function requestedNotice(
  status: Status,
  customer: string | undefined,
): { readonly id: string } {
  const draft = customer === undefined ? undefined : status.customerDrafts?.[customer];
  const notice = draft ? { ...draft, id: draft.notice } : status.notices.at(-1);
  if (!notice) throw new Error('a draft was asked for and the state has none');
  if (!notice.drafted)
    throw new Failure(
      'unreachable',
      'draft-pending',
      `the draft ${notice.id} is still being written; read it in a moment with seventytwo notice show ${status.id} ${notice.id}`,
    );
  return notice;
}

/** Writes Markdown and JSON side by side. Drafts hold personal data: only the owner may read them. */
export async function saveNotice(
  { markdown, json }: StoredNotice,
  folder: string,
  name: string,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw unwritable(folder, error);
  });
  const files = [
    [join(folder, `${name}.md`), markdown],
    [join(folder, `${name}.json`), json],
  ] as const;
  for (const [path, text] of files) await writeNewFile(path, { force: true }, [text]);
  return files.map(([path]) => path);
}

/** Who approved it. From the register, which also knows of drafts that were overtaken since. */
export async function approvalOf(
  session: Session,
  { incidentId, notice }: StoredNotice,
): Promise<Approval | undefined> {
  const events = await eventsOf(session, incidentId);
  const event = events.find(
    (one) =>
      (one.type === 'noticeApproved' && one.notice === notice) ||
      (one.type === 'noticesApproved' && one.notices.some((each) => each.notice === notice)),
  );
  return event && { by: event.actor.person, atMs: event.atMs };
}
