/** Tests of commands and of what stands around them, none of which needs a running app, in one process. */

import { runTogether } from './one-process.ts';

// Its engine is waited for: what a file registers after a wait of its imports would belong to no file.
await import('../../src/register/sqlite.ts');
runTogether('SEVENTYTWO_TESTS_WITH_DESK');
