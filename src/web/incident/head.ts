/** The top of an incident's page: what it is, how bad, how far, who leads; and what there is to do next. */
import { html } from 'hono/html';
import { phases } from '../../domain/incident.ts';
import type { CommandName } from '../../domain/commands.ts';
import { whoMay } from '../../domain/permissions.ts';
import type { Status } from '../../domain/status.ts';
import { mayHere } from '../commands.ts';
import { nextSteps, type Step } from '../next-steps.ts';
import { kept } from '../kept.ts';
import type { Html } from '../page.ts';
import { doUrl, hidden, severityMark, who } from '../parts.ts';
import type { Shown } from '../reading.ts';
import { at } from '../times.ts';
import type { View } from '../view.ts';

export function head({ status, outage }: Shown, view: View): Html {
  const { id, title, severity, phase, personalData, outcome, mergedInto, absorbed = [] } = status;
  return html`<div class="head" data-part="head">
    <p class="id">
      ${id}
      ${severityMark(severity)}${status.seenBy ? html` <span class="tag">restricted</span>` : ''}
    </p>
    <h1>${kept(title)}</h1>
    ${outage === undefined ? '' : html`<p class="warn" role="status"><strong>The incident does not answer.</strong> This is what the register holds; what happened since may be missing, and commands may not get through. (${outage})</p>`}
    ${phaseSteps(phase)}
    <p class="line">
      ${[
        `led by ${who(status.commander, view)}`,
        ...(status.scribe === undefined ? [] : [`scribe ${who(status.scribe, view)}`]),
        `personal data: ${personalData}`,
        ...(outcome === undefined ? [] : [`ended as ${outcome.replace('-', ' ')}`]),
      ].join(
        ' · ',
      )}${mergedInto === undefined ? '' : html` into <a class="keep" href="/incidents/${mergedInto}">${mergedInto}</a>`}
    </p>
    ${absorbed.length === 0 ? '' : html`<p class="line">took in ${absorbed.map((other) => html`<a class="keep" href="/incidents/${other}">${other}</a> `)}</p>`}
  </div>`;
}

/** Detected stands for itself: nobody is ever in it for long. */
function phaseSteps(phase: Status['phase']): Html {
  const now = phases.indexOf(phase);
  return html`<ol class="phases" aria-label="Phases">
    ${phases.slice(1).map((name, n) => {
      const state = n + 1 < now ? 'past' : n + 1 === now ? 'now' : 'ahead';
      return html`<li class="${state}" ${state === 'now' ? html` aria-current="step"` : ''}>
        <span>${name}</span>
      </li>`;
    })}
  </ol>`;
}

/** What was just done, in the words of the record. */
export function done(sentence: string | undefined): Html | '' {
  return sentence === undefined
    ? ''
    : html`<p class="done" role="status"><strong>Done.</strong> ${kept(sentence)}</p>`;
}

export function next({ status, incident }: Shown, view: View): Html {
  const all = nextSteps(status, view.person);
  const may = (name: CommandName, fields?: Step['fields']): boolean =>
    mayHere(incident, status.id, name, view, fields);
  const mine = all.filter(({ command, fields }) => may(command, fields));
  const [first, ...rest] = mine;
  const [others] = all.filter((step) => !mine.includes(step));
  return html`<section
    class="todo${first?.isUrgent || (!first && all[0]?.isUrgent) ? ' urgent' : ''}"
    data-part="next"
    aria-labelledby="next-h"
  >
    <h2 id="next-h">What to do next</h2>
    ${
      first
        ? html`<p>${first.why}</p>
            ${action(status.id, first, view)}${instead(status.id, first, may)}`
        : others
          ? html`<p>
              Nothing for you at the moment. Waiting for ${whoMay(others.command)}:
              ${others.label.toLowerCase()}.
            </p>`
          : status.phase === 'closed'
            ? html`<p>
                This incident is
                closed${status.stamps.closedAtMs === undefined ? '' : html` since ${at(status.stamps.closedAtMs, view)}`}.
              </p>`
            : html`<p>Nothing is waiting for you.</p>`
    }
    ${
      rest.length === 0
        ? ''
        : html`<h3>Then</h3>
            <ul class="then">
              ${rest.map(({ command, fields, label, why }) => html`<li><a href="${doUrl(status.id, command, fields)}">${label}</a><span>${why}</span></li>`)}
            </ul>`
    }
    ${
      status.gates.length > 0 && status.phase === 'review'
        ? html`<h3>Before it can close</h3>
            <ul>
              ${status.gates.map((gate) => html`<li>${gate}</li>`)}
            </ul>`
        : ''
    }
  </section>`;
}

/** One tap where nothing is to be said, a form where it is. */
function action(id: string, { command, fields, label }: Step, view: View): Html {
  return command === 'acknowledge'
    ? html`<form method="post" action="${doUrl(id, command)}">
        ${hidden(view)}<button class="primary">${label}</button>
      </form>`
    : html`<p><a class="button primary" href="${doUrl(id, command, fields)}">${label}</a></p>`;
}

function instead(
  id: string,
  { instead: others = [] }: Step,
  may: (name: CommandName, fields?: Step['fields']) => boolean,
): Html | '' {
  const mine = others.filter(({ command, fields }) => may(command, fields));
  return mine.length === 0
    ? ''
    : html`<p class="or">
        ${mine.map(({ command, fields, label }) => html`<a class="button quiet" href="${doUrl(id, command, fields)}">${label}</a> `)}
      </p>`;
}
