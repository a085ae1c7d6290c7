/** A page in the frame that all pages share. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { WebEnv } from './visitor.ts';

export function page(
  c: Context<WebEnv>,
  content: {
    readonly title: string;
    readonly body: HtmlEscapedString | Promise<HtmlEscapedString>;
    readonly status?: ContentfulStatusCode;
  },
): Response | Promise<Response> {
  const { title, body, status = 200 } = content;
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title}</title>
        </head>
        <body>
          <main>${body}</main>
        </body>
      </html>`,
    status,
  );
}
