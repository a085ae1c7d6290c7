/** What the register asks of the database that keeps it; one file for each that can. */
import type { Kysely } from 'kysely';
import type { Failure } from '../failure.ts';
import type { Tables } from './tables.ts';

export type Engine = {
  readonly db: Kysely<Tables>;
  /** For people: the file, or host, port and database. */
  readonly path: string;
  /** For people: what keeps it, and how it is reached. */
  describe(): Promise<string>;
  /** Runs the migrations with no other process at it; what they could not do is returned, and leaves nothing behind. */
  alone(migrate: () => Promise<unknown>): Promise<unknown>;
  /** What was deleted is not left behind where the database would only overlook it. */
  scrub(): Promise<void>;
  /** The sentence for whoever wants to read where nobody ever wrote; absent where that cannot be told. */
  missing?(): Failure;
  /** The sentence for an error of opening it. */
  unreachable(error: unknown): Failure;
  close(): Promise<void>;
};

export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Several addresses were tried: Node's error then has a code and no message.
  if (error.message === '' && 'code' in error) return String(error.code);
  return error.message;
}
