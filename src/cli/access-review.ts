/** `access review`: who may act and who is confirmed; `confirm` signs people off, `--status` tells how far it is. */
import { endingKeys, holdersOf, unconfirmed, type Holder } from '../access/review.ts';
import { formatBoth } from '../calendar/format.ts';
import { judgeReview } from '../doctor/access-review.ts';
import { isConfirmed, type AccessReview } from '../domain/access-review.ts';
import { exitCodes, Failure } from '../failure.ts';
import { adminsOf, isAdmin } from '../policy/roles.ts';
import { readAccessKeys } from '../register/access-keys.ts';
import { readReview, recordConfirmed } from '../register/access-reviews.ts';
import type { Register } from '../register/database.ts';
import { requireAdmin } from './admins.ts';
import { printFinding } from './finding.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { nameOf } from './names.ts';
import { openSession, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';
import { columns } from './table.ts';

type Standing = {
  readonly review?: AccessReview;
  readonly beganAtMs: number;
  readonly holders: readonly Holder[];
  /** The person whose key was kept although nobody confirmed them. */
  readonly spared?: string;
};

export async function runAccessReview(
  io: Io,
  given: Given,
  [first, ...people]: readonly string[],
): Promise<number> {
  const session = await openSession(io, given);
  if (first === 'confirm') {
    await confirm(session, people, given.all === true);
    return exitCodes.done;
  }
  if (first !== undefined)
    throw bad(
      'bad-input',
      `${shown(first)} is nothing that a review takes; use confirm with people, or nothing to see it`,
    );
  return withRegister(session, async (register) => {
    const standing = await standingOf(session, register);
    return given.status === true ? printStatus(session, register) : printList(session, standing);
  });
}

async function standingOf({ policy, io }: Session, register: Register): Promise<Standing> {
  const { review, beganAtMs } = await readReview(register);
  const keys = await readAccessKeys(register);
  const holders = holdersOf(policy, keys, io.now());
  const spared = review && endingKeys(review, keys, isAdmin(policy), io.now()).spared?.person;
  return {
    ...{ beganAtMs, holders },
    ...(review && { review }),
    ...(spared !== undefined && { spared }),
  };
}

/** Everything or nothing: a misspelt name confirms nobody. */
async function confirm(session: Session, typed: readonly string[], all: boolean): Promise<void> {
  const { policy, io } = session;
  const by = requireAdmin(session, 'confirms access');
  if (all === typed.length > 0)
    throw bad('bad-input', 'name the people to confirm, or give --all, and not both');
  await withRegister(
    session,
    async (register) => {
      const { review, holders, spared } = await standingOf(session, register);
      const mayConfirm = (person: string): boolean =>
        review !== undefined && (isRunning(review, io.now()) || person === spared);
      if (!review || !holders.some(({ person }) => mayConfirm(person)))
        throw new Failure(
          'refused',
          'no-review',
          'no review of access is open; see seventytwo access review --status',
        );
      const named = all ? [] : typed.map((person) => holderOf(holders, person));
      const others = adminsOf(policy).filter((person) => person !== by);
      if (named.some(({ person }) => person === by) && others.length > 0)
        throw new Failure(
          'notAllowed',
          'second-person',
          `nobody confirms themself while there is another admin; ask ${others.join(' or ')} to confirm ${by}`,
        );
      const chosen = all
        ? holders.filter(({ person }) => person !== by || others.length === 0)
        : named;
      const open = chosen.filter(
        ({ person }) => mayConfirm(person) && !isConfirmed(review, person),
      );
      for (const holder of open)
        await recordConfirmed(register, review.id, holder, { person: by, nowMs: io.now() });
      const left = (await standingOf(session, register)).holders.filter(
        ({ person }) => !isConfirmed(review, person) && !open.some((one) => one.person === person),
      );
      const [done, rest] = [open, left].map((some) => some.map(({ person }) => person));
      if (session.options.json)
        return printJson(session, { review: review.id, confirmed: done, left: rest });
      io.print(
        `${open.length === 0 ? 'Nobody new is confirmed' : `Confirmed: ${done?.join(', ')}`}. ${left.length === 0 ? 'Nobody is left.' : `Left: ${rest?.join(', ')}.`}`,
      );
    },
    'writing',
  );
}

function isRunning({ closedAtMs, dueAtMs }: AccessReview, nowMs: number): boolean {
  return closedAtMs === undefined && nowMs < dueAtMs;
}

function holderOf(holders: readonly Holder[], typed: string): Holder {
  const found = holders.find(({ person }) => person === typed);
  if (found) return found;
  throw bad(
    'unknown-person',
    `${shown(typed)} is neither a person of the policy file nor the owner of a key; use one of ${holders.map(({ person }) => person).join(', ')}`,
  );
}

function printList(session: Session, standing: Standing): number {
  const { io, options, zone, names } = session;
  const { review, holders, spared } = standing;
  if (options.json) {
    const people = holders.map((holder) => {
      const { person } = holder;
      const confirmed =
        review && isConfirmed(review, person) ? review.confirmed[person] : undefined;
      return { ...holder, ...(confirmed && { confirmed }) };
    });
    printJson(session, { ...(review && { review: summaryOf(review) }), people, spared });
    return exitCodes.done;
  }
  io.print(
    columns(
      ['PERSON', 'CONFIRMED', 'MAY, AND WITH WHICH KEYS'],
      holders.flatMap(({ person, isKnown, roles, keys }) => {
        const by = review && isConfirmed(review, person) ? review.confirmed[person]?.by : undefined;
        return [
          [
            isKnown ? `${person} (${nameOf(person, names)})` : `${person} (left the policy)`,
            review ? (by === undefined ? 'no' : `by ${by}`) : '-',
            roles.join(', ') || 'nothing',
          ],
          ...(keys.length === 0 ? [['', '', 'no key']] : []),
          ...keys.map(({ id, expiresAtMs }) => [
            ...['', ''],
            `${id} until ${formatBoth(expiresAtMs, zone)}`,
          ]),
        ];
      }),
    ),
  );
  io.print(headline(standing, session));
  return exitCodes.done;
}

function headline({ review, holders }: Standing, { zone }: Session): string {
  if (!review) return 'No review was opened yet; see seventytwo access review --status.';
  const { id, closedAtMs, dueAtMs } = review;
  const open = unconfirmed(review, holders).length;
  return closedAtMs === undefined
    ? `${id} is open until ${formatBoth(dueAtMs, zone)}; ${open} not confirmed.`
    : `${id} was closed ${formatBoth(closedAtMs, zone)}.`;
}

function summaryOf({ id, openedAtMs, dueAtMs, closedAtMs }: AccessReview): object {
  return { id, openedAtMs, dueAtMs, ...(closedAtMs !== undefined && { closedAtMs }) };
}

async function printStatus(session: Session, register: Register): Promise<number> {
  const { io, policy, options } = session;
  const finding = await judgeReview(register, policy, io.now());
  if (options.json) printJson(session, finding);
  else printFinding(io, { ...finding, name: 'access review' }, 14);
  return finding.result === 'failed' ? exitCodes.checkFailed : exitCodes.done;
}

function bad(code: string, sentence: string): Failure {
  return new Failure('usage', code, sentence);
}
