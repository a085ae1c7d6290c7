/** `/.well-known/security.txt`, RFC 9116: whom to tell of a weakness. For everybody. */
import { Hono } from 'hono';
import type { WebDeps } from './deps.ts';
import type { WebEnv } from './visitor.ts';

/** A day: who looks for it does not do so often, and a new contact is to be found soon. */
const maxAgeSeconds = 86_400;

export function createSecurityTxt({ policy: read, now }: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/.well-known/security.txt', async (c) => {
    const { organisation, web } = (await read()).policy;
    const { expires, policy, languages = [organisation.language] } = web.securityTxt;
    const lines = [
      `Contact: mailto:${organisation.contact}`,
      ...(web.url !== undefined && web.reports !== 'off' ? [`Contact: ${web.url}/report`] : []),
      `Expires: ${new Date(now() + expires).toISOString()}`,
      ...(policy === undefined ? [] : [`Policy: ${policy}`]),
      `Preferred-Languages: ${languages.join(', ')}`,
      ...(web.url === undefined ? [] : [`Canonical: ${web.url}/.well-known/security.txt`]),
    ];
    return c.text(`${lines.join('\n')}\n`, 200, {
      'cache-control': `public, max-age=${maxAgeSeconds}`,
    });
  });
  app.get('/security.txt', (c) => c.redirect('/.well-known/security.txt', 301));
  return app;
}
