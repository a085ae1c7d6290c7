/** What an override of the rota must be, and who may give one: the same on the command line, on the board and over HTTP. */
import type { AccessRole } from '../domain/access.ts';
import type { PersonId } from '../domain/policy.ts';
import type { Override } from '../domain/rota.ts';
import { Failure } from '../failure.ts';
import type { Policy } from '../policy/schema.ts';
import { shown } from '../sending/shown.ts';
import { rotaOf } from './rota.ts';

/** Longer is a change of the rotation, and belongs in the policy file. */
const longestOverrideMs = 92 * 86_400_000;

/** Whoever may be paged or leads may swap; a reporter or an auditor may not redirect pages. */
const may: readonly AccessRole[] = ['responder', 'commander', 'admin'];

export function mayOverride(roles: readonly AccessRole[]): boolean {
  return roles.some((role) => may.includes(role));
}

/** Throws Failure `role-needed`. */
export function requireMayOverride(person: PersonId, roles: readonly AccessRole[]): void {
  if (mayOverride(roles)) return;
  throw new Failure(
    'notAllowed',
    'role-needed',
    `${person} is neither responder, commander nor admin by the policy file, and only they change who is on call; ask one of them`,
  );
}

/** As the fields are called, and times are written, where it was asked for. */
export type OverrideWords = {
  readonly from: string;
  readonly until: string;
  readonly time: (atMs: number) => string;
};

/** Throws Failure `bad-input` for what no rota can have. */
export function requirePossible(
  { layer, person, fromMs, untilMs }: Omit<Override, 'id'>,
  { policy, nowMs }: { readonly policy: Policy; readonly nowMs: number },
  { from, until, time }: OverrideWords,
): void {
  const fault = (sentence: string): Failure => new Failure('usage', 'bad-input', sentence);
  const layers = rotaOf(policy)?.layers.map(({ name }) => name) ?? [];
  if (!layers.includes(layer))
    throw fault(
      `layer is ${shown(layer)}; use one of ${layers.join(', ') || 'none: the policy has no rota'}`,
    );
  if (!Object.hasOwn(policy.people, person))
    throw fault(`person is ${shown(person)}; use one of ${Object.keys(policy.people).join(', ')}`);
  const end = `${until} is ${time(untilMs)}`;
  if (untilMs <= nowMs) throw fault(`${end}, which is over already; take a time ahead`);
  if (untilMs <= fromMs) throw fault(`${end}, which is not behind ${from}; turn them`);
  if (untilMs - fromMs > longestOverrideMs)
    throw fault(
      `${end}, more than 92 days behind ${from}; change the rotation in the policy file instead`,
    );
}
