/** The rota as the board shows it: now, the gaps ahead, the next shifts, who took over. */
import { html } from 'hono/html';
import { layerGaps, shiftsAt, stintsOf, wholeGaps, type Gap } from '../../calendar/rota-look.ts';
import { shiftsOf } from '../../calendar/rota.ts';
import type { Rota, Shift, Stint } from '../../domain/rota.ts';
import { inForce } from '../../on-call/rota.ts';
import { readOverrides, type GivenOverride } from '../../register/overrides.ts';
import type { WebDeps } from '../deps.ts';
import type { Html } from '../page.ts';
import { who } from '../parts.ts';
import { at } from '../times.ts';
import type { View } from '../view.ts';

const aheadMs = 14 * 86_400_000;
/** What fits on a phone; `oncall next` has more. */
const mostShifts = 10;

type Look = {
  readonly now: readonly Shift[];
  readonly next: readonly Stint[];
  readonly gaps: readonly Gap[];
  readonly overrides: readonly GivenOverride[];
};

export async function lookAtRota(
  { register }: WebDeps,
  { policy, nowMs }: View,
  rota: Rota,
): Promise<Look> {
  const overrides = inForce(policy, await readOverrides(register.db, nowMs));
  const span = { fromMs: nowMs, untilMs: nowMs + aheadMs };
  const byLayer = rota.layers.map((layer) => shiftsOf(rota, layer, overrides, span));
  const isAhead = ({ fromMs }: { readonly fromMs: number }): boolean => fromMs < span.untilMs;
  const next = byLayer
    .flatMap((shifts) => stintsOf(shifts, 'turn'))
    .filter((stint) => stint.fromMs > nowMs && isAhead(stint))
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const gaps = [...wholeGaps(byLayer.flat(), span), ...byLayer.flatMap(layerGaps)];
  return { now: shiftsAt(rota, overrides, nowMs), next, gaps: gaps.filter(isAhead), overrides };
}

export function rotaParts(
  { zone }: Rota,
  { now, next, gaps, overrides }: Look,
  form: Html | '',
  view: View,
): Html {
  return html`<section>
      <h2>Now</h2>
      <ul class="on-call">
        ${now.map((shift) => html`<li class="card">${standing(shift, view)}</li>`)}
      </ul>
      ${form}
    </section>
    ${
      gaps.length === 0
        ? ''
        : html`<div class="fault">
            <h2>Hours without anybody</h2>
            <ul>
              ${gaps.slice(0, mostShifts).map(({ layer, fromMs, untilMs }) => html`<li>${layer === undefined ? html`<strong class="bad">Nobody at all is on call</strong>` : html`Nobody in <span class="tag">${layer}</span>`} from ${at(Math.max(fromMs, view.nowMs), view)} until ${at(untilMs, view)}</li>`)}
            </ul>
          </div>`
    }
    <section>
      <h2>Next</h2>
      ${
        next.length === 0
          ? html`<p>Nobody hands over within two weeks.</p>`
          : html`<ul class="plain">
              ${next.slice(0, mostShifts).map((stint) => html`<li><strong>${who(stint.person, view)}</strong>${instead(stint, view)} <span class="tag">${stint.layer}</span> <span class="small">from ${at(stint.fromMs, view)}</span></li>`)}
            </ul>`
      }
      <p class="small">Hand-overs are on the clocks of ${zone}.</p>
    </section>
    ${
      overrides.length === 0
        ? ''
        : html`<section>
            <h2>Taken over</h2>
            <ul class="plain">
              ${overrides.map(
                ({ id, layer, person, fromMs, untilMs }) =>
                  html`<li>
                    <strong>${who(person, view)}</strong> <span class="tag">${layer}</span>
                    <span class="small"
                      >from ${at(fromMs, view)} until ${at(untilMs, view)}; back with
                      <code>seventytwo oncall override --remove ${id}</code></span
                    >
                  </li>`,
              )}
            </ul>
          </section>`
    }`;
}

function standing({ layer, state, person, insteadOf, why, untilMs }: Shift, view: View): Html {
  const name =
    state === 'off'
      ? html`<span class="small">not within its hours</span>`
      : state === 'gap' || person === undefined
        ? html`<strong class="bad">nobody</strong>`
        : html`<strong>${who(person, view)}</strong>`;
  const you = person === view.person ? html` <span class="tag">you</span>` : '';
  return html`<p>
      ${name}${you}${person === undefined ? '' : instead({ insteadOf, why }, view)}
      <span class="tag">${layer}</span>
    </p>
    <p class="small">until ${at(untilMs, view)}</p>`;
}

type Standing = {
  readonly insteadOf?: string | undefined;
  readonly why?: Shift['why'] | undefined;
};

function instead({ insteadOf, why }: Standing, view: View): string {
  if (insteadOf === undefined) return '';
  return ` for ${who(insteadOf, view)}${why === 'away' ? ', who is away' : ''}`;
}
