/** What the page of a link shows: no title, no description, no facts, because a mailbox thief may be reading. */
import { html } from 'hono/html';
import { formatBoth } from '../calendar/format.ts';
import type { Status } from '../domain/status.ts';
import type { Catalogue } from '../language/index.ts';
import { kept } from './kept.ts';
import type { LinkStanding } from './link-standing.ts';
import type { Html } from './page.ts';
import { facts, severityMark } from './parts.ts';
import { at } from './times.ts';

/** Whom the page speaks to. */
export type Reader = {
  readonly name: string;
  readonly zone: string;
  readonly catalogue: Catalogue;
};

export function openView(
  { id, severity, phase, stamps }: Pick<Status, 'id' | 'severity' | 'phase' | 'stamps'>,
  { name, zone, catalogue: { linkPages: words, mails } }: Reader,
  formToken: string,
): Html {
  const since = at(stamps.declaredAtMs, { zone, language: mails.language });
  return html`<p class="say">${words.whose(name)}</p>
    ${facts(
      [
        [words.severity, severityMark(severity, mails.names.severities[severity])],
        [words.phase, mails.names.phases[phase]],
        [words.since, since],
      ],
      'short',
    )}
    <form class="todo" method="post">
      <p>${kept(words.willHappen(id, name))}</p>
      <input type="hidden" name="form" value="${formToken}" />
      <button class="primary" name="as" value="owner">${words.acknowledge}</button>
      <p class="or">
        <button class="quiet" name="as" value="somebody-else">${words.somebodyElse}</button>
      </p>
    </form>
    <p class="small">${words.noMore}</p>`;
}

/** Told only to whoever holds the link. */
export function closedView(
  standing: Exclude<LinkStanding, { readonly kind: 'open' }>,
  incidentId: string,
  { zone, catalogue: { linkPages: words, mails } }: Reader,
): Html {
  const told = (atMs: number): string => formatBoth(atMs, zone, mails.language);
  switch (standing.kind) {
    case 'used':
      return said(words.used(told(standing.atMs)), incidentId, words);
    case 'expired':
      return said(words.expired(told(standing.atMs)), incidentId, words);
    case 'dead':
      return said(words.dead, incidentId, words);
    case 'over':
      return said(words.over(incidentId), incidentId, words);
  }
}

export function said(sentence: string, incidentId: string, words: Catalogue['linkPages']): Html {
  return html`<p class="say">${kept(sentence)}</p>
    <p><a class="button" href="/incidents/${incidentId}">${words.signIn}</a></p>`;
}

/** Nothing was done: the same link is asked anew, which shows the button that acknowledges. */
export function awayView(
  path: string,
  incidentId: string,
  { catalogue: { linkPages: words } }: Reader,
): Html {
  return html`<p class="say">${kept(words.away(incidentId))}</p>
    <p class="acts">
      <a class="button primary" href="${path}">${words.tryAgain}</a>
      <a class="button quiet" href="/incidents/${incidentId}">${words.signIn}</a>
    </p>`;
}
