/** How times look on the board: local of whoever looks and UTC, and what is left until one. */
import { html } from 'hono/html';
import { formatLocal, formatSpan, formatUtc } from '../calendar/format.ts';
import type { Language } from '../domain/language.ts';
import type { Html } from './page.ts';
import type { View } from './view.ts';

export function at(
  ms: number,
  { zone, language }: Pick<View, 'zone'> & { readonly language?: Language },
): Html {
  const iso = new Date(ms).toISOString();
  return zone === 'UTC'
    ? html`<time datetime="${iso}">${formatUtc(ms)}</time>`
    : html`<time datetime="${iso}"
        >${formatLocal(ms, zone, language)} <span class="utc">(${formatUtc(ms)})</span></time
      >`;
}

/** Counted down by the script where there is one. Rounded towards zero: time left is never overstated. */
export function left(dueAtMs: number, { nowMs }: Pick<View, 'nowMs'>): Html {
  const span = dueAtMs - nowMs;
  const iso = new Date(dueAtMs).toISOString();
  return html`<time class="left ${haste(span)}" datetime="${iso}" data-due="${dueAtMs}"
    >${leftText(span)}</time
  >`;
}

function leftText(spanMs: number): string {
  return spanMs < 0 ? `overdue by ${formatSpan(spanMs)}` : `${formatSpan(spanMs)} left`;
}

/** As on a terminal: half a day is when it turns red. */
function haste(spanMs: number): 'over' | 'soon' | 'calm' {
  if (spanMs < 0) return 'over';
  return spanMs < 12 * 3_600_000 ? 'soon' : 'calm';
}
