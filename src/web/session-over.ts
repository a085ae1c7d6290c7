/** What answers a form that was open for longer than its session: what somebody wrote at 3 a.m. is not thrown away. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { fieldLabel } from './form-field.ts';
import { page } from './page.ts';
import { returnQuery } from './return-path.ts';
import { formOf } from './typed.ts';
import type { WebEnv } from './visitor.ts';

/** Of the page and not of whoever filled it in. */
const own: ReadonlySet<string> = new Set(['formToken', 'commandId', 'noted']);

/** It is shown to the browser that sent it, and to nobody else: forms from other sites come no further than `ownForms`. */
export async function sessionOver(c: Context<WebEnv>): Promise<Response> {
  const written = [...(await formOf(c))].flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' && !own.has(name)
      ? [{ label: fieldLabel(name), value }]
      : [],
  );
  const body = html`<p class="say">
      Your session is over, and nothing of this form was
      recorded.${written.length === 0 ? '' : ' Copy what you wrote, sign in, and send it again.'}
    </p>
    ${
      written.length === 0
        ? ''
        : html`<section aria-labelledby="written-h">
            <h2 id="written-h">What you wrote</h2>
            ${written.map(
              ({ label, value }) =>
                html`<h3>${label}</h3>
                  <p class="words">${value}</p>`,
            )}
          </section>`
    }
    <p><a class="button primary" href="/sign-in${returnQuery(c.req.path)}">Sign in</a></p>`;
  return page(c, { title: 'Not signed in any more', body, status: 401 });
}
