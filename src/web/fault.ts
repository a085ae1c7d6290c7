/** How a page says that something did not work: one clear sentence, never a stack trace. */
import type { Context, ErrorHandler } from 'hono';
import { html } from 'hono/html';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Failure } from '../failure.ts';
import { visible } from '../notices/document.ts';
import type { WebDeps } from './deps.ts';
import { isForMachines, problem } from './machines.ts';
import { page } from './page.ts';
import type { WebEnv } from './visitor.ts';

/** The exit codes of the command line, as the web says them. */
const statuses: Readonly<Record<Failure['kind'], ContentfulStatusCode>> = {
  usage: 400,
  notAllowed: 403,
  refused: 409,
  unreachable: 503,
  checkFailed: 503,
};

/** What is not there: also the bytes of a file that was attached by its hash alone. */
const missing: ReadonlySet<string> = new Set([
  ...['unknown-incident', 'unknown-notice', 'unknown-page', 'unknown-attachment'],
  ...['unknown-override', 'attachment-missing'],
]);

export function statusOf({ kind, code }: Failure): ContentfulStatusCode {
  return missing.has(code) ? 404 : statuses[kind];
}

const titles: Readonly<Partial<Record<ContentfulStatusCode, string>>> = {
  403: 'Not allowed',
  404: 'Not found',
  503: 'Not reachable',
};

export function onFault({ tell }: Pick<WebDeps, 'tell'>): ErrorHandler<WebEnv> {
  return (error, c) => {
    if (error instanceof Failure) {
      const status = statusOf(error);
      if (isForMachines(c)) return problem(c, status, error.code, visible(error.message));
      return page(c, {
        title: titles[status] ?? 'That did not work',
        status,
        body: html`<p class="say">${sentence(error)}</p>
          ${home}`,
      });
    }
    // Of the middleware: a form from another site.
    if (error instanceof HTTPException && error.status < 500)
      return page(c, {
        title: 'Not taken',
        status: error.status === 403 ? 403 : 400,
        body: html`<p class="say">
            This was not sent from a page of this board; open the page anew and send it again.
          </p>
          ${home}`,
      });
    // Its message may quote what somebody typed: the log gets where it was, not what it said.
    tell(`a page failed by a bug: ${c.req.method} ${routePath(c, -1)}: ${whereOf(error)}`);
    if (isForMachines(c)) return problem(c, 500, 'bug', 'something is wrong in this software');
    return page(c, {
      title: 'This is a bug',
      status: 500,
      body: html`<p class="say">
          Something is wrong in this software. Nothing that you sent is known to be recorded: look
          at the timeline of the incident before you repeat it.
        </p>
        ${home}`,
    });
  };
}

const home = html`<p><a class="button quiet" href="/">To the incidents</a></p>`;

export function sentence({ message }: Failure): string {
  const said = visible(message).trim();
  return `${said.slice(0, 1).toUpperCase()}${said.slice(1)}${/[.!?]$/.test(said) ? '' : '.'}`;
}

function whereOf(error: Error): string {
  const [, first = ''] = (error.stack ?? '').split('\n    at ');
  return `${error.name} at ${first}`;
}

export function onMissing(c: Context<WebEnv>): Response | Promise<Response> {
  if (isForMachines(c)) return problem(c, 404, 'unknown-path', `there is no ${c.req.path}`);
  return page(c, {
    title: 'Not found',
    status: 404,
    body: html`<p class="say">There is no such page.</p>
      ${home}`,
  });
}
