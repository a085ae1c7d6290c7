/** What is on record about an incident: timeline, mails, files, drafts, customers. */
import { html } from 'hono/html';
import { grouped } from '../../domain/alerting.ts';
import { system } from '../../domain/commands.ts';
import { describe, oneLine } from '../../domain/describe.ts';
import type { IncidentEvent } from '../../domain/events.ts';
import { law } from '../../domain/rules/index.ts';
import type { Status } from '../../domain/status.ts';
import { customerName, nameOf } from '../../looking/names.ts';
import { kept } from '../kept.ts';
import type { Html } from '../page.ts';
import { section, who } from '../parts.ts';
import type { Shown } from '../reading.ts';
import { at } from '../times.ts';
import type { View } from '../view.ts';

/** What is read at 3 a.m.; the rest is one link away. */
const newest = 50;

/** Seen at once on a phone; the rest of the newest is folded away. */
const unfolded = 10;

/** Characters: a note may have thousands, and nothing is lost by opening it. */
export const longestSentence = 320;

/** Ids of people and customers as the record bears them, by name. */
export function namedIn({ names, policy }: View): (id: string) => string {
  return (id) => (Object.hasOwn(names, id) ? nameOf(id, names) : customerName(id, policy));
}

export function sentenceOf(
  event: IncidentEvent,
  view: View,
  { duties }: Pick<Status, 'duties'>,
): string {
  return describe(event, namedIn(view), (id) => articleOf(id, duties, view));
}

/** Of a duty, towards each customer one of its own, or of a rule that has begun none yet. */
function articleOf(id: string, duties: Status['duties'], { policy }: View): string {
  const duty = duties.find((one) => one.id === id);
  const rule = Object.values(law).find((one) => one.id === id);
  const article = duty?.article ?? rule?.article ?? id;
  const customer = duty?.plan?.customer;
  return customer === undefined ? article : `${article} for ${customerName(customer, policy)}`;
}

export function timeline(
  { id, duties }: Pick<Status, 'id' | 'duties'>,
  events: readonly IncidentEvent[],
  view: View,
  isWhole: boolean,
): Html {
  const shown = (isWhole ? events : events.slice(-newest)).toReversed();
  const first = isWhole ? shown : shown.slice(0, unfolded);
  const rest = shown.slice(first.length);
  const list = (some: readonly IncidentEvent[]): Html =>
    html`<ol class="timeline" reversed>
      ${some.map((event) => item(event, view, duties))}
    </ol>`;
  return section(
    'timeline',
    'Timeline',
    html`${list(first)}
      ${
        rest.length === 0
          ? ''
          : html`<details>
              <summary>${rest.length} earlier</summary>
              ${list(rest)}
            </details>`
      }
      ${shown.length < events.length ? html`<p><a class="button quiet" href="/incidents/${id}?all=1#timeline">All ${events.length} events</a></p>` : ''}
      <p class="small">
        <a href="/incidents/${id}/audit">What the audit chain holds of this incident</a>
      </p>`,
    `${events.length} events, newest first`,
  );
}

function item(event: IncidentEvent, view: View, duties: Status['duties']): Html {
  return html`<li id="e${event.seq}" value="${event.seq}">
    <p class="small">
      <a href="#e${event.seq}" aria-label="Event ${event.seq}">${event.seq}</a>
      ${at(event.atMs, view)} · ${actor(event, view)}
    </p>
    ${told(sentenceOf(event, view, { duties }))}
  </li>`;
}

function told(sentence: string): Html {
  if (sentence.length <= longestSentence) return html`<p>${kept(sentence)}</p>`;
  const begin = sentence.slice(0, longestSentence / 2);
  return html`<details class="long">
    <summary>${begin.slice(0, Math.max(begin.lastIndexOf(' '), 80))}…</summary>
    <p class="words">${kept(sentence)}</p>
  </details>`;
}

function actor({ actor: { person, channel, key } }: IncidentEvent, view: View): string {
  if (person === system.person) return system.person;
  return oneLine(
    `${who(person, view)} (${channel}${key === undefined ? '' : `, key ${key.slice(0, 8)}`})`,
  );
}

export function files({ status }: Shown, view: View): Html | '' {
  const { attachments = [], id } = status;
  if (attachments.length === 0) return '';
  return section(
    'files',
    'Files',
    html`<ul class="plain">
        ${attachments.map(({ id: file, name, bytes, by, atMs, sha256 }) => html`<li><span class="id">${file}</span> ${name} <span class="small">${grouped(bytes)} bytes, by ${who(by, view)}, ${at(atMs, view)}, SHA-256 ${sha256.slice(0, 12)}…</span></li>`)}
      </ul>
      <p class="small">
        To read them, on a machine that can take what they hold:
        <code>seventytwo attachments ${id} --out &lt;folder&gt;</code>
      </p>`,
    attachments.length,
  );
}

export function notices({ status }: Shown, view: View): Html | '' {
  const { notices: all, id, customerDrafts = {}, customers } = status;
  const drafts = [
    ...all.map(({ id: notice, about, drafted, approved }) => ({
      ...{
        notice,
        approved,
        isWritten: drafted !== undefined,
        missing: drafted?.missing.length ?? 0,
      },
      about:
        'duty' in about
          ? (status.duties.find((duty) => duty.id === about.duty)?.article ?? about.duty)
          : customerName(about.customer, view.policy),
    })),
    ...Object.entries(customerDrafts).map(([customer, { notice, drafted, approved }]) => ({
      ...{ notice, approved, isWritten: drafted !== undefined, missing: drafted?.missing ?? 0 },
      about: `${customerName(customer, view.policy)}${customers[customer] ? `, ${customers[customer].outcome}` : ''}`,
    })),
  ];
  if (drafts.length === 0) return '';
  return section(
    'notices',
    'Drafts of notices',
    html`<ul class="plain">
        ${drafts.toReversed().map(({ notice, about, approved, isWritten, missing }) => html`<li>${isWritten ? html`<a href="/incidents/${id}/notices/${notice}">${notice}</a>` : notice} ${about} <span class="small">${!isWritten ? 'is being written' : approved ? `approved by ${who(approved.by, view)}` : missing > 0 ? `${missing} mandatory fields missing` : 'complete, not approved'}</span></li>`)}
      </ul>
      <p class="small">Drafts are never filed by this software.</p>`,
    drafts.length,
  );
}
