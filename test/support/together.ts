/** The test files named in the environment in one process: those that only compute cost less than starting a process for each. */
import { after, beforeEach, describe } from 'node:test';

for (const file of (process.env['SEVENTYTWO_TESTS_TOGETHER'] ?? '').split('\n'))
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
