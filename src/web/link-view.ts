/** What the page of a link shows: no title, no description, no facts, because a mailbox thief may be reading. */
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { formatBoth } from '../calendar/format.ts';
import type { Status } from '../domain/status.ts';
import type { Catalogue } from '../language/index.ts';
import type { LinkStanding } from './link-standing.ts';

/** Whom the page speaks to. */
export type Reader = {
  readonly name: string;
  readonly zone: string;
  readonly catalogue: Catalogue;
};

type Body = HtmlEscapedString | Promise<HtmlEscapedString>;

export function openView(
  { id, severity, phase, stamps }: Pick<Status, 'id' | 'severity' | 'phase' | 'stamps'>,
  { name, zone, catalogue: { linkPages: words, mails } }: Reader,
  formToken: string,
): Body {
  const since = formatBoth(stamps.declaredAtMs, zone, mails.language);
  return html`<h1>${words.title(id)}</h1>
    <p><strong>${words.whose(name)}</strong></p>
    <dl>
      <dt>${words.severity}</dt>
      <dd>${mails.names.severities[severity]}</dd>
      <dt>${words.phase}</dt>
      <dd>${mails.names.phases[phase]}</dd>
      <dt>${words.since}</dt>
      <dd>${since}</dd>
    </dl>
    <p>${words.willHappen(id, name)}</p>
    <form method="post">
      <input type="hidden" name="form" value="${formToken}" />
      <button type="submit" name="as" value="owner">${words.acknowledge}</button>
      <button type="submit" name="as" value="somebody-else">${words.somebodyElse}</button>
    </form>
    <p>${words.noMore}</p>`;
}

/** Told only to whoever holds the link. */
export function closedView(
  standing: Exclude<LinkStanding, { readonly kind: 'open' }>,
  incidentId: string,
  { zone, catalogue: { linkPages: words, mails } }: Reader,
): Body {
  const at = (atMs: number): string => formatBoth(atMs, zone, mails.language);
  switch (standing.kind) {
    case 'used':
      return said(words.used(at(standing.atMs)), incidentId, words);
    case 'expired':
      return said(words.expired(at(standing.atMs)), incidentId, words);
    case 'dead':
      return said(words.dead, incidentId, words);
    case 'over':
      return said(words.over(incidentId), incidentId, words);
  }
}

export function said(sentence: string, incidentId: string, words: Catalogue['linkPages']): Body {
  return html`<h1>${incidentId}</h1>
    <p>${sentence}</p>
    <p><a href="/incidents/${incidentId}">${words.signIn}</a></p>`;
}
