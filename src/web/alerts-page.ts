/** `/incidents/:id/alerts`: what monitoring recorded, alert by alert; all of it is text, nothing is fetched. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { grouped } from '../domain/alerting.ts';
import { oneLine } from '../domain/describe.ts';
import { alertsOf } from '../register/alert-reading.ts';
import type { StoredAlert } from '../register/alerts.ts';
import type { WebDeps } from './deps.ts';
import { page, type Html } from './page.ts';
import { facts } from './parts.ts';
import { readShown } from './reading.ts';
import { at } from './times.ts';
import { viewOf, type View } from './view.ts';
import type { WebEnv } from './visitor.ts';

/** Beyond that nobody reads down a page. */
const most = 200;

export function createAlertsPage(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/incidents/:id/alerts', async (c) => {
    const view = await viewOf(c, deps);
    const { status } = await readShown(deps, view, c.req.param('id'));
    const { id, alerts } = status;
    const onlyFiring = c.req.query('firing') === '1';
    const found: StoredAlert[] = [];
    for await (const alert of alertsOf(deps.register, id, onlyFiring ? 'firing' : undefined)) {
      found.push(alert);
      if (found.length === most) break;
    }
    const all = `/incidents/${id}/alerts`;
    const body = html`<p class="line">
        ${grouped(alerts?.total ?? 0)} in all, ${grouped(alerts?.firing ?? 0)} firing.
        ${onlyFiring ? html`<a href="${all}">All of them</a>` : html`<a href="${all}?firing=1">Only those that fire</a>`}
      </p>
      ${
        found.length === 0
          ? html`<p class="nothing">
              ${onlyFiring ? 'No alert fires.' : 'No alert was recorded.'}
            </p>`
          : html`<ul class="alerts">
              ${found.map((alert) => item(alert, view))}
            </ul>`
      }
      ${found.length === most ? html`<p class="small">The newest ${most}; all of them: <code>seventytwo alerts list ${id}</code></p>` : ''}`;
    return page(c, {
      ...{ title: `Alerts of ${id}`, body },
      back: { href: `/incidents/${id}`, label: id },
    });
  });
  return app;
}

function item(alert: StoredAlert, view: View): Html {
  const { fingerprint, source, status, startsAtMs, endsAtMs, body } = alert;
  const { alertname, ...labels } = body.labels;
  const says = body.annotations['summary'] ?? body.annotations['description'];
  const text = (all: Readonly<Record<string, string>>) =>
    Object.entries(all).map(([name, value]) => [oneLine(name), oneLine(value)] as const);
  return html`<li>
    <h2>
      ${oneLine(alertname ?? fingerprint)}
      <span class="state ${status === 'firing' ? 'firing' : 'filed'}">${status}</span>
    </h2>
    ${says === undefined ? '' : html`<p>${oneLine(says)}</p>`}
    <p class="small">
      ${source} ·
      ${startsAtMs === 0 ? 'since when is not said' : html`since ${at(startsAtMs, view)}`}${endsAtMs === undefined ? '' : html`, until ${at(endsAtMs, view)}`}
    </p>
    <details>
      <summary>All it says</summary>
      ${facts(
        [
          ...text(labels),
          ...text(body.annotations),
          ['fingerprint', fingerprint],
          ...(body.link === undefined ? [] : [['from', oneLine(body.link)] as const]),
        ],
        'raw',
      )}
    </details>
  </li>`;
}
