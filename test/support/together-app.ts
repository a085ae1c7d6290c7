/** Tests that need some running app, in one process with one app. */

import { runTogether } from './one-process.ts';

// Its engine is waited for: what a file registers after a wait of its imports would belong to no file.
await import('../../src/register/sqlite.ts');
// First by this file: imported by a test, the app would end with that test's file.
await import('./shared-app.ts');
runTogether('SEVENTYTWO_TESTS_WITH_APP');
