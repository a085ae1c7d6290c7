/** What people report without signing in. */
import { Hono } from 'hono';
import type { WebDeps } from './deps.ts';
import type { WebEnv } from './visitor.ts';

export function createReport(_deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>();
}
