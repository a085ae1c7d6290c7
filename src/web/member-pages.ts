/** The pages for whoever has signed in. */
import { Hono } from 'hono';
import type { WebDeps } from './deps.ts';
import type { WebEnv } from './visitor.ts';

export function createMemberPages(_deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>();
}
