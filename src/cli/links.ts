/** `links list`, `links revoke`, `links rotate`: the links that mails carry. */
import { formatBoth } from '../calendar/format.ts';
import { replay } from '../domain/apply.ts';
import type { IncidentEvent } from '../domain/events.ts';
import { Failure } from '../failure.ts';
import type { LinksWanted } from '../links/revoking.ts';
import { personKey } from '../policy/snapshot.ts';
import type { Register } from '../register/database.ts';
import type { TakenBack } from '../register/links.ts';
import { requireReason } from './access-input.ts';
import { requireAdmin } from './admins.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { nameOf } from './names.ts';
import { requireSightOf } from './restricted.ts';
import { incidentIdFrom, openSession, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';
import { columns } from './table.ts';

type Line = {
  readonly person: string;
  /** The mail that carries it. */
  readonly mail: string;
  readonly sentAtMs: number;
  readonly expiresAtMs: number;
  readonly state: 'valid' | 'used' | 'expired' | 'revoked';
  readonly opened: number;
  readonly refused: number;
  readonly forwarded: number;
  readonly usedAtMs?: number;
};

export async function runLinksList(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const id = incidentIdFrom(typed);
  const { readRevocations } = await import('../register/links.ts');
  const { lines, taken } = await withRegister(session, async (register) => {
    await requireSightOf(register, id, session);
    const revoked = await readRevocations(register);
    return { lines: await linesOf(register, id, session, revoked), taken: revoked };
  });
  const revoked = taken.filter(({ scope, subject }) => scope !== 'incident' || subject === id);
  if (given.json) return printJson(session, { incident: id, links: lines, revoked });
  if (lines.length === 0) return io.print(`No mail of ${id} carried a link to acknowledge.`);
  const { zone, names } = session;
  io.print(
    columns(
      ['WHOSE', 'MAIL', 'SENT', 'STATE', 'OPENED'],
      lines.map(({ person, mail, sentAtMs, state, opened, usedAtMs, forwarded }) => [
        ...[nameOf(person, names), mail, formatBoth(sentAtMs, zone)],
        usedAtMs === undefined ? state : `${state} ${formatBoth(usedAtMs, zone)}`,
        `${opened}${forwarded > 0 ? `, in other hands ${forwarded}` : ''}`,
      ]),
    ),
  );
  for (const { scope, atMs, by, reason } of revoked)
    io.print(
      `${takenBack[scope]} were taken back by ${nameOf(by, names)}, ${formatBoth(atMs, zone)}: ${reason}`,
    );
}

const takenBack = {
  incident: 'The links of this incident',
  person: 'The links of a person',
  all: 'All links',
} as const;

/** Links are kept nowhere: they follow from the mails that were accepted. */
async function linesOf(
  register: Register,
  id: string,
  { policy, io }: Session,
  taken: readonly TakenBack[],
): Promise<readonly Line[]> {
  const [{ readEvents }, { readLinkUses }, { takesBack }] = await Promise.all([
    import('../register/journal.ts'),
    import('../register/links.ts'),
    import('../links/book.ts'),
  ]);
  if (policy.web?.url === undefined) return [];
  const events = await readEvents(register, id);
  const uses = await readLinkUses(register, id);
  const { linksSinceMs = 0 } = replay(events) ?? {};
  return events.flatMap((event) => {
    if (event.type !== 'mailAccepted') return [];
    if (event.kind !== 'page' && event.kind !== 'nobody-reached') return [];
    const { to: person, key: mail, atMs: sentAtMs } = event;
    const causedAtMs = causeOf(events, mail, sentAtMs);
    const own = uses.filter((use) => use.mail === mail && use.person === person);
    const count = (outcome: string): number => own.filter((use) => use.outcome === outcome).length;
    const used = own.find(({ outcome }) => outcome === 'used');
    const expiresAtMs = causedAtMs + policy.links.expires;
    const about = { incidentId: id, sub: personKey(policy, person), causedAtMs };
    const isRevoked = causedAtMs < linksSinceMs || taken.some((one) => takesBack(one, about));
    const state = used
      ? 'used'
      : isRevoked
        ? 'revoked'
        : expiresAtMs <= io.now()
          ? 'expired'
          : 'valid';
    return [
      {
        ...{ person, mail, sentAtMs, expiresAtMs, state, opened: count('opened') },
        ...{ refused: count('refused'), forwarded: count('forwarded') },
        ...(used && { usedAtMs: used.atMs }),
      },
    ];
  });
}

/** As the mail had it: of its event, or of what had ended older links when it went out. */
function causeOf(events: readonly IncidentEvent[], mail: string, sentAtMs: number): number {
  const seq = Number(mail.split('.')[0]);
  const cause = events.find((event) => event.seq === seq)?.atMs ?? sentAtMs;
  const before = events.filter(({ atMs }) => atMs <= sentAtMs);
  return Math.max(cause, replay(before)?.linksSinceMs ?? 0);
}

export async function runLinksRevoke(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const by = requireAdmin(session, 'takes links back');
  const reason = requireReason('--reason', given.reason);
  const { wanted, said } = targetOf(session, given);
  const taken = session.remote
    ? await session.remote.revokeLinks({ ...wanted, reason })
    : await takeBack(session, { ...wanted, reason }, by);
  if (given.json) return printJson(session, { revoked: taken });
  io.print(`${said} sent until now are taken back. A running worker counts them out within 5 s.`);
}

async function takeBack(session: Session, wanted: LinksWanted, by: string): Promise<TakenBack> {
  const { takeLinksBack } = await import('../links/revoking.ts');
  const act = { by, nowMs: session.io.now(), channel: 'cli' } as const;
  return withRegister(
    session,
    (register) => takeLinksBack(register, session.policy, wanted, act),
    'writing',
  );
}

function targetOf(
  session: Session,
  { incident, person, all }: Given,
): { readonly wanted: Omit<LinksWanted, 'reason'>; readonly said: string } {
  const { policy } = session;
  const named = [incident, person, all].filter((one) => one !== undefined);
  if (named.length !== 1)
    throw new Failure(
      'usage',
      'bad-input',
      'say which links: exactly one of --incident <id>, --person <id> and --all',
    );
  if (typeof incident === 'string') {
    const subject = incidentIdFrom(incident);
    return { wanted: { scope: 'incident', subject }, said: `The links of ${subject}` };
  }
  if (typeof person !== 'string') return { wanted: { scope: 'all' }, said: 'All links' };
  if (!Object.hasOwn(policy.people, person))
    throw new Failure(
      'usage',
      'unknown-person',
      `--person is ${shown(person)}, which is not a person of the policy file; use one of ${Object.keys(policy.people).join(', ')}`,
    );
  return { wanted: { scope: 'person', subject: person }, said: `The links of ${person}` };
}

export async function runLinksRotate(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const person = requireAdmin(session, 'rotates the key of links');
  const [{ linksFolder, rotateLinkKeys }, { recordAct }, { sha256Of }] = await Promise.all([
    import('../links/keys.ts'),
    import('../register/audit.ts'),
    import('../sha256.ts'),
  ]);
  const nowMs = io.now();
  const folder = linksFolder(session.config.data);
  const how = { nowMs, isLeaked: given.leaked === true };
  const rotated = await rotateLinkKeys(folder, how, ({ to, dropped }) => {
    const subject = [to, ...dropped].join(' ');
    const act = { kind: 'link-key', person, channel: 'cli', subject, nowMs };
    return withRegister(
      session,
      (register) => recordAct(register, { ...act, subjectHash: sha256Of(subject) }),
      'writing',
    );
  });
  if (given.json) return printJson(session, { folder, rotated });
  const { to, dropped } = rotated;
  io.print(
    how.isLeaked
      ? `${to} signs the links of from now on. No link that is out works any longer.`
      : `${to} signs the links of from now on. Links that are out work until they expire.${dropped.length > 0 ? ` Gone, because nothing that they signed can still work: ${dropped.join(', ')}.` : ''}`,
  );
}
