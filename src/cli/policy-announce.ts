/** `policy announce`: tells everybody of the policy by mail that it has changed, where, and whom to ask. */
import { canonical } from '../domain/canonical.ts';
import { exitCodes, Failure } from '../failure.ts';
import { announcementMail, type Announcement } from '../mail/announcement.ts';
import { envelope } from '../mail/envelope.ts';
import { changedSections } from '../policy/announcement.ts';
import { policyDifference } from '../policy/difference.ts';
import { requireReviewer } from './policy-reviewed.ts';
import { policyAnnouncedKind, recordAct } from '../register/audit.ts';
import { sha256Of } from '../sha256.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { openOutgoing } from './outgoing.ts';
import { sidesOf } from './policy-history.ts';
import { pacer } from './progress.ts';
import { openSession, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';

export async function runPolicyAnnounce(
  io: Io,
  given: Given,
  [first, second]: readonly string[],
): Promise<number> {
  const session = await openSession(io, given);
  const isDry = given.dryRun === true;
  if (!isDry) requireReviewer(session);
  const people = recipientsOf(session, given.to);
  const { before, after } = await sidesOf(session, first, second);
  const sections = changedSections(policyDifference(before.written, after.written));
  if (sections.length === 0)
    throw new Failure(
      'refused',
      'nothing-to-announce',
      `${before.version} and ${after.version} differ in no key, so there is nothing to announce; name other versions, see seventytwo policy history`,
    );
  const announcement: Announcement = {
    ...{ before: before.version, after: after.version, sections },
    ...(after.sinceMs !== undefined && { sinceMs: after.sinceMs }),
  };
  return isDry ? preview(session, announcement, people) : announce(session, announcement, people);
}

function recipientsOf({ policy }: Session, to: unknown): readonly string[] {
  const known = Object.keys(policy.people);
  if (!Array.isArray(to)) return known;
  const people = to.map(String);
  const unknown = people.find((person) => !known.includes(person));
  if (unknown === undefined) return people;
  throw new Failure(
    'usage',
    'unknown-person',
    `--to is ${shown(unknown)}, which is not a person of the policy file; use one of ${known.join(', ')}`,
  );
}

function preview(session: Session, announcement: Announcement, people: readonly string[]): number {
  const { policy, options, io } = session;
  const mail = announcementMail(announcement, policy, people[0] ?? '');
  if (!mail) throw new Error('a recipient of the policy file has no mail');
  const { subject, text } = mail.composed;
  if (options.json) printJson(session, { ...announcement, to: people, subject, text });
  else io.print(`To: ${people.join(', ')}\nSubject: ${subject}\n\n${text.trimEnd()}`);
  return exitCodes.done;
}

async function announce(
  session: Session,
  announcement: Announcement,
  people: readonly string[],
): Promise<number> {
  const { policy, person, io, options } = session;
  const outgoing = await openOutgoing(session);
  const faults: Record<string, string> = {};
  const told: string[] = [];
  const pace = pacer(io);
  try {
    for (const to of people) {
      pace(() => `Told ${told.length} of ${people.length}.`);
      const mail = announcementMail(announcement, policy, to);
      if (!mail) continue;
      const { composed, recipient } = mail;
      const fault = await outgoing.send(
        envelope(composed, recipient, policy, { kind: 'circular' }),
      );
      if (fault === undefined) told.push(to);
      else faults[to] = fault;
    }
  } finally {
    outgoing.close();
  }
  const failed = Object.keys(faults);
  const { before, after } = announcement;
  const counts = `${told.length} told, ${failed.length} not reached`;
  await withRegister(
    session,
    (register) =>
      recordAct(register, {
        ...{ kind: policyAnnouncedKind, person, channel: 'cli', nowMs: io.now() },
        subject: `${before} to ${after}: ${counts}`,
        subjectHash: sha256Of(canonical({ ...announcement, told, failed })),
      }),
    'writing',
  );
  if (options.json) printJson(session, { ...announcement, told, faults });
  else {
    io.print(`${before} → ${after}: ${counts}.`);
    for (const [to, fault] of Object.entries(faults))
      io.print(`${to} was not told (${fault}); again with --to ${to}`);
  }
  return failed.length > 0 ? exitCodes.unreachable : exitCodes.done;
}
