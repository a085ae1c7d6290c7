/** What machines ask for: they are answered in JSON, whatever goes wrong. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

export const machinePaths = ['/api/*', '/intake/*'] as const;

export function isForMachines({ req }: Context): boolean {
  return /^\/(?:api|intake)(?:\/|$)/.test(req.path);
}

export function problem(
  c: Context,
  status: ContentfulStatusCode,
  code: string,
  message: string,
): Response {
  return c.json({ error: { code, message } }, status);
}
