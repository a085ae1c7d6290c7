/** The tests that may skip, each with its reason. Any other skipped test fails the run, and so does one listed here that runs. */

export type Skip = {
  /** As seen from the project's root: `test/web/links.test.ts`. */
  readonly file: string;
  readonly name: string;
  readonly reason: string;
};

export const skips: readonly Skip[] = [];
