/** The test files that a variable of the environment names, in this one process: they cost less than starting one for each. */
import { after, beforeEach, describe } from 'node:test';

export function runTogether(variable: string): void {
  for (const file of (process.env[variable] ?? '').split('\n'))
    describe(file, async () => {
      let ran = 0;
      beforeEach(() => {
        ran += 1;
      });
      after(() => {
        if (ran === 0) throw new Error(`${file} holds no test`);
      });
      await import(file);
    });
}
