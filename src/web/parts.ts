/** Small pieces that several pages share: severity, a section, a form that sends one command, people by name. */
import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import type { CommandName } from '../domain/commands.ts';
import { nameOf } from '../looking/names.ts';
import type { Html } from './page.ts';
import type { View } from './view.ts';

/** The word says it; shape and colour only help to find it. */
export function severityMark(severity: string, word = severity): Html {
  return html`<span class="severity ${severity}">${word === '' ? 'starting' : word}</span>`;
}

/** A part that is exchanged when something has changed. */
export function section(id: string, heading: string, body: unknown, note?: unknown): Html {
  return html`<section id="${id}" data-part="${id}" aria-labelledby="${id}-h">
    <h2 id="${id}-h">
      ${heading}${note === undefined ? '' : html` <span class="count">${note}</span>`}
    </h2>
    ${body}
  </section>`;
}

/** What every form carries: that it is of this session, and one id for this action, so that a second press does nothing. */
export function hidden({ visitor }: Pick<View, 'visitor'>, commandId: string = randomUUID()): Html {
  return html`<input type="hidden" name="formToken" value="${visitor.formToken}" /><input
      type="hidden"
      name="commandId"
      value="${commandId}"
    />`;
}

export function doUrl(
  incidentId: string,
  command: CommandName,
  fields: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams(fields).toString();
  return `/incidents/${incidentId}/do/${command}${query === '' ? '' : `?${query}`}`;
}

export function who(id: string | undefined, { names }: Pick<View, 'names'>): string {
  return nameOf(id, names);
}

/** `raw`: names as somebody else wrote them. `short`: every answer is a word or two. */
export function facts(rows: readonly (readonly [string, unknown])[], look?: 'raw' | 'short'): Html {
  return html`<dl class="facts${look === undefined ? '' : ` ${look}`}">
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
