/** Whether somebody has it: who is paged and who comes next, that nobody could be reached, where the mails go. */
import { html } from 'hono/html';
import { formatSpan } from '../../calendar/format.ts';
import { chainOf, resolve } from '../../domain/chain.ts';
import { withoutOther } from '../../looking/out-of-band.ts';
import { readOnCallNow } from '../../on-call/now.ts';
import type { WebDeps } from '../deps.ts';
import type { Html } from '../page.ts';
import { who } from '../parts.ts';
import type { Shown } from '../reading.ts';
import { at } from '../times.ts';
import type { View } from '../view.ts';

/** Whom the next level comes to, as the rota stands; empty when it starts anew or nobody knows. */
export async function nextLevelOf(
  { status: { paging }, incident }: Shown,
  { register }: WebDeps,
  { policy, nowMs }: View,
): Promise<readonly string[]> {
  if (!paging || !incident || paging.stillOnIt !== undefined) return [];
  const onCall = await readOnCallNow({ policy, register }, nowMs);
  const levels = chainOf(incident, onCall).slice(paging.step + 1);
  return levels.map((level) => resolve(incident, level, onCall).people).find(isSomebody) ?? [];
}

const isSomebody = (people: readonly string[]): boolean => people.length > 0;

export function calling({ status }: Shown, up: readonly string[], view: View): Html | '' {
  const { paging, unreached, progress } = status;
  if (unreached)
    return html`<div class="fault calling" data-part="calling" role="status">
      <p><strong>Nobody could be reached since ${at(unreached.sinceMs, view)}</strong></p>
      <p>That is ${formatSpan(view.nowMs - unreached.sinceMs)}. ${paged(status, up, view)}</p>
    </div>`;
  if (paging)
    return html`<div class="warn calling" data-part="calling" role="status">
      <p>${paged(status, up, view)}</p>
    </div>`;
  return progress
    ? html`<p class="small calling" data-part="calling">
        Last heard of ${who(progress.by, view)} ${at(progress.sinceMs, view)}; asked whether they
        are still on it ${at(progress.dueAtMs, view)} unless something is done.
      </p>`
    : html`<div data-part="calling"></div>`;
}

function paged({ paging }: Shown['status'], up: readonly string[], view: View): Html | '' {
  if (!paging) return '';
  const { to, step, levels, rounds, nextAtMs, heldUntilMs, stillOnIt, silentSinceMs } = paging;
  if (heldUntilMs !== undefined)
    return html`Quiet hours hold the page back: paging begins ${at(heldUntilMs, view)}.`;
  if (stillOnIt !== undefined)
    return html`<strong>${who(stillOnIt, view)}</strong> is asked whether they are still on
      it${silentSinceMs === undefined ? '' : html`: nothing was heard since ${at(silentSinceMs, view)}`}.
      Paging begins anew ${at(nextAtMs, view)} unless somebody answers.`;
  // Incidents of before there were levels know only the place in the order.
  const first = view.policy.onCall.order[step];
  const people = to ?? (first === undefined ? [] : [first]);
  const names = people.map((person) => who(person, view)).join(' and ');
  const level = levels !== undefined && levels > 1 ? ` (level ${step + 1} of ${levels})` : '';
  const round = rounds > 0 ? `, round ${rounds + 1}` : '';
  const now =
    people.length === 0
      ? html`Everybody was told${round}.`
      : html`<strong>${names}</strong> ${people.length > 1 ? 'are' : 'is'} being
          paged${level}${round}.`;
  const then = up.map((person) => who(person, view)).join(' and ');
  return html`${now} The next page goes out
  ${at(nextAtMs, view)}${then === '' ? '' : ` to ${then}`}.`;
}

/** Told loudly: the usual mailboxes are in doubt, and some people have no other. */
export function addresses({ status: { outOfBandSinceMs } }: Shown, view: View): Html | '' {
  if (outOfBandSinceMs === undefined) return '';
  const without = withoutOther(view.policy).map((person) => who(person, view));
  return html`<div class="warn" data-part="addresses" role="status">
    <p>
      <strong>Mails go to the other addresses</strong> since ${at(outOfBandSinceMs, view)}, and
      nowhere else.
    </p>
    ${without.length === 0 ? '' : html`<p><strong class="bad">No mail reaches ${without.join(', ')}</strong>: they have no other address. Call them.</p>`}
  </div>`;
}
