/** `notice diff`: what changed from one draft to another, the newest two about the same unless named. */
import type { NoticeDraft } from '../domain/notice.ts';
import { Failure } from '../failure.ts';
import { difference, type Change } from '../notices/difference.ts';
import { listNotices, type StoredNotice } from '../register/notices.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { draftOf, findNotice } from './notice.ts';
import { openSession, withRegister, type Session, type Given } from './session.ts';

export async function runNoticeDiff(
  io: Io,
  given: Given,
  [typed = '', first, second]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const after = await findNotice(session, typed, second);
  const before =
    first === undefined
      ? await draftBefore(session, after)
      : await findNotice(session, typed, first);
  const [from, to] = [draftOf(before), draftOf(after)];
  const changes = difference(from, to);
  if (given.json) return printJson(session, { from: before.notice, to: after.notice, changes });
  const lines = changes.length === 0 ? ['No field differs.'] : changes.map(changeText);
  io.print([`${named(before, from)} → ${named(after, to)}`, ...lines].join('\n'));
}

async function draftBefore(session: Session, after: StoredNotice): Promise<StoredNotice> {
  const { incidentId, notice, about } = after;
  const all = session.remote
    ? await session.remote.notices(incidentId)
    : await withRegister(session, (register) => listNotices(register, incidentId));
  const alike = all.filter((other) => JSON.stringify(other.about) === JSON.stringify(about));
  const before = alike[alike.findIndex((other) => other.notice === notice) - 1];
  if (before) return before;
  throw new Failure(
    'usage',
    'unknown-notice',
    `${incidentId} has no draft before ${notice} to compare it with; draft another with seventytwo notice draft ${incidentId}`,
  );
}

function named({ notice }: StoredNotice, { phase, missing }: NoticeDraft): string {
  const about = phase ? `${phase.kind}, ${phase.state}, ` : '';
  return `${notice} (${about}${missing.length} missing)`;
}

function changeText({ what, label, before, after }: Change): string {
  return [
    `${what}: ${label}`,
    ...(before === undefined ? [] : indented('-', before)),
    ...(after === undefined ? [] : indented('+', after)),
  ].join('\n');
}

function indented(sign: string, value: string): readonly string[] {
  return value.split('\n').map((line) => `  ${sign} ${line}`);
}
