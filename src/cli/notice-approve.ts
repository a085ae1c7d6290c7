/** `notice approve`: a person approves one draft exactly as it stands, the newest unless named. */
import { sendCommand } from './act.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { customerName } from './names.ts';
import { findNotice } from './notice.ts';
import { openSession, type Given } from './session.ts';

export async function runNoticeApprove(
  io: Io,
  given: Given,
  [typed = '', named]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const { notice, sha256, about, incidentId } = await findNotice(session, typed, named);
  // By its id also when none was typed: of a draft made since then nobody has read a word.
  const status = await sendCommand(session, typed, 'approveNotice', { notice });
  if (given.json) return printJson(session, { incident: status, approved: { notice, sha256 } });
  const what = 'duty' in about ? about.duty : customerName(about.customer, session.policy);
  const next =
    'duty' in about
      ? 'A newer draft needs a new approval. Filing it is another step, and needs no approval.'
      : `Nothing is sent yet: seventytwo customers notify ${incidentId} ${about.customer}`;
  io.print(
    `${notice} (${what}) is approved exactly as it stands, SHA-256 ${sha256.slice(0, 12)}…\n${next}`,
  );
}
