/** Who looks at a page. */
import type { Command } from '../domain/commands.ts';
import type { PersonId } from '../domain/policy.ts';

export type Visitor = {
  readonly person: PersonId;
  readonly signedInBy: 'key' | 'oidc' | 'unsigned';
  /** The session's own random value that every form carries against cross-site posts. */
  readonly formToken: string;
  readonly expiresAtMs: number;
  /** When the identity provider is to be asked anew; absent for who signed in another way. */
  readonly renewAtMs?: number;
  /** The same command with the proof that the worker asks for. */
  readonly sign: (command: Command, incidentId: string) => Promise<Command>;
};
export type WebEnv = { Variables: { visitor?: Visitor; nonce: string } };
