/** What monitoring told, in counts; each alert is on a page of its own. */
import { html } from 'hono/html';
import { grouped } from '../../domain/alerting.ts';
import type { Html } from '../page.ts';
import { facts, section } from '../parts.ts';
import type { Shown } from '../reading.ts';
import { at } from '../times.ts';
import type { View } from '../view.ts';

export function alerts({ status: { id, alerts: all } }: Shown, view: View): Html | '' {
  if (!all) return '';
  return section(
    'alerts',
    'Alerts',
    html`${facts(
        Object.entries(all.bySource).map(([source, { firing, total, newestAtMs, beyond }]) => [
          source,
          html`${firing > 0 ? html`<strong class="bad">${grouped(firing)} firing</strong>` : html`<span class="good">none firing</span>`}
          of ${grouped(total)}, the newest
          ${at(newestAtMs, view)}${beyond ? '; there were more, which are not recorded one by one' : ''}`,
        ]),
      )}
      <p><a class="button quiet" href="/incidents/${id}/alerts">Each alert</a></p>`,
    `${grouped(all.firing)} firing of ${grouped(all.total)}`,
  );
}
