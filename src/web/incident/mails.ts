/** What became of the mails of an incident, the worst first. */
import { html } from 'hono/html';
import {
  deliveryStates,
  mailLines,
  type DeliveryState,
  type MailLine,
} from '../../domain/delivery.ts';
import type { IncidentEvent } from '../../domain/events.ts';
import { stateWords } from '../../looking/mail-words.ts';
import type { Html } from '../page.ts';
import { section } from '../parts.ts';
import type { Shown } from '../reading.ts';
import { at } from '../times.ts';
import type { View } from '../view.ts';
import { namedIn } from './record.ts';

const looks: Readonly<Record<DeliveryState, 'bad' | 'wait' | 'good' | 'calm'>> = {
  bounced: 'bad',
  'gave-up': 'bad',
  refused: 'bad',
  deferred: 'wait',
  delayed: 'wait',
  waiting: 'wait',
  dropped: 'calm',
  accepted: 'good',
};

/** Seen at once; the others are folded away. */
const [mostTroubles, mostOthers] = [8, 3];

export function mails(
  { status: { mailsWaiting }, incident }: Shown,
  events: readonly IncidentEvent[],
  view: View,
): Html | '' {
  const lines = incident ? mailLines(incident, events).toSorted(worstFirst) : [];
  if (lines.length === 0 && mailsWaiting === 0) return '';
  const isTrouble = ({ state }: MailLine): boolean => ['bad', 'wait'].includes(looks[state]);
  const troubles = lines.filter(isTrouble).slice(0, mostTroubles);
  const others = lines.filter((line) => !isTrouble(line)).slice(0, mostOthers);
  const shown = [...troubles, ...others];
  const rest = lines.filter((line) => !shown.includes(line));
  const lost = lines.filter(({ state }) => looks[state] === 'bad').length;
  const list = (some: readonly MailLine[]): Html =>
    html`<ul class="plain">
      ${some.map((line) => item(line, view))}
    </ul>`;
  return section(
    'mails',
    'Mails',
    html`${lines.length === 0 ? html`<p>${mailsWaiting} waiting to be handed over.</p>` : list(shown)}
      ${
        rest.length === 0
          ? ''
          : html`<details>
              <summary>${rest.length} more</summary>
              ${list(rest)}
            </details>`
      }
      <p class="small">Handed over means that the mail server took it, no more.</p>`,
    lost > 0 ? html`<strong class="bad">${lost} did not arrive</strong>` : undefined,
  );
}

function worstFirst(a: MailLine, b: MailLine): number {
  const rank = ({ state }: MailLine): number => deliveryStates.indexOf(state);
  return rank(a) - rank(b) || b.atMs - a.atMs;
}

function item({ state, kind, to, atMs, detail, deferredAtMs }: MailLine, view: View): Html {
  const code = detail === '' || state === 'accepted' ? '' : ` (${detail})`;
  const words = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return html`<li>
    <strong class="${looks[state]}">${stateWords[state]}${code}</strong> ${words} to
    ${namedIn(view)(to)}
    <span class="small"
      >${at(atMs, view)}${deferredAtMs === undefined || deferredAtMs === atMs ? '' : html`, put off at first ${at(deferredAtMs, view)}`}</span
    >
  </li>`;
}
