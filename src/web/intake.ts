/** The pages and addresses of what machines send in. */
import { Hono } from 'hono';
import type { WebDeps } from './deps.ts';
import type { WebEnv } from './visitor.ts';

export function createIntake(_deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>();
}
