/** Who may do what: roles, and what the check of a command's sender answers. */
import type { Actor, CommandName } from './commands.ts';
import { oneLine } from './describe.ts';
import { refuse, type Refusal } from './refusal.ts';

/** What a person may be, see docs/access.md; several at once. */
export const accessRoles = [
  'reporter',
  'responder',
  'commander',
  'dpo',
  'decision-maker',
  'admin',
  'auditor',
] as const;
export type AccessRole = (typeof accessRoles)[number];

/** A command as its sender signed it, to be checked before anything is decided. */
export type Presented = {
  readonly incidentId: string;
  readonly name: CommandName;
  readonly commandId: string;
  readonly actor: Actor;
  readonly fields: object;
  /** When Temporal took it, where the workflow knows that: a command may wait for a worker longer than its signature lasts. */
  readonly receivedAtMs?: number;
};

/** What is known of the link that a command came by. */
export type LinkUsed = { readonly causedAtMs: number };

/** `link`: of the mail that the command came by. `key`: the id of the key that signed it; absent where the policy lets this person act without one. */
export type Verdict =
  | {
      readonly accepted: true;
      readonly roles: readonly AccessRole[];
      readonly key?: string;
      readonly link?: LinkUsed;
    }
  /** One sentence for people. */
  | { readonly accepted: false; readonly message: string };

/** Nobody's words may be put into another's mouth: it is told by the product itself, which names whose name was used. */
export function notAuthenticated(
  { name, actor }: Pick<Presented, 'name' | 'actor'>,
  message: string,
): Refusal {
  return refuse(
    'not-authenticated',
    oneLine(`${name} in the name of ${actor.person} was not taken: ${message}`),
  );
}

/** As events keep it: not the signature, but which key made it. */
export function actorBy({ person, channel }: Actor, key: string | undefined): Actor {
  return { person, channel, ...(key !== undefined && { key }) };
}
