/** `/`: the incidents, the worst first. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { formatSpan } from '../calendar/format.ts';
import { grouped } from '../domain/alerting.ts';
import { isOpen } from '../domain/duty.ts';
import { mayDo } from '../domain/permissions.ts';
import { status as toStatus, type Status } from '../domain/status.ts';
import { severities } from '../domain/policy.ts';
import { hiddenFrom, isHidden } from '../looking/sight.ts';
import { listIncidents, type ListedIncident } from '../register/incidents.ts';
import type { OpenIncident } from '../visibility.ts';
import type { WebDeps } from './deps.ts';
import { createFolds } from './folds.ts';
import { kept } from './kept.ts';
import { page, type Html } from './page.ts';
import { severityMark, who } from './parts.ts';
import { answerOf } from '../looking/asking.ts';
import { at, left } from './times.ts';
import { viewOf, type View } from './view.ts';
import type { WebEnv } from './visitor.ts';

type Stuck = OpenIncident & { readonly stuck?: string };

export function createListPages(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const folds = createFolds(deps.register);

  app.get('/', async (c) => {
    const view = await viewOf(c, deps);
    const { answer: running = [], outage } = await answerOf((): Promise<readonly Stuck[]> =>
      deps.incidents.listOpen(),
    );
    const lines = await listIncidents(deps.register, { open: true });
    const incidents = await folds(lines);
    const known = [...incidents.values()]
      .map((incident) => toStatus(incident, 0))
      .sort((a, b) => worstFirst(a, b, view.nowMs));
    const stuck = new Map(running.map((one) => [one.id, one.stuck]));
    // Declared a moment ago, or while nobody writes the register: they are told all the same.
    const fresh = running.filter(({ id, phase }) => !incidents.has(id) && phase !== 'closed');
    const recent = fresh.length === 0 ? [] : await unlisted(fresh);
    const body = html`${outage ? html`<p class="warn" role="status"><strong>Temporal does not answer.</strong> This is what the register holds; what happened since may be missing. (${outage.message})</p>` : ''}
      <div data-part="list">
        ${
          known.length + recent.length === 0
            ? html`<p class="nothing">No open incident.</p>`
            : html`<ul class="incidents">
                ${recent.map((one) => freshLine(one))}${known.map((status) => (isHidden(status, view) ? hiddenLine(status.id, status.phase) : line(status, stuck.get(status.id), view)))}
              </ul>`
        }
      </div>
      <p class="acts">
        ${mayDo(view.roles, 'declare') ? html`<a class="button primary" href="/declare">Declare an incident</a>` : ''}
        <a class="button quiet" href="/closed">Closed ones</a>
      </p>
      <p class="small live">
        As of ${at(view.nowMs, view)}. <a href="/">Reload</a> <span id="live" role="status"></span>
      </p>`;
    return page(c, { title: 'Open incidents', body, events: '/events' });
  });

  /** Visibility lags behind: one that has just been closed is in the register as closed. */
  async function unlisted(fresh: readonly Stuck[]): Promise<readonly Stuck[]> {
    const closed = await listIncidents(deps.register, { open: false, limit: mostClosed });
    const ids = new Set(closed.map(({ id }) => id));
    return fresh.filter(({ id }) => !ids.has(id));
  }

  app.get('/closed', async (c) => {
    const view = await viewOf(c, deps);
    const lines = await listIncidents(deps.register, { open: false, limit: mostClosed });
    const hidden = await hiddenFrom(deps.register, view);
    const body = html`${
      lines.length === 0
        ? html`<p class="nothing">No incident is closed.</p>`
        : html`<ul class="incidents">
            ${lines.map((one) => (hidden.has(one.id) ? hiddenLine(one.id, one.phase) : closedLine(one, view)))}
          </ul>`
    }
    ${lines.length === mostClosed ? html`<p class="small">The newest ${mostClosed}; all of them: <code>seventytwo list --all</code></p>` : ''}`;
    return page(c, {
      title: 'Closed incidents',
      body,
      back: { href: '/', label: 'Open incidents' },
    });
  });

  return app;
}

/** Beyond that nobody reads down a page. */
const mostClosed = 200;

