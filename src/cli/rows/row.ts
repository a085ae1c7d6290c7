/** A command that acts on one incident, as data: words, fields by position, an example, and what is said when done. */
import type { CommandName } from '../../domain/commands.ts';
import type { Status } from '../../domain/status.ts';
import type { Session } from '../session.ts';

export type RespondRow = {
  /** As typed: `duty file`. */
  readonly words: string;
  readonly command: CommandName;
  readonly summary: string;
  /** Fields given by position, after the incident. */
  readonly positional: readonly string[];
  readonly examples: readonly string[];
  /** On a terminal what is missing can be asked for, question by question. */
  readonly guided?: true;
  /** Throws when what was asked for came to nothing although the command was taken. */
  readonly check?: (status: Status) => void;
  readonly said: (
    status: Status,
    session: Session,
    fields: Readonly<Record<string, unknown>>,
  ) => string;
};
