/** The frame of every page. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { StatusCode } from 'hono/utils/http-status';
import type { WebEnv } from './visitor.ts';

type Body = HtmlEscapedString | Promise<HtmlEscapedString>;

export function page(
  c: Context<WebEnv>,
  { title, body, status = 200 }: { title: string; body: Body; status?: StatusCode },
): Response | Promise<Response> {
  c.status(status);
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>${title}</title>
        </head>
        <body>
          ${body}
        </body>
      </html>`,
  );
}
