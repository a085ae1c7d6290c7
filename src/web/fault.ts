/** How a page says that something did not work: one clear sentence, never a stack trace. */
import type { Context, ErrorHandler } from 'hono';
import { html } from 'hono/html';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { toIncidentId } from '../domain/incident-id.ts';
import { mayDo } from '../domain/permissions.ts';
import { Failure } from '../failure.ts';
import { visible } from '../notices/document.ts';
import type { WebDeps } from './deps.ts';
import { kept } from './kept.ts';
import { isForMachines, problem } from './machines.ts';
import { rolesOf } from '../policy/roles.ts';
import { page, type Html } from './page.ts';
import { doUrl } from './parts.ts';
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

/** Sentences about what was asked, and not about this installation: what it has where is nothing for strangers. */
const forStrangers: ReadonlySet<string> = new Set([
  ...['bad-form', 'too-long', 'old-form', 'not-encrypted', 'no-oidc', 'no-provider'],
]);

export function onFault(deps: Pick<WebDeps, 'tell' | 'policy'>): ErrorHandler<WebEnv> {
  return async (error, c) => {
    if (error instanceof Failure) {
      if (!c.get('visitor') && !forStrangers.has(error.code)) return away(c, error, deps.tell);
      const status = statusOf(error);
      if (isForMachines(c)) return problem(c, status, error.code, visible(error.message));
      return page(c, {
        title: titles[status] ?? 'That did not work',
        status,
        body: html`<p class="say">${kept(sentence(error))}</p>
          ${error.code === 'restricted' ? await glass(c, deps) : ''} ${home(c)}`,
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
          ${home(c)}`,
      });
    // Its message may quote what somebody typed: the log gets where it was, not what it said.
    deps.tell(`a page failed by a bug: ${c.req.method} ${routePath(c, -1)}: ${whereOf(error)}`);
    if (isForMachines(c)) return problem(c, 500, 'bug', 'something is wrong in this software');
    return page(c, {
      title: 'This is a bug',
      status: 500,
      body: html`<p class="say">
          Something is wrong in this software. Nothing that you sent is known to be recorded: look
          at the timeline of the incident before you repeat it.
        </p>
        ${home(c)}`,
    });
  };
}

function home(c: Context<WebEnv>): Html {
  const [href, label] = c.get('visitor') ? ['/', 'To the incidents'] : ['/sign-in', 'Sign in'];
  return html`<p><a class="button quiet" href="${href}">${label}</a></p>`;
}

/** The way in for whoever cannot wait, where the sentence speaks of it. */
async function glass(c: Context<WebEnv>, { policy }: Pick<WebDeps, 'policy'>): Promise<Html | ''> {
  const visitor = c.get('visitor');
  const id = toIncidentId(c.req.path.split('/')[2] ?? '');
  if (!visitor || id === undefined) return '';
  const roles = rolesOf((await policy()).policy, visitor.person);
  return mayDo(roles, 'breakGlass')
    ? html`<p><a class="button" href="${doUrl(id, 'breakGlass')}">Break the glass</a></p>`
    : '';
}

function away(
  c: Context<WebEnv>,
  error: Failure,
  tell: WebDeps['tell'],
): Response | Promise<Response> {
  tell(`somebody who is not signed in could not be answered: ${error.message}`);
  const sorry = 'this cannot be answered just now; try again later';
  if (isForMachines(c)) return problem(c, 503, 'away', sorry);
  const failure = new Failure('unreachable', 'away', sorry, error);
  return page(c, {
    title: titles[503] ?? '',
    status: 503,
    body: html`<p class="say">${sentence(failure)}</p>`,
  });
}

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
      ${home(c)}`,
  });
}
