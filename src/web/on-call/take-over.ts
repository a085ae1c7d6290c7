/** Taking over a layer of the rota oneself, from now until a time. */
import { html } from 'hono/html';
import { formatLocal } from '../../calendar/format.ts';
import { parseInstant } from '../../calendar/parse.ts';
import type { Rota } from '../../domain/rota.ts';
import { longText } from '../../domain/shape.ts';
import { Failure } from '../../failure.ts';
import { mayOverride, requireMayOverride, requirePossible } from '../../on-call/override.ts';
import { addOverride } from '../../register/overrides.ts';
import type { WebDeps } from '../deps.ts';
import type { Html } from '../page.ts';
import { hidden } from '../parts.ts';
import { at } from '../times.ts';
import type { View } from '../view.ts';

/** As it was typed. */
export type TakeOver = { readonly layer: string; readonly until: string; readonly reason: string };

/** Throws a Failure for what does not fit. */
export async function takeOver(
  { register }: Pick<WebDeps, 'register'>,
  view: View,
  { layer, until, reason }: TakeOver,
): Promise<void> {
  const { person, policy, roles, nowMs, zone } = view;
  requireMayOverride(person, roles);
  if (reason === '' || reason.length > longText)
    throw bad(`Reason is missing or longer than ${longText} characters; say why in a few words`);
  if (until === '') throw bad('Until is missing; say when it goes back');
  const { atMs: untilMs } = parseInstant(until, zone, nowMs).instant;
  const terms = { layer, person, fromMs: nowMs, untilMs };
  const words = { from: 'now', until: 'until', time: (atMs: number) => formatLocal(atMs, zone) };
  requirePossible(terms, { policy, nowMs }, words);
  await addOverride(register, { ...terms, by: person, givenAtMs: nowMs }, reason, 'web');
}

function bad(sentence: string): Failure {
  return new Failure('usage', 'bad-input', sentence);
}

export function takeOverForm({ layers }: Rota, view: View, typed?: TakeOver): Html | '' {
  if (!mayOverride(view.roles)) return '';
  return html`<details ${typed ? html` open` : ''}>
    <summary>Take over from now</summary>
    <form method="post" action="/on-call">
      ${hidden(view)}
      <div class="field">
        <label for="f-layer">Layer</label>
        <select id="f-layer" name="layer" required>
          ${layers.map(({ name }) => html`<option ${name === typed?.layer ? html` selected` : ''}>${name}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="f-until">Until</label>
        <p class="hint" id="f-until-hint">
          In ${view.zone} time; now it is ${at(view.nowMs, view)}.
        </p>
        <input
          type="datetime-local"
          id="f-until"
          name="until"
          required
          aria-describedby="f-until-hint"
          value="${typed?.until ?? ''}"
        />
      </div>
      <div class="field">
        <label for="f-reason">Reason</label>
        <input
          type="text"
          id="f-reason"
          name="reason"
          required
          maxlength="${longText}"
          value="${typed?.reason ?? ''}"
        />
      </div>
      <p class="send"><button class="primary">I am on call now</button></p>
    </form>
  </details>`;
}
