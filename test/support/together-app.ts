/** Tests that need some running app, in one process with one app. */

import { runTogether } from './one-process.ts';
// First by this file: imported by a test, the app would end with that test's file.
import './shared-app.ts';

runTogether('SEVENTYTWO_TESTS_WITH_APP');
