/** Tests over a register, in one process. */
// It waits for its engine: what a file registers after a wait of its imports would belong to no file.
import '../../src/register/sqlite.ts';
import { runTogether } from './one-process.ts';

runTogether('SEVENTYTWO_TESTS_WITH_REGISTER');
