/** The pages and addresses of links in mails. */
import { Hono } from 'hono';
import type { WebDeps } from './deps.ts';
import type { WebEnv } from './visitor.ts';

export function createLinkPages(_deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>();
}
