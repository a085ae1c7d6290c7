/** `/incidents/:id`: everything about one incident, what to do next first. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { IncidentEvent } from '../domain/events.ts';
import type { Status } from '../domain/status.ts';
import { readEvents } from '../register/journal.ts';
import { commandFrom, labelOf, offered } from './commands.ts';
import type { WebDeps } from './deps.ts';
import { clock, duties } from './incident/clock.ts';
import { alerts } from './incident/alerts.ts';
import { addresses, calling, nextLevelOf } from './incident/calling.ts';
import { done, head, next } from './incident/head.ts';
import { mails } from './incident/mails.ts';
import { files, longestSentence, notices, sentenceOf, timeline } from './incident/record.ts';
import { people, said, stamps, tasks } from './incident/work.ts';
import { page, type Html } from './page.ts';
import { doUrl } from './parts.ts';
import { readShown, type Shown } from './reading.ts';
import { at } from './times.ts';
import { viewOf, type View } from './view.ts';
import type { WebEnv } from './visitor.ts';

/** The register follows within a tenth of a second; whoever has just sent something wants to read it. */
const patience = { pauseMs: 100, attempts: 10 };

export function createIncidentPage(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/incidents/:id', async (c) => {
    const view = await viewOf(c, deps);
    const shown = await readShown(deps, view, c.req.param('id'));
    const { status } = shown;
    const events = await eventsOf(deps, shown);
    const up = await nextLevelOf(shown, deps, view);
    const body = html`${done(doneSentence(c.req.query('done'), Number(c.req.query('at')), events, status, view))}
      ${head(shown, view)} ${calling(shown, up, view)} ${addresses(shown, view)}
      <div class="columns">
        <div class="main">
          ${next(shown, view)} ${clock(shown, view)} ${said(status)} ${tasks(shown, view)}
          ${duties(shown, view)} ${alerts(shown, view)} ${notices(shown, view)} ${menu(shown, view)}
        </div>
        <div class="side">
          ${people(shown, view)} ${stamps(shown, view)} ${mails(shown, events, view)}
          ${files(shown, view)}
        </div>
      </div>
      ${timeline(status, events, view, c.req.query('all') === '1')}
      <p class="small live" data-part="live">
        As of ${at(view.nowMs, view)}. <a href="/incidents/${status.id}">Reload</a>
        <span id="live" role="status"></span>
      </p>
      <p class="small">
        Event ${status.seq} · policy
        ${status.policyVersion}${status.unjournaled > 0 ? ` · ${status.unjournaled} events not in the register yet` : ''}
      </p>`;
    return page(c, {
      ...{ title: `${status.id} ${status.title}`, body, ownHeading: true },
      back: { href: '/', label: 'Incidents' },
      events: `/incidents/${status.id}/events`,
    });
  });
  return app;
}

async function eventsOf(
  { register }: WebDeps,
  { status, outage }: Shown,
): Promise<readonly IncidentEvent[]> {
  for (let attempt = 1; ; attempt += 1) {
    const events = await readEvents(register, status.id);
    const isBehind = (events.at(-1)?.seq ?? 0) < status.seq;
    if (!isBehind || outage !== undefined || attempt === patience.attempts) return events;
    await sleep(patience.pauseMs);
  }
}

/** From the record itself: whatever an address says, no other words get onto the page. */
function doneSentence(
  typed: string | undefined,
  seq: number,
  events: readonly IncidentEvent[],
  status: Status,
  view: View,
): string | undefined {
  const name = typed === 'declare' ? typed : typed === undefined ? undefined : commandFrom(typed);
  if (name === undefined) return undefined;
  const event = events.find((one) => one.seq === seq);
  const label = name === 'declare' ? 'Declared' : labelOf(name);
  if (!event) return `${label}.`;
  const sentence = sentenceOf(event, view, status);
  // The timeline below has the whole of it.
  if (sentence.length > longestSentence)
    return `${label}: ${sentence.slice(0, longestSentence).replace(/\s+\S*$/, '')}…`;
  return `${label}: ${sentence}${/[.!?…]$/.test(sentence) ? '' : '.'}`;
}

function menu({ status, incident }: Shown, view: View): Html | '' {
  const groups = offered(incident, status.id, view);
  return groups.length === 0
    ? ''
    : html`<details class="menu">
        <summary>Everything you can do</summary>
        ${groups.map(
          ({ heading, names }) =>
            html`<h3>${heading}</h3>
              <ul>
                ${names.map((name) => html`<li><a href="${doUrl(status.id, name)}">${labelOf(name)}</a></li>`)}
              </ul>`,
        )}
      </details>`;
}
