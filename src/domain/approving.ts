/** Approving a draft exactly as it stands: who may, which draft it is, and that none is newer. Nobody needs it to file. */
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { ApprovedDraft, DutyId } from './duty.ts';
import type { EventBody } from './events.ts';
import type { Approval, Incident, Notice } from './incident.ts';
import { refuse, type Refusal } from './refusal.ts';

/** What leaves the company in its name is answered for by somebody who may: not by whoever is at the keyboard. */
export function mayNotApprove(
  { policy: { dpo, deputy, decisionMaker } }: Incident,
  { by }: Circumstances,
  what: string,
): Refusal | undefined {
  const entitled = [...new Set([dpo, deputy, decisionMaker])];
  if (entitled.includes(by)) return undefined;
  return refuse('not-your-role', `${by} may not approve ${what}; ask ${entitled.join(', ')}`);
}

/** One draft, whatever it is about; the drafts for customers of one batch go together (`approveNotices`). */
export function approveNotice(
  incident: Incident,
  { notice: id }: CommandFields<'approveNotice'>,
  circumstances: Circumstances,
): Decision {
  const notYours = mayNotApprove(incident, circumstances, 'notices');
  if (notYours) return notYours;
  const own = incident.notices.find((notice) => notice.id === id);
  if (own) return approveOwn(incident, own);
  const [customer, draft] =
    Object.entries(incident.customerDrafts ?? {}).find(([, { notice }]) => notice === id) ?? [];
  if (customer === undefined || !draft)
    return refuse(
      'nothing-to-approve',
      `${id} is not among the newest drafts of ${incident.id}; read the newest (notice show ${incident.id}) and approve that`,
    );
  if (!draft.drafted) return unwritten(id);
  const notices = [{ customer, notice: id, sha256: draft.drafted.sha256 }];
  return draft.approved ? [] : [{ type: 'noticesApproved', notices }];
}

function approveOwn(incident: Incident, { id, about, drafted, approved }: Notice): Decision {
  const newest = incident.notices.findLast((other) => isSame(other.about, about));
  if (newest && newest.id !== id) return newerDraft(incident.id, id, newest.id);
  if (!drafted) return unwritten(id);
  const { sha256 } = drafted;
  return approved ? [] : [{ type: 'noticeApproved', notice: id, about, sha256 }];
}

function unwritten(id: string): Refusal {
  return refuse(
    'nothing-to-approve',
    `${id} is still being written; read it first, then approve it`,
  );
}

export function newerDraft(id: string, named: string, newest: string): Refusal {
  return refuse(
    'newer-draft',
    `${named} is not the newest draft, ${newest} is; read it (notice show ${id} ${newest}) and approve that`,
  );
}

function isSame(one: Notice['about'], other: Notice['about']): boolean {
  return 'duty' in one
    ? 'duty' in other && one.duty === other.duty
    : 'customer' in other && one.customer === other.customer;
}

export function foldApproval(
  incident: Incident,
  { notice: id }: Extract<EventBody, { type: 'noticeApproved' }>,
  approved: Approval,
): Incident {
  const notices = incident.notices.map((notice) =>
    notice.id === id ? { ...notice, approved } : notice,
  );
  return { ...incident, notices };
}

/** What a filing is held against: the newest approved draft about the duty, although a newer one may have none. */
export function approvedThen(
  { notices }: Incident,
  duty: DutyId,
): { readonly approved?: ApprovedDraft } {
  const newest = notices.findLast(
    ({ about, approved }) => approved && 'duty' in about && about.duty === duty,
  );
  if (!newest?.drafted) return {};
  return { approved: { notice: newest.id, sha256: newest.drafted.sha256 } };
}
