/** One page: the frame around what it says, the same for all. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { assetUrl } from './assets.ts';
import { kept } from './kept.ts';
import type { WebEnv } from './visitor.ts';

/** What `html` of hono gives: escaped already. */
export type Html = ReturnType<typeof html>;

export type Page = {
  readonly title: string;
  /** From `html` of hono. */
  readonly body: unknown;
  readonly status?: ContentfulStatusCode;
  /** Above the heading: where one came from. */
  readonly back?: { readonly href: string; readonly label: string };
  /** Tells when something that this page shows has changed. */
  readonly events?: string;
  /** Of the whole page, for what reads it aloud; usually English. */
  readonly lang?: string;
  /** The page brings a heading of its own. */
  readonly ownHeading?: true;
};

/** Of the organisation, for the foot of each page. */
export type Frame = {
  readonly organisation: string;
  readonly contact: string;
  readonly nowMs: number;
  /** Of whoever has signed in. */
  readonly name?: string;
  readonly takesReports: boolean;
  /** Whoever may not is led to nothing that refuses them. */
  readonly mayDeclare: boolean;
};

declare module 'hono' {
  interface ContextVariableMap {
    frame?: Frame;
  }
}

export function page(
  c: Context<WebEnv>,
  { title, body, status = 200, back, events, lang = 'en', ownHeading }: Page,
): Response | Promise<Response> {
  const frame = c.get('frame');
  const nonce = c.get('nonce');
  const { organisation = 'seventytwo', nowMs = Date.now() } = frame ?? {};
  return c.html(
    html`<!doctype html>
      <html lang="${lang}" data-now="${nowMs}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>${title} · ${organisation} incidents</title>
          <link rel="icon" href="${assetUrl('board.svg')}" type="image/svg+xml" />
          <link rel="stylesheet" href="${assetUrl('board.css')}" nonce="${nonce}" />
          <script src="${assetUrl('board.js')}" nonce="${nonce}" defer></script>
        </head>
        <body>
          <a class="skip" href="#main">Skip to the content</a>
          ${top(c, frame)}
          <main
            id="main"
            tabindex="-1"
            ${events === undefined ? '' : html` data-events="${events}"`}
          >
            ${back ? html`<p class="back"><a href="${back.href}">← ${back.label}</a></p>` : ''}
            ${ownHeading ? '' : html`<h1>${kept(title)}</h1>`} ${body}
          </main>
          ${foot(frame)}
        </body>
      </html>`,
    status,
  );
}

function top(c: Context<WebEnv>, frame: Frame | undefined): Html {
  const visitor = c.get('visitor');
  const { path } = c.req;
  const link = (href: string, label: string, isHere: boolean): Html =>
    html`<li><a href="${href}" ${isHere ? html` aria-current="page"` : ''}>${label}</a></li>`;
  return html`<header class="top">
    <div class="bar">
      <a class="brand" href="/"
        ><span class="mark" aria-hidden="true">72</span> ${frame?.organisation ?? 'seventytwo'}</a
      >
      ${
        visitor
          ? html`<nav aria-label="Main">
                <ul>
                  ${link('/', 'Incidents', path === '/')}
                  ${link('/on-call', 'On call', path === '/on-call')}
                  ${frame?.mayDeclare === false ? '' : link('/declare', 'Declare', path === '/declare')}
                </ul>
              </nav>
              <form class="who" method="post" action="/sign-out">
                <input type="hidden" name="formToken" value="${visitor.formToken}" /><span
                  >${frame?.name ?? visitor.person}</span
                >
                <button class="plain">Sign out</button>
              </form>`
          : path === '/sign-in'
            ? ''
            : html`<nav aria-label="Main">
                <ul>
                  ${link('/sign-in', 'Sign in', false)}
                </ul>
              </nav>`
      }
    </div>
  </header>`;
}

function foot(frame: Frame | undefined): Html {
  if (!frame) return html`<footer></footer>`;
  const { organisation, contact, takesReports } = frame;
  return html`<footer>
    <p>
      ${organisation} · questions of security and data protection:
      <a href="mailto:${contact}">${contact}</a>
    </p>
    <p>
      ${takesReports ? html`<a href="/report">Report a problem</a> · ` : ''}<a
        href="/.well-known/security.txt"
        >security.txt</a
      >
    </p>
  </footer>`;
}
