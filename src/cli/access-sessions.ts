/** `access sessions`: who is signed in to the web board, and how that ends. */
import { formatBoth } from '../calendar/format.ts';
import { Failure } from '../failure.ts';
import { isAdmin } from '../policy/roles.ts';
import type { WebSessionRow } from '../register/tables.ts';
import { endSessions, readSessions, sessionActs } from '../register/web-sessions.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, requirePerson, withRegister, type Given } from './session.ts';
import { shown } from './shown.ts';
import { columns } from './table.ts';

export async function runSessions(
  io: Io,
  given: Given,
  [what = 'list', target]: readonly string[],
): Promise<void> {
  if (what === 'end') return endThem(io, given, target);
  if (what === 'list' && target === undefined) return listThem(io, given);
  throw new Failure(
    'usage',
    'bad-input',
    `access sessions takes list, or end with a session or a person, not ${shown([what, target ?? ''].join(' ').trim())}`,
  );
}

async function listThem(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const person = requirePerson(session);
  const { zone, policy } = session;
  const all = await withRegister(session, (register) => readSessions(register, io.now()));
  const seen = isAdmin(policy)(person) ? all : all.filter((row) => row.person === person);
  if (given.json) return printJson(session, { sessions: seen.map(toJson) });
  if (seen.length === 0) return io.print('Nobody is signed in.');
  io.print(
    columns(
      ['SESSION', 'PERSON', 'BY', 'SINCE AND UNTIL'],
      seen.flatMap((row) => [
        [row.id, row.person, row.kind, sinceOf(row, zone)],
        ['', '', '', `ends ${formatBoth(row.until_ms, zone)}`],
      ]),
    ),
  );
}

function sinceOf({ used_at_ms, made_at_ms }: WebSessionRow, zone: string): string {
  return used_at_ms === null
    ? `a code of ${formatBoth(made_at_ms, zone)}, not used yet`
    : `since ${formatBoth(used_at_ms, zone)}`;
}

/** Neither the pass nor a hash: nobody needs them. */
function toJson({ id, person, kind, made_at_ms, used_at_ms, seen_at_ms, until_ms }: WebSessionRow) {
  return {
    ...{ id, person, by: kind, madeAtMs: made_at_ms, signedInAtMs: used_at_ms },
    ...{ seenAtMs: seen_at_ms, untilMs: until_ms },
  };
}

async function endThem(io: Io, given: Given, target: string | undefined): Promise<void> {
  const session = await openSession(io, given);
  const person = requirePerson(session);
  if (target === undefined)
    throw new Failure(
      'usage',
      'bad-input',
      'say which session ends: its id of seventytwo access sessions list, or a person',
    );
  const mayEndAll = isAdmin(session.policy)(person);
  const nowMs = io.now();
  const ended = await withRegister(
    session,
    async (register) => {
      const rows = await readSessions(register, nowMs);
      const named = rows.filter((row) => row.id === target || row.person === target);
      if (!mayEndAll) refuseOthers(person, named);
      if (named.length === 0)
        throw new Failure(
          'usage',
          'no-session',
          `${shown(target)} is neither a session nor somebody who is signed in; see seventytwo access sessions list`,
        );
      const act = { who: person, channel: 'cli', nowMs };
      return endSessions(register, named, sessionActs.end, act);
    },
    'writing',
  );
  if (given.json) return printJson(session, { ended: ended.map(toJson) });
  io.print(
    `Ended: ${ended.map((row) => `${row.id} (${row.person})`).join(', ')}. The next page of whoever has it asks them to sign in.`,
  );
}

function refuseOthers(person: string, named: readonly WebSessionRow[]): void {
  const other = named.find((row) => row.person !== person);
  if (!other) return;
  throw new Failure(
    'notAllowed',
    'not-your-role',
    `the session ${other.id} is not that of ${person}; ask an admin of the policy file`,
  );
}
