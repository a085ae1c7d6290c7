/** `/on-call`: who is paged, in which order, and how long each has. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { formatSpan } from '../calendar/format.ts';
import { severities } from '../domain/policy.ts';
import type { WebDeps } from './deps.ts';
import { page } from './page.ts';
import { facts, who } from './parts.ts';
import { viewOf } from './view.ts';
import type { WebEnv } from './visitor.ts';

export function createOnCallPage(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/on-call', async (c) => {
    const view = await viewOf(c, deps);
    const { onCall, acknowledgeWithin, roles } = view.policy;
    const body = html`<h2>Paged in this order</h2>
      <ol class="order">
        ${onCall.order.map((person) => html`<li>${who(person, view)}${person === view.person ? html` <span class="tag">you</span>` : ''}</li>`)}
      </ol>
      <p>
        Whoever is paged has this long to acknowledge; then the next one is paged, and after the
        last everybody.
      </p>
      ${facts(severities.map((severity) => [severity, formatSpan(acknowledgeWithin[severity])] as const))}
      <h2>Told of the legal clock</h2>
      ${facts([
        ['data protection officer', who(roles.dpo, view)],
        ['deputy', who(roles.deputy, view)],
        ['decides', who(roles.decisionMaker, view)],
      ])}`;
    return page(c, { title: 'On call', body });
  });
  return app;
}
