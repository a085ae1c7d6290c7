/** The one error that a user may see: a sentence that says what happened and what to do, and an exit code. */

/** Stable exit codes of the command line. */
export const exitCodes = {
  done: 0,
  /** Wrong usage, or a name that is not known. */
  usage: 2,
  /** Something it needs cannot be reached. */
  unreachable: 3,
  notAllowed: 4,
  /** Refused by a rule. */
  refused: 5,
  /** A check failed. */
  checkFailed: 6,
  bug: 70,
} as const;
export type FailureKind = Exclude<keyof typeof exitCodes, 'done' | 'bug'>;

/** Anything else that reaches the top is a bug. */
export class Failure extends Error {
  readonly kind: FailureKind;
  /** `code` names the case for machines: it is stable, the sentence is not. */
  readonly code: string;

  constructor(kind: FailureKind, code: string, sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.kind = kind;
    this.code = code;
  }
}

/** Tells the user that something slow is going on; one line each, without a newline. */
export type Progress = (line: string) => void;
