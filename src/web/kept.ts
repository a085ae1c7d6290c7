/** Ids of incidents in running text, in one piece: browsers would break a line at the hyphen. */
import { html } from 'hono/html';

const incidentIds = /\b(INC-[0-9A-Z]{5})\b/;

/** Only by how it is shown: what somebody copies is the sentence as it was. */
export function kept(sentence: string): ReturnType<typeof html> {
  // `split` with a group gives what it matched at every odd place.
  const parts = sentence.split(incidentIds);
  return html`${parts.map((part, n) => (n % 2 === 1 ? html`<span class="keep">${part}</span>` : part))}`;
}
