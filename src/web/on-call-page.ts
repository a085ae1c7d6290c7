/** `/on-call`: who is paged now, who comes then, where nobody is; and taking over for a while. */
import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { formatSpan } from '../calendar/format.ts';
import { severities, type ChainLevel } from '../domain/policy.ts';
import { Failure } from '../failure.ts';
import { rotaOf } from '../on-call/rota.ts';
import { pinnedEscalation } from '../policy/escalation.ts';
import { faultBox } from './command-page.ts';
import type { WebDeps } from './deps.ts';
import { statusOf } from './fault.ts';
import { takeOver, takeOverForm, type TakeOver } from './on-call/take-over.ts';
import { lookAtRota, rotaParts } from './on-call/rota.ts';
import { page, type Html } from './page.ts';
import { facts, who } from './parts.ts';
import { viewOf, type View } from './view.ts';
import type { WebEnv } from './visitor.ts';

export function createOnCallPage(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/on-call', async (c) => show(c, await viewOf(c, deps)));

  app.post('/on-call', async (c) => {
    const view = await viewOf(c, deps);
    const form = await c.req.formData();
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const typed = { layer: text('layer'), until: text('until'), reason: text('reason') };
    try {
      await takeOver(deps, view, typed);
      return c.redirect('/on-call', 303);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return show(c, view, typed, error);
    }
  });

  async function show(
    c: Context<WebEnv>,
    view: View,
    typed?: TakeOver,
    fault?: Failure,
  ): Promise<Response> {
    const { roles } = view.policy;
    const rota = rotaOf(view.policy);
    const body = html`${fault ? faultBox(fault) : ''}
      ${rota ? rotaParts(rota, await lookAtRota(deps, view, rota), takeOverForm(rota, view, typed), view) : order(view)}
      ${times(view)}
      <section>
        <h2>Told of the legal clock</h2>
        ${facts(
          [
            ['data protection officer', who(roles.dpo, view)],
            ['deputy', who(roles.deputy, view)],
            ['decides', who(roles.decisionMaker, view)],
          ],
          'short',
        )}
      </section>`;
    return page(c, { title: 'On call', body, status: fault ? statusOf(fault) : 200 });
  }
  return app;
}

function order(view: View): Html {
  return html`<section>
    <h2>Paged in this order</h2>
    <ol class="order">
      ${view.policy.onCall.order.map((person) => html`<li>${who(person, view)}${person === view.person ? html` <span class="tag">you</span>` : ''}</li>`)}
    </ol>
  </section>`;
}

/** As an incident that is declared now would pin it. */
function times(view: View): Html {
  const { acknowledgeWithin } = view.policy;
  const chain = pinnedEscalation(view.policy);
  const told = chain?.fallback?.map((person) => who(person, view)).join(', ') ?? 'everybody';
  const level = ({ page: targets, withinMs }: ChainLevel): string => {
    const names = targets.map((one) => ('layer' in one ? one.layer : who(one.person, view)));
    return `${names.join(' and ')} ${formatSpan(withinMs)}`;
  };
  return html`<section>
    <h2>Time to acknowledge</h2>
    <p>
      Whoever is paged has this long; then the next level is paged. After the last, ${told} will be
      told that nobody could be reached, and paging goes on.
    </p>
    ${facts(
      severities.map((severity) => {
        const levels = chain?.levels[severity]?.map(level).join(', then ');
        return [severity, levels ?? formatSpan(acknowledgeWithin[severity])] as const;
      }),
      'short',
    )}
  </section>`;
}
