/** The daily turn: erases what is over its limit and not held; each erasure is an act on the audit chain. */
import { rm } from 'node:fs/promises';
import { system } from '../domain/commands.ts';
import type { Due } from '../domain/retention.ts';
import { Failure } from '../failure.ts';
import { recordAct } from '../register/audit.ts';
import type { Register } from '../register/database.ts';
import { erasePolicy, eraseParts } from '../register/erase.ts';
import type { PolicyManifest, Why } from '../register/erasures.ts';
import { sha256Of } from '../sha256.ts';
import { isPolicyDue, mailsDue, planned, policiesDue, type Planned, type Terms } from './due.ts';
import { eraseContent, goOn, type Outside } from './eraser.ts';

export type Turn = {
  readonly register: Register;
  readonly outside: Outside;
  readonly terms: Terms;
  /** Holds the inbox of `up`. */
  readonly folder: string;
  readonly nowMs: number;
  readonly signal: AbortSignal;
};

/** Of incidents, of those whose files or drafts went, of versions and mails; `left`: due, and not erased now. */
export type Counts = {
  content: number;
  attachments: number;
  drafts: number;
  policyVersions: number;
  mails: number;
  held: number;
  left: number;
};

export async function erasePastLimits(turn: Turn): Promise<Counts> {
  const { register, outside, terms, nowMs, signal } = turn;
  const counts: Counts = {
    ...{ content: 0, attachments: 0, drafts: 0, policyVersions: 0, mails: 0 },
    ...{ held: 0, left: 0 },
  };
  const { finished, refused } = await goOn(register, outside);
  counts.content += finished;
  counts.left += refused;
  for await (const one of planned(register.db, terms, nowMs)) {
    signal.throwIfAborted();
    const [due] = one.dues.filter(({ dueAtMs }) => dueAtMs <= nowMs).toSorted(wholeFirst);
    if (!due) continue;
    if (one.isHeld) counts.held += 1;
    else await eraseDue(turn, one, due, counts);
  }
  counts.policyVersions = await erasePolicies(turn);
  counts.mails = await eraseMails(turn);
  return counts;
}

/** With the whole everything else goes too. */
function wholeFirst(a: Due, b: Due): number {
  return Number(b.scope === 'content') - Number(a.scope === 'content');
}

async function eraseDue(turn: Turn, one: Planned, first: Due, counts: Counts): Promise<void> {
  const { register, outside, nowMs } = turn;
  try {
    if (first.scope === 'content') {
      await eraseContent(register, outside, {
        ...{ incident: one.id, why: whyOf(first.kind, first.limit), nowMs },
      });
      counts.content += 1;
      return;
    }
    for (const { scope, kind, limit, dueAtMs } of one.dues) {
      if (dueAtMs > nowMs) continue;
      const files = scope === 'attachments' ? one.fileHashes : [];
      const wanted = { incident: one.id, scope, why: whyOf(kind, limit), nowMs };
      const done = await eraseParts(register, { ...wanted, files, drafts: one.superseded });
      if (done && scope !== 'content') counts[scope] += 1;
    }
  } catch (error) {
    // Held or opened again since it was looked at: the next turn looks again.
    if (!(error instanceof Failure && error.kind === 'refused')) throw error;
    counts.left += 1;
  }
}

function whyOf(kind: string, limit: string): Why {
  return { by: system.person, channel: system.channel, reason: `retention.${kind} ${limit}` };
}

async function erasePolicies({ register, terms, nowMs }: Turn): Promise<number> {
  let count = 0;
  for (const { version, hash, dueAtMs } of await policiesDue(register, terms)) {
    if (dueAtMs > nowMs) continue;
    const why = whyOf('policyVersions', terms.limits.policyVersions ?? '');
    const manifest: PolicyManifest = { scope: 'policy', atMs: nowMs, why, version, hash };
    if (await erasePolicy(register, manifest, (moment) => isPolicyDue(moment, terms, version)))
      count += 1;
  }
  return count;
}

/** No entry seals a mail in the inbox, so that one act counts them all; it comes first, and may count one twice. */
async function eraseMails({ register, folder, terms, nowMs }: Turn): Promise<number> {
  const due = (await mailsDue(folder, terms)).filter(({ dueAtMs }) => dueAtMs <= nowMs);
  if (due.length === 0) return 0;
  await recordAct(register, {
    ...{ ...system, kind: 'inboxErased', subject: `${due.length} mails`, nowMs },
    subjectHash: sha256Of(due.map(({ name }) => `${name}\n`).join('')),
  });
  for (const { path } of due) await rm(path, { force: true });
  return due.length;
}

/** One sentence of counts alone. */
export function summaryOf(counts: Counts): string {
  const { content, attachments, drafts, policyVersions, mails, held, left } = counts;
  return `erased: all of ${content} incidents, files of ${attachments}, superseded drafts of ${drafts}, ${policyVersions} versions of the policy, ${mails} mails; held: ${held}; left for the next turn: ${left}`;
}
