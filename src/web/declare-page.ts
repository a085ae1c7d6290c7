/** `/declare`: says that something is wrong. */
import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { commandShapes, type Command } from '../domain/commands.ts';
import type { Shape } from '../domain/shape.ts';
import { mayDo, whoMay } from '../domain/permissions.ts';
import { Failure } from '../failure.ts';
import { isRecordedIn } from '../looking/recorded.ts';
import { declare, requireAllowed } from '../sending/declaring.ts';
import { readFields } from '../sending/fields.ts';
import { contextOf, faultBox } from './command-page.ts';
import type { WebDeps } from './deps.ts';
import { statusOf } from './fault.ts';
import { formField, type Typed } from './form-field.ts';
import { page } from './page.ts';
import { hidden } from './parts.ts';
import { commandIdFrom, given, typedFrom } from './typed.ts';
import { viewOf, type View } from './view.ts';
import type { WebEnv } from './visitor.ts';

const shape: Shape = commandShapes.declare;
/** What somebody knows at once; the rest can wait. */
const first: readonly string[] = ['title', 'severity', 'personalData', 'description'];

export function createDeclarePage(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/declare', async (c) => {
    const view = await viewOf(c, deps);
    if (!mayDo(view.roles, 'declare'))
      throw new Failure(
        'notAllowed',
        'not-permitted',
        `you may not declare; ask ${whoMay('declare')}`,
      );
    return formPage(c, view, {});
  });

  app.post('/declare', async (c) => {
    const view = await viewOf(c, deps);
    const commandId = await commandIdFrom(c);
    const typed = typedFrom(await c.req.formData(), shape);
    const { policy, policyVersion: version, nowMs, person } = view;
    try {
      const fields = await readFields(
        shape,
        given(typed, shape),
        contextOf(view, () => undefined),
      );
      const actor = { person, channel: 'web' } as const;
      const id = `declare:${commandId}`;
      // oxlint-disable-next-line no-unsafe-type-assertion -- readFields has checked the fields by the table.
      const command = { name: 'declare', commandId: id, actor, fields } as unknown as Command;
      requireAllowed(command, { policy, version }, nowMs);
      const way = {
        incidents: deps.incidents,
        sign: view.visitor.sign,
        isRecorded: (incidentId: string) => isRecordedIn(deps.register, incidentId),
      };
      const status = await declare(way, command);
      return c.redirect(`/incidents/${status.id}?done=declare&at=1`, 303);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const next = error.kind === 'unreachable' ? commandId : randomUUID();
      return formPage(c, view, typed, error, next);
    }
  });

  return app;
}

function formPage(
  c: Context<WebEnv>,
  view: View,
  typed: Typed,
  fault?: Failure,
  commandId?: string,
): Response | Promise<Response> {
  const render = (name: string) => {
    const field = shape[name];
    return field && formField(name, field, typed, view, undefined);
  };
  const more = Object.keys(shape).filter((name) => !first.includes(name));
  const [on] = view.policy.onCall.order;
  const body = html`${fault ? faultBox(fault) : ''}
<p>One line is enough. ${on === undefined ? 'Whoever is on call' : view.names[on]} is paged at once.</p>
<form method="post" action="/declare">${hidden(view, commandId)}
${first.map(render)}
<details${more.some((name) => typed[name] !== undefined) ? html` open` : ''}><summary>More, as far as known</summary>${more.map(render)}</details>
<p class="send"><button class="primary">Declare</button> <a class="button quiet" href="/">Cancel</a></p></form>`;
  return page(c, {
    ...{ title: 'Declare an incident', body, back: { href: '/', label: 'Incidents' } },
    status: fault ? statusOf(fault) : 200,
  });
}
