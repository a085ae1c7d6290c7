/** One running app for all tests of this process that need no app of their own: a start costs more than most of their tests. */
import { after } from 'node:test';
import { startApp, type App } from './app.ts';

let shared: Promise<App> | undefined;

/** Others use it too, before and after: a test asks for its own incidents only, and leaves policy and worker alone. */
export function sharedApp(): Promise<App> {
  shared ??= startApp();
  return shared;
}

after(async () => {
  await (await shared)?.stop();
});