/** Unanswered, then a legal time that is over, then severity, then what is due first, then the newest. */
function worstFirst(a: Status, b: Status, nowMs: number): number {
  const isOver = ({ nextDueAtMs = Infinity }: Status): boolean => nextDueAtMs < nowMs;
  return (
    Number(b.unreached !== undefined) - Number(a.unreached !== undefined) ||
    Number(isOver(b)) - Number(isOver(a)) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    (a.nextDueAtMs ?? Infinity) - (b.nextDueAtMs ?? Infinity) ||
    b.stamps.declaredAtMs - a.stamps.declaredAtMs ||
    (a.id < b.id ? -1 : 1)
  );
}

function line(status: Status, stuck: string | undefined, view: View): Html {
  const { id, title, severity, phase, unreached, nextDueAtMs, stamps, seenBy } = status;
  const isOver = nextDueAtMs !== undefined && nextDueAtMs < view.nowMs;
  return html`<li class="${severity}${unreached ? ' unreached' : ''}${isOver ? ' overdue' : ''}">
    <a href="/incidents/${id}">
      <span class="row"
        >${severityMark(severity)}
        <span class="id">${id}</span>
        <span class="phase">${phase}</span></span
      >
      <span class="title">${kept(title)}</span>
      <span class="row"
        >${seenBy ? html`<span class="tag">restricted</span>` : ''}${answered(status, view)}${due(status, view)}</span
      >
      ${nextDueAtMs === undefined ? html`<span class="when small">declared ${at(stamps.declaredAtMs, view)}</span>` : ''}
      ${alertCount(status)}
      ${stuck === undefined ? '' : html`<span class="row bad">${stuck}</span>`}</a
    >
  </li>`;
}

/** What the clock is of, too: there are many laws, and each has one. */
function due({ nextDueAtMs, duties }: Status, view: View): Html | '' {
  if (nextDueAtMs === undefined) return '';
  const duty = duties.find((one) => isOpen(one) && one.dueAtMs === nextDueAtMs);
  return html`<span class="due"
    >${duty ? html`<span class="of small">${duty.article}</span> ` : ''}${left(nextDueAtMs, view)}</span
  >`;
}

function answered({ unreached, paging, commander }: Status, view: View): Html {
  if (unreached)
    return html`<strong class="bad"
      >nobody could be reached for ${formatSpan(view.nowMs - unreached.sinceMs)}</strong
    >`;
  if (!paging) return html`led by ${who(commander, view)}`;
  const { heldUntilMs, stillOnIt } = paging;
  if (heldUntilMs !== undefined)
    return html`<span class="wait">held back by quiet hours until ${at(heldUntilMs, view)}</span>`;
  return stillOnIt === undefined
    ? html`<strong class="wait">not acknowledged yet</strong>`
    : html`<strong class="wait">${who(stillOnIt, view)} has fallen silent</strong>`;
}

function alertCount({ alerts }: Status): Html | '' {
  if (!alerts) return '';
  const { firing, total } = alerts;
  const words = `${grouped(total)} ${total === 1 ? 'alert' : 'alerts'}`;
  return html`<span class="when small"
    >${words},
    ${firing > 0 ? html`<strong class="bad">${grouped(firing)} firing</strong>` : 'none firing'}</span
  >`;
}

function freshLine({ id, severity, phase, stuck, unreachedSinceMs }: Stuck): Html {
  return html`<li class="${severity}${unreachedSinceMs === undefined ? '' : ' unreached'}">
    <a href="/incidents/${id}"
      ><span class="row"
        >${severityMark(severity)} <span class="id">${id}</span>
        <span class="phase">${phase}</span></span
      ><span class="title">(not in the register yet)</span
      >${stuck === undefined ? '' : html`<span class="row bad">${stuck}</span>`}</a
    >
  </li>`;
}

/** That it is there is no secret; what it is about is. */
function hiddenLine(id: string, phase: string): Html {
  return html`<li class="closed">
    <a href="/incidents/${id}"
      ><span class="row"
        ><span class="id">${id}</span> <span class="tag">restricted</span>
        <span class="phase">${phase}</span></span
      ></a
    >
  </li>`;
}

function closedLine(
  { id, title, severity, outcome, closedAtMs }: ListedIncident,
  view: View,
): Html {
  return html`<li class="closed">
    <a href="/incidents/${id}"
      ><span class="row"
        >${severityMark(severity)} <span class="id">${id}</span>
        <span class="phase">${outcome?.replace('-', ' ') ?? 'closed'}</span></span
      >
      <span class="title">${kept(title)}</span>
      ${closedAtMs === undefined ? '' : html`<span class="when small">closed ${at(closedAtMs, view)}</span>`}</a
    >
  </li>`;
}
