/** The pages and addresses of mails that came back. */
import { Hono } from 'hono';
import type { WebDeps } from './deps.ts';
import type { WebEnv } from './visitor.ts';

export function createBounceIntake(_deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>();
}
