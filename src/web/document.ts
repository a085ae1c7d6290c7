/** A draft as it looks on the board: the same document that PDF and DOCX are made from. */
import { html } from 'hono/html';
import {
  visible,
  type Block,
  type Document,
  type Line,
  type Section,
} from '../notices/document.ts';
import type { Html } from './page.ts';

export function documentHtml({ opening, sections, mark }: Document): Html {
  return html`<article class="document">
    ${mark === undefined ? '' : html`<p class="mark-draft"><strong>${mark}</strong></p>`}
    ${opening.map(block)}${sections.map(section)}
  </article>`;
}

function section({ heading, article, blocks }: Section): Html {
  return html`<section>
    <h2>${heading}${article === undefined ? '' : html` <span class="count">${article}</span>`}</h2>
    ${blocks.map(block)}
  </section>`;
}

function block(one: Block): Html {
  switch (one.kind) {
    case 'paragraph':
      return one.tone === 'strong'
        ? html`<p><strong>${line(one.line)}</strong></p>`
        : html`<p${one.tone === 'remark' ? html` class="small"` : ''}>${line(one.line)}</p>`;
    case 'verbatim':
      return html`<p class="words">${visible(one.text)}</p>`;
    case 'list': {
      const items = one.items.map((item) => html`<li>${line(item)}</li>`);
      return one.isNumbered
        ? html`<ol>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`;
    }
    case 'field':
      return html`<div class="answer ${one.state}">
        <h3>
          ${visible(one.label)}${one.state === 'missing' ? html` <strong class="bad">missing</strong>` : ''}
        </h3>
        ${one.blocks.map(block)}
      </div>`;
    case 'table':
      // Reached and scrolled by the keyboard too, where it is wider than a phone.
      return html`<div class="scroll" tabindex="0" role="region" aria-label="Table">
        <table>
          <thead>
            <tr>
              ${one.columns.map(({ heading }) => html`<th scope="col">${heading}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${one.rows.map(
              (row) =>
                html`<tr>
                  ${row.map((cell) => html`<td>${visible(cell)}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }
}

function line(runs: Line): readonly unknown[] {
  return runs.map((run) => {
    if (typeof run === 'string') return visible(run);
    return 'own' in run ? run.own : html`<strong>${run.strong}</strong>`;
  });
}
