/** Tests that only compute, in one process. */
import { runTogether } from './one-process.ts';

runTogether('SEVENTYTWO_TESTS_TOGETHER');
